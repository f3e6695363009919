import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { StatementNames } from '../statements/statement-names.ts';
import { withNames } from './with-names.ts';

interface Emitter {
  on(event: 'error', listener: () => void): unknown;
  listenerCount?(event: 'error'): number;
}

/** Clients that are listened to; several stores may share a pool. */
const guarded = new WeakSet<object>();

/**
 * A pool of node-postgres whose clients do not end the process. When the server ends a connection, its client emits
 * `error`, and nobody listens: neither the pool while a client is lent, nor Kysely. The statement that is running, or the
 * next one, fails all the same, which is how the store learns of it.
 *
 * For idle clients the pool emits the error; where nobody listens to the pool, it is listened to here.
 *
 * @param names - Names for statements that the server shall plan once; none without it.
 */
export function guardPool(pool: PostgresPool, names = new StatementNames(false)): PostgresPool {
  /** One for each client, because Kysely knows a connection again by it. */
  const naming = new WeakMap<object, PostgresPoolClient>();
  if (isEmitter(pool) && pool.listenerCount?.('error') === 0) pool.on('error', ignore);
  return {
    options: pool.options,
    ...(pool.Client === undefined ? {} : { Client: pool.Client }),
    connect: async () => {
      const client = await pool.connect();
      if (isEmitter(client) && !guarded.has(client)) {
        guarded.add(client);
        client.on('error', ignore);
      }
      const known = naming.get(client) ?? withNames(client, names);
      naming.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}

function isEmitter(thing: object): thing is Emitter {
  return 'on' in thing && typeof thing.on === 'function';
}

function ignore(): void {}
