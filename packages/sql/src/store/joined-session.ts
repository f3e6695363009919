import { StoreError } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import { compileStatement } from '../statements/statement.ts';
import { type Execute, executeOn } from './execute.ts';
import type { Session } from './session.ts';

/** A session inside a transaction. {@link JoinedSession.use} ends it: afterwards it refuses to run anything. */
export interface JoinedSession extends Session {
  use<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

/** What all sessions inside a transaction know of it. */
interface Fate {
  /** Why the database has undone the transaction, where it did. What runs on the connection now would be committed at once. */
  undoneBy?: unknown;
}

/**
 * A session inside a transaction. Units of work become savepoints and run one after the other, for savepoints that
 * overlap would undo each other's work.
 */
export function joinedSession(db: Kysely<unknown>, dialect: SqlDialect): JoinedSession {
  return sessionAt(db, dialect, {}, 0);
}

function sessionAt(db: Kysely<unknown>, dialect: SqlDialect, fate: Fate, depth: number): JoinedSession {
  const { all, first, run, tryWrite } = watched(executeOn(db, dialect), dialect, fate);
  let over = false;
  /** Settled when the last unit of work is done; absent before the first. */
  let last: Promise<unknown> | undefined;

  /** Why nothing may run here any more, if so. */
  const refusal = (): Promise<never> | undefined => {
    if (!over && fate.undoneBy === undefined) return undefined;
    return Promise.reject(
      over
        ? new StoreError('unsupported', 'The transaction is over: its store can not be used any more.')
        : undone(fate.undoneBy),
    );
  };
  const session: JoinedSession = {
    joined: true,
    all: (statement, args) => refusal() ?? all(statement, args),
    first: (statement, args) => refusal() ?? first(statement, args),
    run: (statement, args) => refusal() ?? run(statement, args),
    tryWrite: (statement, args) => refusal() ?? tryWrite(statement, args),
    atomic: (work) => {
      const mine = (last ?? Promise.resolve()).then(
        () => refusal() ?? savepoint(db, dialect, fate, depth, work),
      );
      last = mine.catch(() => undefined);
      return mine;
    },
    transaction: (work) => session.atomic(work),
    use: async (work) => {
      try {
        const result = await work(session);
        // Work that was begun and not waited for belongs to the transaction all the same.
        if (last !== undefined) await last;
        // Whoever has caught the error must not take the end of the transaction for a commit.
        if (fate.undoneBy !== undefined) throw undone(fate.undoneBy);
        return result;
      } finally {
        // What waits its turn is refused, what is running is waited for: nothing may run after the transaction's end.
        over = true;
        if (last !== undefined) await last;
      }
    },
  };
  return session;
}

function undone(cause: unknown): StoreError {
  return new StoreError('busy', 'The database has undone the whole transaction: begin it again.', { cause });
}

/** Notes when the database ends the transaction with an error: MySQL and MariaDB at a deadlock. */
function watched(execute: Execute, { undoesTransaction }: SqlDialect, fate: Fate): Execute {
  if (undoesTransaction === undefined) return execute;
  const note = (error: unknown): never => {
    if (error instanceof StoreError && undoesTransaction(error.cause)) fate.undoneBy ??= error.cause;
    throw error;
  };
  return {
    all: (statement, args) => execute.all(statement, args).catch(note),
    first: (statement, args) => execute.first(statement, args).catch(note),
    run: (statement, args) => execute.run(statement, args).catch(note),
    tryWrite: (statement, args) => execute.tryWrite(statement, args).catch(note),
  };
}

async function savepoint<T>(
  db: Kysely<unknown>,
  dialect: SqlDialect,
  fate: Fate,
  depth: number,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const name = sql.id(`scim_${depth}`);
  const execute = executeOn(db, dialect);
  const command = (text: string) =>
    execute.run(compileStatement<undefined, unknown>(db, sql`${sql.raw(text)} ${name}`), undefined);
  await command('savepoint');
  try {
    const result = await sessionAt(db, dialect, fate, depth + 1).use(work);
    await command('release savepoint');
    return result;
  } catch (error) {
    // There is no savepoint left to go back to when the database has undone the whole transaction: SQLite when the disk is
    // full, MySQL after a lock timeout with `innodb_rollback_on_timeout`.
    await command('rollback to savepoint')
      .then(() => command('release savepoint'))
      .catch(() => {
        fate.undoneBy ??= error;
      });
    throw error;
  }
}
