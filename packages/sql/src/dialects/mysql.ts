import { sql } from 'kysely';
import { nothing, type Sql } from '../statements/statement.ts';
import type { JsonColumn, SqlDialect } from './dialect.ts';
import { isRetryable, isUniqueViolation, toStoreError, undoesTransaction } from './mysql-errors.ts';

/** MySQL 8.0.17 and later, by mysql2. */
export const mysql: SqlDialect = {
  engine: 'mysql',
  contains: (column, { pattern }) => sql`${column} like ${pattern} escape '!'`,
  endsWith: (column, { value, length }) => sql`right(${column}, ${length}) = ${value}`,
  instant: (parameter) => parameter,
  jsonTable: (parameter, columns) =>
    sql`(select ${sql.join(columns.map(selected))} from json_table(${parameter}, '$[*]' columns (${sql.join(columns.map(declared))})) as e)`,
  jsonRows: (columns) => sql`json_arrayagg(json_array(${sql.join(columns)}))`,
  aggregating: (select) => select,
  hex: (column) => sql`hex(${column})`,
  // A column of text: that of type JSON gives other text than was written, with its names in another order.
  writeDocument: (parameter) => parameter,
  readDocument: (column) => column,
  limit: (count, offset) =>
    offset === undefined ? sql`limit ${count}` : sql`limit ${count} offset ${offset}`,
  rowKey: 'id',
  crossJoin: sql`straight_join`,
  // MySQL could, MariaDB cannot.
  correlatedRecursion: false,
  recursionInColumns: false,
  joinsInOrder: true,
  cutsSetsBy: { ofOne: 'limit', ofMany: 'limit' },
  documentHas: (column, steps) =>
    sql`coalesce(json_type(json_extract(${column}, ${sql.lit(jsonPath(steps))})) = 'OBJECT', 0)`,
  documentHasEmpty: (column, steps) =>
    // Counted, because MySQL (9.7) makes an antijoin of `not exists`, and with several of them finds rows that it should not.
    sql`(select count(*) from json_table(${column}, ${sql.lit(`${jsonPath(steps)}[*]`)} columns (v json path '$')) as e where json_type(e.v) = 'OBJECT' and json_length(e.v) = 0) > 0`,
  locks: {
    any: true,
    change: sql`for update`,
    changeOfR: sql`for update`,
    removal: sql`for update`,
    reference: sql`lock in share mode`,
    current: sql`lock in share mode`,
    unlocked: sql`for update skip locked`,
    unlockedOfR: sql`for update skip locked`,
  },
  // At the default, a transaction sees the moment of its first read, and locks the gaps between rows.
  isolationLevel: 'read committed',
  // `insert ignore` would hide other errors as well, and cut off what is too long.
  onConflictDoNothing: nothing,
  answersAtOnce: false,
  writesInWith: false,
  updateFrom: (target, source, set, where) =>
    sql`update ${source} as j straight_join ${target} as r set ${set} where ${where}`,
  deleteUsing: (target, source, where) =>
    sql`delete m from ${source} as j straight_join ${target} as m where ${where}`,
  migrating: {
    begin: (name) => sql`select get_lock(${lockName(name)}, 60) as locked`,
    end: (name) => sql`select release_lock(${lockName(name)})`,
    transactional: false,
    existingTables: (prefix, schema) =>
      sql`select table_name as name from information_schema.tables where table_schema = ${schema === undefined ? sql`database()` : sql`${schema}`} and left(table_name, ${sql.lit(prefix.length)}) = ${prefix}`,
    settings: sql`select 'sql_mode' as name, @@sql_mode as value union all select 'character_set_client', @@character_set_client union all select 'version', version()`,
    refuse: (name, value) => refuse(name, value, false),
  },
  explain: {
    statement: (text) => `explain format=traditional ${text}`,
    line: (row) =>
      ['select_type', 'table', 'type', 'key', 'ref', 'Extra'].map((name) => row[name] ?? '-').join(' '),
  },
  isUniqueViolation,
  undoesTransaction,
  isRetryable,
  toStoreError,
};

/** MariaDB 10.6 and later, by mysql2. */
export const mariadb: SqlDialect = {
  ...mysql,
  engine: 'mariadb',
  // A table inside a subquery cannot look at a row of the query around it. A place that is looked up ends no range: all
  // members are looked at, though no more of them are named than are shown.
  cutsSetsBy: { ofOne: 'limit', ofMany: 'place' },
  // By default it cuts off what it aggregates at a megabyte: a group of 15,000 members.
  aggregating: (select) => sql`set statement group_concat_max_len = 4294967295 for ${select}`,
  migrating: { ...mysql.migrating, refuse: (name, value) => refuse(name, value, true) },
  explain: {
    ...mysql.explain,
    statement: (text) => `explain format=traditional ${text.replace(/^set statement .*? for /, '')}`,
  },
};

/** Settings of the connection with which data would be lost or statements misread. */
function refuse(name: string, value: string, isMariadb: boolean): string | undefined {
  if (name === 'version' && /mariadb/i.test(value) !== isMariadb) {
    const [engine, other] = isMariadb ? ['MySQL', 'mysql'] : ['MariaDB', 'mariadb'];
    return `The server is ${engine} ${value}: give it as \`${other}\`.`;
  }
  if (name === 'character_set_client' && value !== 'utf8mb4') {
    return `The connection speaks ${value}, which cannot hold every name: set its charset to utf8mb4.`;
  }
  if (name !== 'sql_mode') return undefined;
  const modes = value.split(',');
  if (!modes.includes('STRICT_TRANS_TABLES') && !modes.includes('STRICT_ALL_TABLES')) {
    return 'The sql_mode is not strict, so that the server cuts off what is too long without a word: set STRICT_TRANS_TABLES.';
  }
  if (modes.includes('NO_BACKSLASH_ESCAPES')) {
    return 'The sql_mode has NO_BACKSLASH_ESCAPES, with which mysql2 cannot quote text safely: take it out.';
  }
  return undefined;
}

/**
 * Locks have names of 64 characters at most, and the server has them for all of its databases. `md5()` is no longer there
 * in MySQL 9.6 without a component that has to be installed.
 */
function lockName(name: string): Sql {
  return sql`concat('scimkit-', left(sha2(concat(coalesce(database(), ''), '/', ${name}), 256), 48))`;
}

/** A path as MySQL's JSON functions take it. Names are those of the definition. */
function jsonPath(steps: readonly string[]): string {
  return `$${steps.map((step) => `.${JSON.stringify(step)}`).join('')}`;
}

const types = {
  id: sql`varchar(520) character set latin1`,
  integer: sql`bigint`,
  real: sql`double`,
  text: sql`varchar(768) character set utf8mb4`,
};

function declared({ type }: JsonColumn, index: number): Sql {
  return sql`c${sql.lit(index)} ${types[type]} path ${sql.lit(`$[${index}]`)}`;
}

function selected({ name, type }: JsonColumn, index: number): Sql {
  const value = sql`e.c${sql.lit(index)}`;
  return sql`${type === 'id' ? sql`unhex(${value})` : value} as ${sql.id(name)}`;
}
