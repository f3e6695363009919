import { StoreError } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import { compileStatement } from '../statements/statement.ts';
import { executeOn } from './execute.ts';
import type { Session } from './session.ts';

/** A session inside a transaction. {@link JoinedSession.use} ends it: afterwards it refuses to run anything. */
export interface JoinedSession extends Session {
  use<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

/**
 * A session inside a transaction. Units of work become savepoints and run one after the other, for savepoints that
 * overlap would undo each other's work.
 */
export function joinedSession(db: Kysely<unknown>, dialect: SqlDialect, depth = 0): JoinedSession {
  const { all, first, run, tryWrite } = executeOn(db, dialect);
  let over = false;
  /** Settled when the last unit of work is done. */
  let last: Promise<unknown> = Promise.resolve();

  const usable = (): void => {
    if (over)
      throw new StoreError('unsupported', 'The transaction is over: its store can not be used any more.');
  };
  const session: JoinedSession = {
    joined: true,
    all: async (statement, args) => {
      usable();
      return all(statement, args);
    },
    first: async (statement, args) => {
      usable();
      return first(statement, args);
    },
    run: async (statement, args) => {
      usable();
      return run(statement, args);
    },
    tryWrite: async (statement, args) => {
      usable();
      return tryWrite(statement, args);
    },
    atomic: (work) => {
      usable();
      const mine = last.then(() => {
        usable();
        return savepoint(db, dialect, depth, work);
      });
      last = mine.catch(() => undefined);
      return mine;
    },
    transaction: (work) => session.atomic(work),
    use: async (work) => {
      try {
        const result = await work(session);
        // Work that was begun and not waited for belongs to the transaction all the same.
        await last;
        return result;
      } finally {
        // What waits its turn is refused, what is running is waited for: nothing may run after the transaction's end.
        over = true;
        await last;
      }
    },
  };
  return session;
}

async function savepoint<T>(
  db: Kysely<unknown>,
  dialect: SqlDialect,
  depth: number,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const name = sql.id(`scim_${depth}`);
  const execute = executeOn(db, dialect);
  const command = (text: string) =>
    execute.run(compileStatement<undefined, unknown>(db, sql`${sql.raw(text)} ${name}`), undefined);
  await command('savepoint');
  try {
    const result = await joinedSession(db, dialect, depth + 1).use(work);
    await command('release savepoint');
    return result;
  } catch (error) {
    // SQLite has no savepoint left to go back to when the disk is full: it has undone the whole transaction.
    await command('rollback to savepoint')
      .then(() => command('release savepoint'))
      .catch(() => undefined);
    throw error;
  }
}
