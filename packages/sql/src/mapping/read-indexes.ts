import { type Kysely, sql } from 'kysely';
import type { Engine } from '../dialects/dialect.ts';

/** An index of a table. */
export interface IndexFact {
  readonly name: string;
  readonly unique: boolean;
  /** Columns and expressions in order, in lower case, without quotes and casts: `org_id`, `lower(email)`. */
  readonly columns: readonly string[];
}

interface Row {
  readonly name: string;
  readonly uniq: unknown;
  readonly col: string | null;
  /** Of SQLite: the statement that made the index, for columns that are expressions. */
  readonly def?: string | null;
}

/** Asks the database about the indexes of a table. */
export async function readIndexes(
  db: Kysely<unknown>,
  engine: Engine,
  table: string,
): Promise<readonly IndexFact[]> {
  const name = table.split('.').at(-1) ?? table;
  const { rows } = await queryOf(engine, name).execute(db);
  const indexes = new Map<string, { unique: boolean; columns: string[] }>();
  for (const row of rows) {
    const index = indexes.get(row.name) ?? {
      unique: row.uniq === true || Number(row.uniq) === 1,
      columns: [],
    };
    index.columns.push(normalize(row.col ?? expressionIn(row.def ?? '', index.columns.length)));
    indexes.set(row.name, index);
  }
  return Array.from(indexes, ([key, index]) => ({ name: key, ...index }));
}

function queryOf(engine: Engine, table: string) {
  if (engine === 'sqlite') {
    return sql<Row>`select l.name as name, l."unique" as uniq, i.name as col, m.sql as def from pragma_index_list(${table}) as l join pragma_index_xinfo(l.name) as i left join sqlite_master as m on m.name = l.name where i.key = 1 order by l.name, i.seqno`;
  }
  if (engine === 'postgres') {
    return sql<Row>`select c.relname as name, x.indisunique as uniq, pg_get_indexdef(x.indexrelid, k.n, true) as col from pg_index as x join pg_class as t on t.oid = x.indrelid join pg_class as c on c.oid = x.indexrelid cross join lateral generate_series(1, x.indnkeyatts) as k(n) where t.relname = ${table} order by c.relname, k.n`;
  }
  return sql<Row>`select index_name as name, 1 - non_unique as uniq, column_name as col from information_schema.statistics where table_schema = database() and table_name = ${table} order by index_name, seq_in_index`;
}

/** The expression at a place in `create index … on … (a, lower(b))`. */
function expressionIn(statement: string, place: number): string {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of statement.slice(statement.indexOf('(') + 1)) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) break;
    if (character === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  parts.push(part);
  return parts[place] ?? '';
}

/** `lower((email)::text)` and `LOWER("email")` are the same thing. */
export function normalize(column: string): string {
  return column
    .toLowerCase()
    .replaceAll(/["`\s]/g, '')
    .replaceAll(/::[a-z]+/g, '')
    .replaceAll(/\(\((\w+)\)\)/g, '($1)')
    .replaceAll(/collate\w+$/g, '');
}
