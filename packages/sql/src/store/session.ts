import type { Statement } from '../statements/statement.ts';

/** A way to run statements: on the pool, or inside one transaction. */
export interface Session {
  /** True inside a transaction that someone else will end. */
  readonly joined: boolean;
  /** Runs a statement and gives its rows. */
  all<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<readonly Row[]>;
  /** Runs a statement and gives its first row. */
  first<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row | undefined>;
  /** Runs a statement and tells how many rows it has changed. */
  run<Args>(statement: Statement<Args, unknown>, args: Args): Promise<number>;
  /** Runs an `insert` or `update` of a row. False when a unique index has refused it. */
  tryWrite<Args>(statement: Statement<Args, unknown>, args: Args): Promise<boolean>;
  /**
   * Runs work of the store that is done as a whole or not at all. It may run several times. Inside a transaction it
   * is a savepoint, so that what fails leaves the transaction usable.
   */
  atomic<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs work of the caller's as one transaction, once. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
}
