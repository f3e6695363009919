import { type Kysely, sql } from 'kysely';
import type { Engine } from '../dialects/dialect.ts';
import { compileStatement, type Sql } from '../statements/statement.ts';
import type { Session } from '../store/session.ts';
import type { ColumnFact } from './facts.ts';
import { placeOfTable, type TablePlace } from './table-place.ts';

/** What the database is asked with about the application's tables. */
export interface Asking {
  readonly db: Kysely<unknown>;
  readonly session: Session;
  readonly engine: Engine;
}

/** The columns of a table; none when it is not there. */
export async function readFacts(
  { db, session, engine }: Asking,
  table: string,
): Promise<readonly ColumnFact[]> {
  const statement = compileStatement<undefined, ColumnRow>(db, columnsQuery(engine, placeOfTable(table)));
  const rows = await session.all(statement, undefined);
  return rows.map((row) => toFact(engine, row));
}

/** A column as the database's own tables describe it. */
interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly nullable: unknown;
  readonly filled: unknown;
  readonly numbered: unknown;
  readonly computed: unknown;
  /** Code points. */
  readonly length: unknown;
  /** Bytes. */
  readonly size: unknown;
  /** The words that the column takes, as JSON or as MySQL declares them: `enum('a','b')`. */
  readonly members: unknown;
  /** The collation of a text, and its character set where those are apart. */
  readonly collation: unknown;
  readonly charset: unknown;
  /** Its type as it is declared, with all that `modify column` would forget. */
  readonly declared: unknown;
  /** Does `=` tell apart what differs in any byte? */
  readonly equality: unknown;
  /** Is the order that of the bytes? */
  readonly ordered: unknown;
}

/** Asks about the columns of a table; no row when it is not there. */
function columnsQuery(engine: Engine, place: TablePlace): Sql {
  if (engine === 'sqlite') return onSqlite(place);
  return engine === 'postgres' ? onPostgres(place) : onMysql(place, engine);
}

/** `pragma_table_xinfo` has the generated columns, too. What collation a column has only its declaration says. */
function onSqlite({ name, schema }: TablePlace): Sql {
  const info = schema === undefined ? sql`(${name})` : sql`(${name}, ${schema})`;
  const master = schema === undefined ? sql`sqlite_master` : sql`${sql.id(schema)}.sqlite_master`;
  return sql`select i.name as name, lower(i.type) as type, case when i."notnull" = 0 and i.pk = 0 then 1 else 0 end as nullable, case when i.dflt_value is not null or (i.pk = 1 and upper(i.type) = 'INTEGER') then 1 else 0 end as filled, case when i.pk = 1 and upper(i.type) = 'INTEGER' and (select max(x.pk) from pragma_table_xinfo${info} as x) = 1 then 1 else 0 end as numbered, case when i.hidden in (2, 3) then 1 else 0 end as computed, null as length, null as size, m.sql as members, null as collation, null as charset, null as declared, 1 as equality, 1 as ordered from pragma_table_xinfo${info} as i left join ${master} as m on m.name = ${name} and m.type = 'table' order by i.cid`;
}

/** The table is the one that the connection's `search_path` leads to. A domain is what it is a domain of. */
function onPostgres({ name, schema }: TablePlace): Sql {
  const quoted = [schema, name]
    .filter((part) => part !== undefined)
    .map((part) => `"${part.replaceAll('"', '""')}"`);
  return sql`select a.attname as name, case b.typtype when 'e' then 'enum' else b.typname end as type, not (a.attnotnull or t.typnotnull) as nullable, (a.atthasdef or a.attidentity <> '' or t.typdefault is not null) as filled, (a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid) like 'nextval(%', false)) as numbered, (a.attgenerated <> '' or a.attidentity = 'a') as computed, case when b.typname in ('varchar', 'bpchar') and greatest(a.atttypmod, t.typtypmod) > 4 then greatest(a.atttypmod, t.typtypmod) - 4 end as length, null as size, (select json_agg(e.enumlabel) from pg_enum as e where e.enumtypid = b.oid)::text as members, c.collname as collation, null as charset, format_type(a.atttypid, a.atttypmod) as declared, (b.typname not in ('citext', 'bpchar') and coalesce(c.collisdeterministic, true)) as equality, (b.typname <> 'citext' and (c.collname in ('C', 'POSIX', 'ucs_basic') or (c.collname = 'default' and (select datcollate from pg_database where datname = current_database()) in ('C', 'POSIX')))) as ordered from pg_attribute as a join pg_type as t on t.oid = a.atttypid join pg_type as b on b.oid = case t.typtype when 'd' then t.typbasetype else t.oid end left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum left join pg_collation as c on c.oid = a.attcollation where a.attrelid = to_regclass(${quoted.join('.')}) and a.attnum > 0 and not a.attisdropped order by a.attnum`;
}

