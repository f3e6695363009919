import type { Kysely } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Direct } from '../node-sqlite/direct.ts';
import type { Statement } from '../statements/statement.ts';
import { joinedSession } from './joined-session.ts';
import type { Session } from './session.ts';

/** What is done as a whole or not at all. */
type Work<T> = (session: Session) => Promise<T>;

/** A database, and how its transactions begin. */
interface Beginning {
  readonly db: Kysely<unknown>;
  readonly dialect: SqlDialect;
  /** Takes the right to write, where the driver's transactions begin without it. */
  readonly locking: Statement<undefined, unknown> | undefined;
}

/**
 * Runs work as a transaction of Kysely's.
 *
 * @param begun - Told when the transaction has the right to write.
 * @throws What the work throws, as it is; everything else came from the driver, and becomes the port's.
 */
export async function transactByKysely<T>(
  { db, dialect, locking }: Beginning,
  work: Work<T>,
  begun: () => void,
): Promise<T> {
  const { isolationLevel } = dialect;
  const transaction =
    isolationLevel === undefined ? db.transaction() : db.transaction().setIsolationLevel(isolationLevel);
  let thrown: { readonly error: unknown } | undefined;
  try {
    return await transaction.execute(async (inside) => {
      try {
        const session = joinedSession(inside, dialect);
        if (locking !== undefined) await session.run(locking, undefined);
        begun();
        return await session.use(work);
      } catch (error) {
        thrown = { error };
        throw error;
      }
    });
  } catch (error) {
    if (thrown !== undefined) throw thrown.error;
    throw dialect.toStoreError(error);
  }
}

/** The same on a connection that answers at once; its transactions begin with the right to write. */
export async function transactDirectly<T>(
  { connection, inside }: Direct,
  dialect: SqlDialect,
  work: Work<T>,
  begun: () => void,
): Promise<T> {
  const execute = (text: string): void => {
    try {
      connection.execute(text);
    } catch (error) {
      throw dialect.toStoreError(error);
    }
  };
  const turn = connection.take();
  if (turn !== undefined) await turn;
  try {
    execute('begin immediate');
    begun();
    try {
      const result = await joinedSession(inside, dialect).use(work);
      execute('commit');
      return result;
    } catch (error) {
      try {
        connection.rollback();
      } catch {
        // The first error tells what went wrong.
      }
      throw error;
    }
  } finally {
    connection.give();
  }
}
