import type { Kysely } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Direct } from '../node-sqlite/direct.ts';
import type { Sql } from '../statements/statement.ts';
import { compileStatement } from '../statements/statement.ts';
import { executeOn } from './execute.ts';
import type { Session } from './session.ts';
import { transactByKysely, transactDirectly } from './transact.ts';
import { isRetryable, tryAgain } from './try-again.ts';

/** What a root session needs to know. */
export interface RootOptions {
  readonly db: Kysely<unknown>;
  readonly dialect: SqlDialect;
  /** How long to wait for the right to write, in milliseconds. */
  readonly busyTimeout: number;
  /** Where statements and transactions need not go through Kysely. */
  readonly direct?: Direct;
  /** Any table, to take the right to write with where the driver's transactions begin without it. */
  readonly lockWith?: Sql;
}

/** The session of a store that owns its transactions. */
export function rootSession({ db, dialect, busyTimeout, lockWith, direct }: RootOptions): Session {
  const lock = lockWith === undefined ? undefined : dialect.lockDatabase?.(lockWith);
  const locking = lock === undefined ? undefined : compileStatement<undefined, unknown>(db, lock);

  /** One try. `begun` is told when the transaction has the right to write. */
  const once = <T>(work: (session: Session) => Promise<T>, begun: () => void): Promise<T> =>
    direct === undefined
      ? transactByKysely({ db, dialect, locking }, work, begun)
      : transactDirectly(direct, dialect, work, begun);

  const execute = executeOn(db, dialect);
  /** Even a read may find the database locked, for the moment in which another process closes or recovers it. */
  const again =
    <T>(read: () => Promise<T>) =>
    (error: unknown): Promise<T> => {
      if (!isRetryable(dialect, error)) throw error;
      return tryAgain(read, { dialect, busyTimeout, repeatable: true });
    };

  return {
    joined: false,
    ...execute,
    all: (statement, args) => execute.all(statement, args).catch(again(() => execute.all(statement, args))),
    first: (statement, args) =>
      execute.first(statement, args).catch(again(() => execute.first(statement, args))),
    atomic: (work) => tryAgain((begun) => once(work, begun), { dialect, busyTimeout, repeatable: true }),
    transaction: (work) =>
      tryAgain((begun) => once(work, begun), { dialect, busyTimeout, repeatable: false }),
  };
}
