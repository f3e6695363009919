import {
  type ConnectionStore,
  createUuidV7,
  type OutboxStore,
  type ResourceStore,
  uuidV7Source,
} from '@scimkit/core';
import { createConnectionRecords } from './connection-records.ts';
import { entryOf } from './entry-of.ts';
import { EventQueue } from './event-queue.ts';
import { createMemoryOutbox } from './memory-outbox.ts';
import { createView } from './resource-view.ts';
import { openSession } from './session.ts';
import { TenantData } from './tenant-data.ts';

/** What {@link createMemoryStore} can be told. */
export interface MemoryStoreOptions {
  /** The clock that ids are made from, in epoch milliseconds; `Date.now` by default. Times of resources come with the calls. */
  readonly now?: () => number;
  /** Makes ids of resources and tenants; UUIDs of version 7 by default. An id must never come twice. */
  readonly newId?: () => string;
  /**
   * For how many milliseconds a call waits for a transaction of the same tenant before it fails with the `StoreError`
   * `busy`; 5,000 by default.
   */
  readonly lockTimeout?: number;
  /**
   * Keeps an event of each change for a relay; off by default. Events wait until one delivers them, so switch it on only
   * where a relay runs.
   */
  readonly outbox?: boolean;
}

/** The store that {@link createMemoryStore} makes: resources, tenants and tokens. */
export interface MemoryStore extends Required<ResourceStore>, ConnectionStore {
  /**
   * Forgets a tenant: its resources, its tokens and, when it was made here, itself.
   *
   * @param tenant - The tenant's id.
   * @throws StoreError `busy` when a transaction of the tenant does not end.
   */
  readonly purge: (tenant: string) => Promise<void>;
  /** The events that wait for a relay; none without the option `outbox`. */
  readonly outbox: OutboxStore;
}

/**
 * Makes a store that keeps everything in memory: the reference for what the storage port means, for tests and for
 * servers that may forget. It does all that the port knows of, exactly; an outbox where the options say so.
 *
 * Documents are copied on their way in, and what is handed out is frozen. One tenant's calls see nothing of another's.
 * Calls take effect at once and as a whole; a transaction keeps other calls of its tenant waiting until it ends.
 *
 * @param options - Clock, ids and how long to wait for a transaction.
 * @returns The store.
 * @example
 * ```ts
 * import { createMemoryStore } from '@scimkit/memory';
 *
 * const store = createMemoryStore();
 * const tenant = await store.createTenant({ slug: 'acme', at: Date.now() });
 * ```
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const {
    now,
    newId = now === undefined ? createUuidV7 : uuidV7Source({ now }),
    lockTimeout: patience = 5000,
    outbox = false,
  } = options;
  const queue = new EventQueue();
  const publish = outbox ? queue.add.bind(queue) : undefined;
  const tenants = new Map<string, TenantData>();
  const dataOf = (id: string) => entryOf(tenants, id, () => new TenantData(patience, publish));
  const { forget, ...connections } = createConnectionRecords(newId);
  return {
    ...createView(openSession(dataOf), { newId, patience, outbox }),
    ...connections,
    outbox: createMemoryOutbox(queue),
    purge: async (id) => {
      const data = dataOf(id);
      // The empty shell stays: it knows which versions have been used.
      await data.turnstile.run(() => {
        data.clear();
        queue.clear(id);
      });
      forget(id);
    },
  };
}