/** Collations that do not pad compare the bytes when they end in `_bin`; the older `utf8mb4_bin` takes `a ` for `a`. */
function onMysql({ name, schema }: TablePlace, engine: Engine): Sql {
  const bytes = sql`(collation_name is null or collation_name = 'binary' or collation_name like '%\\_0900\\_bin' or collation_name like '%\\_nopad\\_bin')`;
  // MariaDB gives defaults as SQL, MySQL gives literals as they are.
  const literal =
    engine === 'mariadb'
      ? sql`column_default`
      : sql`case when extra like '%DEFAULT_GENERATED%' then concat('(', column_default, ')') else quote(column_default) end`;
  const declared = sql`concat(column_type, case when column_default is null or column_default = 'NULL' then '' else concat(' default ', ${literal}) end)`;
  return sql`select column_name as name, data_type as type, is_nullable = 'YES' as nullable, column_default is not null or extra like '%auto_increment%' or extra like '%DEFAULT_GENERATED%' as filled, extra like '%auto_increment%' as numbered, extra like '%GENERATED%' and extra not like '%DEFAULT_GENERATED%' as computed, character_maximum_length as length, character_octet_length as size, case when data_type = 'enum' then column_type end as members, collation_name as collation, character_set_name as charset, ${declared} as declared, ${bytes} as equality, ${bytes} as ordered from information_schema.columns where table_schema = ${schema === undefined ? sql`database()` : schema} and table_name = ${name} order by ordinal_position`;
}

/** A column, from what the database says. */
function toFact(engine: Engine, row: ColumnRow): ColumnFact {
  const isTrue = (value: unknown) => value === true || value === 't' || Number(value) === 1;
  const collation = engine === 'sqlite' ? collationIn(row.members, row.name) : 'binary';
  const isBinary = collation === 'binary';
  const members = engine === 'sqlite' ? undefined : membersIn(row.members);
  return {
    name: row.name,
    dataType: row.type.toLowerCase(),
    nullable: isTrue(row.nullable),
    filled: isTrue(row.filled),
    numbered: isTrue(row.numbered),
    computed: isTrue(row.computed),
    exactEquality: isTrue(row.equality) && isBinary,
    exactOrder: isTrue(row.ordered) && isBinary,
    ...(typeof row.collation === 'string' ? { collation: row.collation } : isBinary ? {} : { collation }),
    ...(typeof row.declared === 'string' ? { declared: row.declared } : {}),
    ...(typeof row.charset === 'string' ? { charset: row.charset } : {}),
    ...(row.length === null ? {} : { length: Number(row.length) }),
    ...(row.size === null ? {} : { size: Number(row.size) }),
    ...(members === undefined ? {} : { members }),
  };
}

/** The collation that `create table` gives a column of SQLite: `email text collate nocase`. */
function collationIn(statement: unknown, column: string): string {
  if (typeof statement !== 'string') return 'binary';
  const name = column.replaceAll(/[^\p{L}\p{N}_]/gu, '\\$&');
  const found = new RegExp(`["'\`[(,\\s]${name}["'\`\\]]?\\s[^,]*?\\bcollate\\s+["'\`]?(\\w+)`, 'iu').exec(
    statement,
  );
  return found?.[1]?.toLowerCase() ?? 'binary';
}

/** The words of an enumeration: a list in JSON, or `enum('a','it''s')`. */
function membersIn(text: unknown): readonly string[] | undefined {
  if (typeof text !== 'string') return undefined;
  if (text.startsWith('[')) return (JSON.parse(text) as unknown[]).map(String);
  return Array.from(text.matchAll(/'((?:[^']|'')*)'/g), ([, word = '']) => word.replaceAll("''", "'"));
}
