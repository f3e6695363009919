import { sql } from 'kysely';
import type { Engine } from '../dialects/dialect.ts';
import { nothing, type Sql } from '../statements/statement.ts';
import { type ColumnFact, isInteger, isTextual } from './facts.ts';

/** What differs from database to database when the tables are the application's. */
export interface EngineSql {
  /** A column of any type as text. */
  readonly text: (column: Sql) => Sql;
  /** A column of text as it is compared and sorted byte for byte, whatever its collation. */
  readonly bytewise: (column: Sql) => Sql;
  /** Text as a value of a column's type. */
  readonly castTo: (text: Sql, fact: ColumnFact) => Sql;
  /** Has a text letters beyond ASCII? */
  readonly beyondAscii: (column: Sql) => Sql;
  /** Are rows locked one by one? SQLite locks the database. */
  readonly locks: boolean;
  /** What follows a `select` to lock the row `u` against writers. */
  readonly lock: Sql;
  /** The same before the row is removed: nobody can refer to it meanwhile. */
  readonly lockRemoval: Sql;
  /** What follows a `select` to keep the rows `u` from being removed. */
  readonly keep: Sql;
  /** Makes an `insert` leave out rows that are there already. `column` is any of those that are written. */
  readonly ignoreExisting: (column: Sql) => Sql;
  /** How a row that has been inserted tells the values the database made. */
  readonly returns: 'returning' | 'last-id';
  /** Are booleans a type of their own? */
  readonly hasBooleans: boolean;
  /** Does the driver take a `Date` as a parameter? */
  readonly bindsDates: boolean;
  /** Do comparisons of text in the database's default way ignore blanks at the end? */
  readonly pads: boolean;
  /** A JSON list of some values. */
  readonly list: (values: readonly Sql[]) => Sql;
  /**
   * Rows as a JSON list of lists, in an order. Where there is it, a table inside a subquery cannot look at a row of the query
   * around it.
   */
  readonly listInOrder?: (columns: readonly Sql[], by: Sql) => Sql;
  /**
   * Finds the rows of one group, given as a constant, of which the first are passed over by another condition. Only where the
   * planner has to be shown a constant, and would pass over them one by one all the same after an equality with it.
   */
  readonly walks?: (column: Sql, group: Sql) => Sql;
  /** Can a column hold values of several types, and compare them as such? */
  readonly keepsTypes: boolean;
}

const simpleType = /^[a-z][a-z0-9_ ]{0,60}$/;

const sqlite: EngineSql = {
  text: (column) => sql`cast(${column} as text)`,
  bytewise: (column) => sql`${column} collate binary`,
  castTo: (text, fact) => (isInteger(fact) ? sql`cast(${text} as integer)` : text),
  beyondAscii: (column) => sql`length(cast(${column} as blob)) <> length(${column})`,
  locks: false,
  lock: nothing,
  lockRemoval: nothing,
  keep: nothing,
  ignoreExisting: () => sql`on conflict do nothing`,
  returns: 'returning',
  hasBooleans: false,
  bindsDates: false,
  pads: false,
  list: (values) => sql`json_array(${sql.join(values)})`,
  keepsTypes: true,
};

const postgres: EngineSql = {
  text: (column) => sql`cast(${column} as text) collate "C"`,
  bytewise: (column) => sql`cast(${column} as text) collate "C"`,
  castTo: (text, fact) => {
    // An index is only used under its own collation, and two that differ are an error.
    if (fact.collation !== undefined) return sql`${text} collate ${sql.id(fact.collation)}`;
    return isTextual(fact) || !simpleType.test(fact.dataType)
      ? text
      : sql`cast(${text} as ${sql.raw(fact.dataType)})`;
  },
  // A database in another encoding has other bytes.
  beyondAscii: (column) =>
    sql`octet_length(convert_to(cast(${column} as text), 'UTF8')) <> char_length(cast(${column} as text))`,
  locks: true,
  lock: sql`for no key update of u`,
  lockRemoval: sql`for update of u`,
  keep: sql`for key share of u`,
  ignoreExisting: () => sql`on conflict do nothing`,
  returns: 'returning',
  hasBooleans: true,
  bindsDates: true,
  pads: false,
  list: (values) => sql`json_build_array(${sql.join(values)})`,
  keepsTypes: false,
};

const mysql: EngineSql = {
  // An index is only used under its own collation, so text is collated as the sidecar is.
  text: (column) => sql`convert(${column} using utf8mb4) collate utf8mb4_0900_bin`,
  bytewise: (column) => sql`cast(${column} as binary)`,
  castTo: (text, fact) => {
    if (isInteger(fact)) return sql`cast(${text} as signed)`;
    if (fact.charset === undefined || fact.collation === undefined) return text;
    return sql`convert(${text} using ${sql.raw(fact.charset)}) collate ${sql.raw(fact.collation)}`;
  },
  beyondAscii: (column) => sql`length(convert(${column} using utf8mb4)) <> char_length(${column})`,
  locks: true,
  lock: sql`for update`,
  lockRemoval: sql`for update`,
  keep: sql`lock in share mode`,
  // `insert ignore` would hide every other error, too.
  ignoreExisting: (column) => sql`on duplicate key update ${column} = ${column}`,
  returns: 'last-id',
  hasBooleans: false,
  bindsDates: true,
  pads: true,
  list: (values) => sql`json_array(${sql.join(values)})`,
  walks: (column, group) => sql`${column} = ${group}`,
  keepsTypes: false,
};

const mariadb: EngineSql = {
  ...mysql,
  text: (column) => sql`convert(${column} using utf8mb4) collate utf8mb4_nopad_bin`,
  // A range of one value: an equality is looked up by the group alone when that is expected to be as short.
  walks: (column, group) => sql`${column} between ${group} and ${group}`,
  listInOrder: (columns, by) => sql`json_arrayagg(json_array(${sql.join(columns)}) order by ${by})`,
};

const engines: Readonly<Record<Engine, EngineSql>> = { sqlite, postgres, mysql, mariadb };

/** The words of an engine. */
export function engineSql(engine: Engine): EngineSql {
  return engines[engine];
}

/** The name of a table, with its schema where it has one. */
export function tableName(name: string): Sql {
  return sql.id(...name.split('.'));
}

/** A column of an alias. */
export function columnOf(alias: string, column: string): Sql {
  return sql`${sql.id(alias)}.${sql.id(column)}`;
}
