import type { ClaimedEvent, OutboxStore } from '@scimkit/core';
import type { StoreWithOutbox } from './outbox-contract.ts';

type Store = Required<Omit<StoreWithOutbox, 'outbox'>> & Pick<StoreWithOutbox, 'outbox'>;

/** Changes every event that is claimed. */
const claimed = (store: Store, change: (event: ClaimedEvent) => ClaimedEvent): Partial<Store> =>
  outbox(store, { claim: async (options) => (await store.outbox.claim(options)).map(change) });

const outbox = (store: Store, other: Partial<OutboxStore>): Partial<Store> => ({
  outbox: { ...store.outbox, ...other },
});

/** Faults that an outbox may have, each made by wrapping a store that has none. For tests. */
export const outboxFaults: readonly (readonly [name: string, sabotage: (store: Store) => Partial<Store>])[] =
  [
    [
      'tells of no removal',
      (store) => ({
        remove: (scope, type, id, { event: _, ...removal }) => store.remove(scope, type, id, removal),
      }),
    ],
    [
      'tells of what changed nothing',
      (store) => ({
        update: async (scope, type, id, change) => {
          const applied = await store.update(scope, type, id, change);
          if (applied?.changed === false) change.event?.(applied);
          return applied;
        },
      }),
    ],
    ['tells outside of transactions', (store) => ({ transaction: async (_scope, work) => work(store) })],
    [
      'changes a resource whose event cannot be made',
      (store) => ({
        update: (scope, type, id, { event, ...change }) =>
          store.update(scope, type, id, change).then((applied) => {
            if (applied !== undefined) event?.(applied);
            return applied;
          }),
      }),
    ],
    [
      'takes what is claimed for delivered',
      (store) =>
        outbox(store, {
          claim: async (options) => {
            const events = await store.outbox.claim(options);
            await store.outbox.done(events, options.now);
            return events;
          },
        }),
    ],
    [
      'believes dead leases',
      (store) => {
        const latest = new Map<string, string>();
        return outbox(store, {
          claim: async (options) => {
            const events = await store.outbox.claim(options);
            for (const { id, lease } of events) latest.set(id, lease);
            return events;
          },
          done: (leases, now) =>
            store.outbox.done(
              leases.map((each) => ({ ...each, lease: latest.get(each.id) ?? each.lease })),
              now,
            ),
        });
      },
    ],
    [
      'lets leases run out at once',
      (store) => outbox(store, { claim: (options) => store.outbox.claim({ ...options, leaseMs: 0 }) }),
    ],
    [
      'claims before the time',
      (store) =>
        outbox(store, {
          claim: ({ now, ...options }) => store.outbox.claim({ ...options, now: now + 86_400_000 }),
        }),
    ],
    [
      'takes more than it is asked for',
      (store) => outbox(store, { claim: (options) => store.outbox.claim({ ...options, limit: 100 }) }),
    ],
    ['does not count attempts', (store) => claimed(store, (event) => ({ ...event, attempt: 1 }))],
    ['mixes tenants up', (store) => claimed(store, (event) => ({ ...event, tenant: 'one' }))],
    [
      'changes what it keeps',
      (store) =>
        claimed(store, (event) => ({
          ...event,
          data: JSON.parse(JSON.stringify(event.data).replaceAll(' ', '')),
        })),
    ],
    ['hides parked events', (store) => outbox(store, { parked: async () => [] })],
    ['never retries', (store) => outbox(store, { retry: async () => undefined })],
    [
      'retries at once',
      (store) =>
        outbox(store, {
          failed: (lease, { dueAt, ...failure }) =>
            store.outbox.failed(lease, dueAt === undefined ? failure : { ...failure, dueAt: failure.now }),
        }),
    ],
    [
      'parks what was to be tried again',
      (store) =>
        outbox(store, { failed: (lease, { dueAt: _, ...failure }) => store.outbox.failed(lease, failure) }),
    ],
    [
      'prunes what is still to be delivered',
      (store) =>
        outbox(store, {
          prune: async () => {
            const events = await store.outbox.claim({ limit: 100, leaseMs: 1, now: 2 ** 45 });
            await store.outbox.done(events, 2 ** 45);
            return 0;
          },
        }),
    ],
  ];
