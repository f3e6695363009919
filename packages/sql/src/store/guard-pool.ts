import type { PostgresPool } from 'kysely';

interface Emitter {
  on(event: 'error', listener: () => void): unknown;
  listenerCount?(event: 'error'): number;
}

/**
 * A pool of node-postgres whose clients do not end the process. When the server ends a connection, its client emits
 * `error`, and nobody listens: neither the pool while a client is lent, nor Kysely. The statement that is running, or the
 * next one, fails all the same, which is how the store learns of it.
 *
 * For idle clients the pool emits the error; where nobody listens to the pool, it is listened to here.
 */
export function guardPool(pool: PostgresPool): PostgresPool {
  const guarded = new WeakSet<object>();
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
      return client;
    },
    end: () => pool.end(),
  };
}

function isEmitter(thing: object): thing is Emitter {
  return 'on' in thing && typeof thing.on === 'function';
}

function ignore(): void {}
