interface Emitter {
  on(event: 'error', listener: () => void): unknown;
  listenerCount?(event: 'error'): number;
}

/** Clients that are listened to; several stores may share a pool. */
const guarded = new WeakSet<object>();

/**
 * Listens to a client of node-postgres. When the server ends its connection, it emits `error`, and where nobody listens
 * the process ends: the pool does not listen to a client that is lent. The statement that is running, or the next one,
 * fails all the same, which is how whoever uses it learns of it.
 *
 * @param client - Anything else is left alone.
 */
export function guardClient(client: object): void {
  if (!isEmitter(client) || guarded.has(client)) return;
  guarded.add(client);
  client.on('error', ignore);
}

/** The same for a pool, which emits the errors of clients that are idle; one that somebody listens to is left alone. */
export function guardIdle(pool: object): void {
  if (isEmitter(pool) && pool.listenerCount?.('error') === 0) pool.on('error', ignore);
}

function isEmitter(thing: object): thing is Emitter {
  return 'on' in thing && typeof thing.on === 'function';
}

function ignore(): void {}
