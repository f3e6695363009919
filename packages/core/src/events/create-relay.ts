import { createBell } from './bell.ts';
import { dispatch, type RelayResult } from './dispatch.ts';
import { type RelayOptions, readRelayOptions } from './relay-options.ts';

/** Delivers the events of an outbox. Several may run at once, in one process or many. */
export interface Relay {
  /** Begins to deliver, until {@link Relay.stop}. Does nothing when it runs already. */
  readonly start: () => void;
  /** Claims nothing more, and waits for deliveries under way: at most `timeout` and a moment. */
  readonly stop: () => Promise<void>;
  /**
   * Delivers what is due now and ends, for cron jobs and serverless functions.
   *
   * @param options - `signal`: claims nothing more once it is aborted; deliveries under way are waited for.
   * @returns How many attempts ended how.
   * @throws StoreError when the outbox cannot be reached.
   */
  readonly runOnce: (options?: { readonly signal?: AbortSignal }) => Promise<RelayResult>;
  /** Looks into the outbox at once, for example from the `afterCommit` hook of the process that has just written. */
  readonly wake: () => void;
}

/**
 * Makes a relay: it takes events from the outbox and delivers each at least once, those of one resource in the order of
 * its changes. An attempt that fails is made again after a pause; after `maxAttempts` the event is parked in the outbox.
 *
 * @param options - The outbox, the deliverer, and whatever shall differ from the defaults.
 * @throws TypeError, in words, for a number that makes no sense.
 * @see RFC 9967 for events as Security Event Tokens, which {@link securityEvent} makes
 * @example
 * ```ts
 * import { createRelay, createScimServer, type ConnectionStore, type OutboxStore, type ResourceStore, tokenAuthentication } from '@scimkit/core';
 *
 * declare const store: ResourceStore & ConnectionStore & { readonly outbox: OutboxStore };
 *
 * const relay = createRelay({
 *   outbox: store.outbox,
 *   deliver: async (event, { signal }) => {
 *     await fetch('https://queue.example/events', { method: 'POST', body: JSON.stringify(event), signal });
 *   },
 *   report: (error, during) => console.error(during, error),
 * });
 * relay.start();
 *
 * createScimServer({
 *   store,
 *   authenticate: tokenAuthentication({ connections: store }),
 *   hooks: { afterCommit: () => relay.wake() },
 * });
 * ```
 */
export function createRelay(options: RelayOptions): Relay {
  const settings = readRelayOptions(options);
  const bell = createBell();
  let running: { readonly ended: Promise<unknown>; over: boolean } | undefined;
  return {
    start: () => {
      if (running !== undefined && !running.over) return;
      const before = running?.ended;
      const run = { over: false, ended: Promise.resolve<unknown>(undefined) };
      const begin = () => dispatch(settings, bell, { isOver: () => run.over, once: false });
      run.ended = before === undefined ? begin() : before.then(begin);
      running = run;
    },
    stop: async () => {
      if (running === undefined) return;
      running.over = true;
      bell.ring();
      await running.ended;
    },
    runOnce: ({ signal } = {}) =>
      dispatch(settings, bell, { isOver: () => signal?.aborted === true, once: true }),
    wake: bell.ring,
  };
}
