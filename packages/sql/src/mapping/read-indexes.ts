import { sql } from 'kysely';
import type { Engine } from '../dialects/dialect.ts';
import { compileStatement, type Sql } from '../statements/statement.ts';
import type { Asking } from './read-facts.ts';
import { placeOfTable, type TablePlace } from './table-place.ts';

/** An index of a table. */
export interface IndexFact {
  readonly name: string;
  readonly unique: boolean;
  /** True when some rows are not in it: `where deleted_at is null`. */
  readonly partial: boolean;
  /** Columns and expressions in order, in lower case, without quotes and casts: `org_id`, `lower(email)`. */
  readonly columns: readonly string[];
}

interface Row {
  readonly name: string;
  readonly uniq: unknown;
  readonly part: unknown;
  readonly col: string | null;
  /** Of SQLite: the statement that made the index, for columns that are expressions. */
  readonly def?: string | null;
}

/** Asks the database about the indexes of a table. */
export async function readIndexes(
  { db, session, engine }: Asking,
  table: string,
): Promise<readonly IndexFact[]> {
  const statement = compileStatement<undefined, Row>(db, queryOf(engine, placeOfTable(table)));
  const indexes = new Map<string, { unique: boolean; partial: boolean; columns: string[] }>();
  for (const row of await session.all(statement, undefined)) {
    const index = indexes.get(row.name) ?? {
      unique: isTrue(row.uniq),
      partial: isTrue(row.part),
      columns: [],
    };
    index.columns.push(normalize(row.col ?? expressionIn(row.def ?? '', index.columns.length)));
    indexes.set(row.name, index);
  }
  return Array.from(indexes, ([key, index]) => ({ name: key, ...index }));
}

function isTrue(value: unknown): boolean {
  return value === true || Number(value) === 1;
}

function queryOf(engine: Engine, { name, schema }: TablePlace): Sql {
  if (engine === 'sqlite') {
    const at = schema === undefined ? sql`` : sql`, ${schema}`;
    const master = schema === undefined ? sql`sqlite_master` : sql`${sql.id(schema)}.sqlite_master`;
    // A table without row ids, or with an `integer primary key`, has no index of that name; its columns say `pk`.
    return sql`select l.name as name, l."unique" as uniq, l.partial as part, i.name as col, m.sql as def from pragma_index_list(${name}${at}) as l join pragma_index_xinfo(l.name${at}) as i left join ${master} as m on m.name = l.name where i.key = 1 union all select 'primary key', 1, 0, p.name, null from pragma_table_xinfo(${name}${at}) as p where p.pk = 1 and (select max(x.pk) from pragma_table_xinfo(${name}${at}) as x) = 1`;
  }
  if (engine === 'postgres') {
    const quoted = [schema, name]
      .filter((part) => part !== undefined)
      .map((part) => `"${part.replaceAll('"', '""')}"`);
    return sql`select c.relname as name, x.indisunique as uniq, x.indpred is not null as part, pg_get_indexdef(x.indexrelid, k.n, true) as col from pg_index as x join pg_class as c on c.oid = x.indexrelid cross join lateral generate_series(1, x.indnkeyatts) as k(n) where x.indrelid = to_regclass(${quoted.join('.')}) and x.indisvalid order by c.relname, k.n`;
  }
  // MariaDB has no indexes of expressions, and no column that names them.
  const column = engine === 'mysql' ? sql`coalesce(column_name, expression)` : sql`column_name`;
  const database = schema === undefined ? sql`database()` : sql`${schema}`;
  return sql`select index_name as name, 1 - non_unique as uniq, 0 as part, ${column} as col from information_schema.statistics where table_schema = ${database} and table_name = ${name} order by index_name, seq_in_index`;
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
    .replace(/\s(?:asc|desc)\s*$/, '')
    .replaceAll(/["`\s]/g, '')
    .replaceAll(/::[a-z]+(?:\[\])?/g, '')
    .replaceAll(/\(\((\w+)\)\)/g, '($1)')
    .replaceAll(/collate\w+$/g, '');
}
