import type { StoreError } from '@scimkit/core';
import type { Sql } from '../statements/statement.ts';

/** The databases that have a dialect here. */
export type Engine = 'sqlite';

/** A column of a JSON parameter: `id` is bytes in hexadecimal digits. */
export interface JsonColumn {
  readonly name: string;
  readonly type: 'id' | 'integer' | 'real' | 'text';
}

/**
 * What differs from database to database, and nothing else: the statements are the same everywhere and take from here
 * what they cannot say in common SQL.
 */
export interface SqlDialect {
  readonly engine: Engine;
  /** True when all work shares one connection, so that a transaction keeps everyone else waiting. */
  readonly singleConnection: boolean;
  /** `column` contains `key`, as they are: no letter case, no wildcards. */
  readonly contains: (column: Sql, key: Sql) => Sql;
  /** `column` ends with `key`, which has `length` code points. */
  readonly endsWith: (column: Sql, key: Sql, length: Sql) => Sql;
  /** A table made of one parameter: a JSON list with a list for each row. It answers limits on the number of parameters. */
  readonly jsonTable: (parameter: Sql, columns: readonly JsonColumn[]) => Sql;
  /** Aggregates rows into a JSON list with a list for each row; `null` or `[]` when there is none. */
  readonly jsonRows: (columns: readonly Sql[]) => Sql;
  /** Bytes as hexadecimal digits. */
  readonly hex: (column: Sql) => Sql;
  /** Cuts off rows: at most `count` of them, after the first `offset`. */
  readonly limit: (count: Sql, offset?: Sql) => Sql;
  /** The column that leads to a resource's row in the shortest way, once its tenant and type are known. */
  readonly rowKey: string;
  /** Has a JSON document an object at this path? Never null. */
  readonly documentHas: (column: Sql, steps: readonly string[]) => Sql;
  /** Has a JSON document a list at this path with an element that is an empty object? Never null. */
  readonly documentHasEmpty: (column: Sql, steps: readonly string[]) => Sql;
  /** What follows a `select` that locks the row it finds. */
  readonly lockRow: Sql;
  /**
   * A statement that takes the right to write at the start of a transaction which the driver began without it.
   * `table` is any of ours.
   */
  readonly lockDatabase?: (table: Sql) => Sql;
  /** Makes an `insert` leave out what is there already, without an error. */
  readonly onConflictDoNothing: Sql;
  /** The names of those tables that exist already. `prefix` is what they begin with. */
  readonly existingTables: (prefix: string) => Sql;
  /** Statements to run once after tables have been made. */
  readonly afterMigration: readonly string[];
  /** Shows the plan of a statement; every row has one line of it in `detail`. */
  readonly explain: (text: string) => string;
  readonly isUniqueViolation: (error: unknown) => boolean;
  /** True when the same transaction may succeed if it is run again. */
  readonly isRetryable: (error: unknown) => boolean;
  /** Turns the driver's error into the port's, in words for the log. */
  readonly toStoreError: (error: unknown) => StoreError;
}
