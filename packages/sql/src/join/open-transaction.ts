import type { Kysely } from 'kysely';
import type { AnyKysely } from '../options.ts';

/**
 * A transaction of the application's: one of Kysely's, or a connection with an open transaction that was joined.
 *
 * @see joinPg
 * @see joinMysql
 */
export type OpenTransaction = AnyKysely | JoinedConnection;

/** A connection with an open transaction, whose end is somebody else's. */
export class JoinedConnection {
  /** Runs statements on the connection. */
  readonly db: Kysely<unknown>;

  constructor(db: Kysely<unknown>) {
    this.db = db;
  }
}

/**
 * What runs statements inside the transaction.
 *
 * @throws TypeError when it is a Kysely without a transaction: what the store does would be committed at once.
 */
export function statementsIn(transaction: OpenTransaction): Kysely<unknown> {
  if (transaction instanceof JoinedConnection) return transaction.db;
  if (!transaction.isTransaction) {
    throw new TypeError(
      'within: this Kysely has no transaction. Give the one that its `transaction()` hands out.',
    );
  }
  // What the store selects it names itself, so the tables that the application's Kysely knows do not matter.
  return transaction.withoutPlugins() as Kysely<unknown>;
}
