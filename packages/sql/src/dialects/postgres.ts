import { sql } from 'kysely';
import { nothing, type Sql } from '../statements/statement.ts';
import type { JsonColumn, SqlDialect } from './dialect.ts';
import { onConflictUpdate } from './on-conflict-update.ts';
import { isRetryable, isUniqueViolation, toStoreError } from './postgres-errors.ts';

/**
 * PostgreSQL 14 and later, as a server or embedded (PGlite), by whatever driver.
 *
 * Parameters that are no plain values of their column are taken as text and cast here: some drivers send text for JSON
 * as a JSON string, and lists in forms of their own.
 */
export const postgres: SqlDialect = {
  engine: 'postgres',
  // With `strpos` the planner takes a third of all rows to match, and plans for that (ten times as slow).
  contains: (column, { pattern }) => sql`${column} like ${pattern} escape '!'`,
  endsWith: (column, { value, length }) => sql`right(${column}, ${length}) = ${value}`,
  // Compared with a whole number, a parameter would have to be one.
  instant: (parameter) => sql`cast(${parameter} as double precision)`,
  // The planner takes the function for a hundred rows, and reads whole tables to meet them; it believes a limit.
  jsonTable: (parameter, columns, rows) =>
    sql`(select ${sql.join(columns.map(jsonColumn))} from json_array_elements(${json(parameter)}) as e(v) ${rows === undefined ? nothing : sql`limit nullif(${rows}, 100)`})`,
  jsonRows: (columns) => sql`cast(json_agg(json_build_array(${sql.join(columns)})) as text)`,
  aggregating: (select) => select,
  hex: (column) => sql`encode(${column}, 'hex')`,
  writeDocument: json,
  readDocument: (column) => sql`cast(${column} as text)`,
  limit: (count, offset) =>
    offset === undefined ? sql`limit ${count}` : sql`limit ${count} offset ${offset}`,
  rowKey: 'id',
  crossJoin: sql`cross join`,
  correlatedRecursion: true,
  // It is planned with each statement, for so many rows that a page is compiled to machine code first (`jit`): together
  // 17 ms of the 18 ms that a page of a hundred took.
  recursionInColumns: false,
  joinsInOrder: false,
  cutsSetsBy: { ofOne: 'limit', ofMany: 'limit' },
  documentHas: (column, steps) => sql`coalesce(json_typeof(${at(column, steps)}) = 'object', false)`,
  documentHasEmpty: (column, steps) => {
    const list = at(column, steps);
    return sql`exists (select 1 from json_array_elements(case when json_typeof(${list}) = 'array' then ${list} else '[]' end) as e(v) where cast(e.v as text) = '{}')`;
  },
  locks: {
    any: true,
    change: sql`for no key update`,
    changeOfR: sql`for no key update of r`,
    // The lock of a reference does not keep out a change, but it keeps out this one.
    removal: sql`for update`,
    reference: sql`for key share of r`,
    current: nothing,
    unlocked: sql`for update skip locked`,
    unlockedOfR: sql`for update of r skip locked`,
  },
  // Each statement sees what has been committed: after it has waited for a lock, it sees what it has waited for.
  isolationLevel: 'read committed',
  // An error would leave the caller's transaction unusable.
  onConflictDoNothing: sql`on conflict do nothing`,
  onConflictUpdate,
  answersAtOnce: false,
  writesInWith: true,
  updateFrom: (target, source, set, where) =>
    sql`update ${target} as r set ${set} from ${source} as j where ${where}`,
  migrating: {
    begin: (name) => sql`select 1 as locked from pg_advisory_xact_lock(hashtextextended(${name}, 0))`,
    transactional: true,
    existingTables: (prefix, schema) =>
      sql`select tablename as name from pg_tables where schemaname = ${schema === undefined ? sql`current_schema()` : sql`${schema}`} and left(tablename, ${sql.lit(prefix.length)}) = ${prefix}`,
    settings: sql`select name, setting as value from pg_settings where name = 'server_encoding'`,
    refuse: (name, value) =>
      name === 'server_encoding' && value !== 'UTF8'
        ? `The encoding of the database is ${value}, which cannot hold every name: use one with the encoding UTF8.`
        : undefined,
  },
  explain: {
    statement: (text) => `explain (costs off) ${text}`,
    line: (row) => String(row['QUERY PLAN']),
  },
  isUniqueViolation,
  isRetryable,
  toStoreError,
};

function json(parameter: Sql): Sql {
  return sql`cast(cast(${parameter} as text) as json)`;
}

function at(column: Sql, steps: readonly string[]): Sql {
  return steps.reduce((object, step) => sql`${object} -> ${sql.lit(step)}`, column);
}

const types = { integer: sql`bigint`, real: sql`double precision` };

function jsonColumn({ name, type }: JsonColumn, index: number): Sql {
  const value = sql`e.v ->> ${sql.lit(index)}`;
  if (type === 'id') return sql`decode(${value}, 'hex') as ${sql.id(name)}`;
  return sql`${type === 'text' ? value : sql`cast(${value} as ${types[type]})`} as ${sql.id(name)}`;
}
