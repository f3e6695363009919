import type { StoreError } from '@scimkit/core';
import type { Sql } from '../statements/statement.ts';

/** The databases that have a dialect here. */
export type Engine = 'sqlite' | 'postgres' | 'mysql' | 'mariadb';

/** A column of a JSON parameter: `id` is bytes in hexadecimal digits. */
export interface JsonColumn {
  readonly name: string;
  readonly type: 'id' | 'integer' | 'real' | 'text';
}

/** A text that a column is searched for, in the forms that databases need. */
export interface SearchedText {
  readonly value: Sql;
  /** The text as a pattern of `like … escape '!'` that finds it anywhere. */
  readonly pattern: Sql;
  /** How many code points it has. */
  readonly length: Sql;
}

/**
 * What differs from database to database, and nothing else: the statements are the same everywhere and take from here
 * what they cannot say in common SQL.
 */
export interface SqlDialect {
  readonly engine: Engine;
  /** `column` contains the text, as they are: no letter case, no wildcards. */
  readonly contains: (column: Sql, text: SearchedText) => Sql;
  /** `column` ends with the text. */
  readonly endsWith: (column: Sql, text: SearchedText) => Sql;
  /** A number that a column of whole milliseconds is compared with; it may have a fraction. */
  readonly instant: (parameter: Sql) => Sql;
  /**
   * A table made of one parameter: a JSON list with a list for each row. It answers limits on the number of parameters.
   * `rows` is how many rows it has, or a hundred where it has more, for planners that cannot tell.
   */
  readonly jsonTable: (parameter: Sql, columns: readonly JsonColumn[], rows?: Sql) => Sql;
  /** Aggregates rows into a JSON list with a list for each row; `null` or `[]` when there is none. */
  readonly jsonRows: (columns: readonly Sql[]) => Sql;
  /** Makes room in a statement for what {@link SqlDialect.jsonRows} aggregates. */
  readonly aggregating: (select: Sql) => Sql;
  /** Bytes as hexadecimal digits. */
  readonly hex: (column: Sql) => Sql;
  /** A JSON text that is written to a column for documents, and such a column when it is read as text. */
  readonly writeDocument: (parameter: Sql) => Sql;
  readonly readDocument: (column: Sql) => Sql;
  /** Cuts off rows: at most `count` of them, after the first `offset`. */
  readonly limit: (count: Sql, offset?: Sql) => Sql;
  /** The column that leads to a resource's row in the shortest way, once its tenant and type are known. */
  readonly rowKey: string;
  /** A join of all rows of the one with all of the other, which begins with the one where the planner can be told. */
  readonly crossJoin: Sql;
  /** Can a `with recursive` inside a subquery look at a row of the query around it? */
  readonly correlatedRecursion: boolean;
  /** The same for a column, where it has to cost nothing as long as it is not run. */
  readonly recursionInColumns: boolean;
  /** Does a `left join` look up the rows of the second table one by one, whatever the planner expects? */
  readonly joinsInOrder: boolean;
  /**
   * How the first rows of a set are cut off, of one resource and of each of many: by a table of their own that has a limit,
   * or by looking up the place where they end.
   */
  readonly cutsSetsBy: { readonly ofOne: 'limit' | 'place'; readonly ofMany: 'limit' | 'place' };
  /** Has a JSON document an object at this path? Never null. */
  readonly documentHas: (column: Sql, steps: readonly string[]) => Sql;
  /** Has a JSON document a list at this path with an element that is an empty object? Never null. */
  readonly documentHasEmpty: (column: Sql, steps: readonly string[]) => Sql;
  readonly locks: RowLocks;
  /** How isolated a transaction is that the store begins; the database's default where it says nothing. */
  readonly isolationLevel?: 'read committed';
  /**
   * A statement that takes the right to write at the start of a transaction which the driver began without it.
   * `table` is any of ours.
   */
  readonly lockDatabase?: (table: Sql) => Sql;
  /**
   * Makes an `insert` leave out what is there already, without an error. Where a database has no such thing, the error
   * is caught: there it leaves the transaction usable.
   */
  readonly onConflictDoNothing: Sql;
  /** Makes an `insert` change what is there already: the row with the same key takes these columns. */
  readonly onConflictUpdate?: (key: readonly string[], columns: readonly string[]) => Sql;
  /** True where nothing has to be sent, so that two plain statements take less than one that does the work of both. */
  readonly answersAtOnce: boolean;
  /** Can the tables of a `with` be writes, all of them one? */
  readonly writesInWith: boolean;
  /** Changes the rows `r` of a table to which rows `j` of another lead. */
  readonly updateFrom: (target: Sql, source: Sql, set: Sql, where: Sql) => Sql;
  /**
   * Removes the rows `m` of a table to which rows `j` of another lead. Only where a write cannot say which rows it has
   * written or removed (`returning`), so that they are looked for before.
   */
  readonly deleteUsing?: (target: Sql, source: Sql, where: Sql) => Sql;
  readonly migrating: Migrating;
  readonly explain: Explaining;
  readonly isUniqueViolation: (error: unknown) => boolean;
  /** True when the database has not only refused the statement but undone the transaction, and commits by itself now. */
  readonly undoesTransaction?: (error: unknown) => boolean;
  /** True when the same transaction may succeed if it is run again. */
  readonly isRetryable: (error: unknown) => boolean;
  /** Turns the driver's error into the port's, in words for the log. */
  readonly toStoreError: (error: unknown) => StoreError;
}

/** What follows a `select` so that others have to wait until the transaction is over. Empty where one writer is alone. */
export interface RowLocks {
  /** True when there are row locks at all. */
  readonly any: boolean;
  /** Nobody else changes the row; with several tables, the row `r`. */
  readonly change: Sql;
  readonly changeOfR: Sql;
  /** Nobody else changes the row, removes it or refers to it. */
  readonly removal: Sql;
  /** Nobody else removes the row `r`, while others may change it. */
  readonly reference: Sql;
  /** Sees what is committed now also where the transaction sees an older moment otherwise. */
  readonly current: Sql;
  /** Nobody else changes the rows; those that somebody has locked already are passed over. With several tables, the rows `r`. */
  readonly unlocked: Sql;
  readonly unlockedOfR: Sql;
}

/** What a migration needs to know. */
export interface Migrating {
  /** Waits until no other migration runs, and keeps others out; the row says by `locked` whether it is 1. */
  readonly begin?: (name: string) => Sql;
  /** Lets others in again, where the end of the transaction does not. */
  readonly end?: (name: string) => Sql;
  /** True when a statement that makes a table is undone with its transaction. */
  readonly transactional: boolean;
  /** The names of those tables that exist already. `prefix` is what they begin with. */
  readonly existingTables: (prefix: string, schema: string | undefined) => Sql;
  /** What the database has to be set to; every row has a `name`, a `value`. */
  readonly settings?: Sql;
  /** A sentence about a setting with which the store would not be safe. */
  readonly refuse?: (name: string, value: string) => string | undefined;
}

/** How a database shows the plan of a statement. */
export interface Explaining {
  readonly statement: (text: string) => string;
  /** A line for people of a row that the database answers with. */
  readonly line: (row: Readonly<Record<string, unknown>>) => string;
}
