import { type ConnectionStore, createUuidV7, type ResourceStore, uuidV7Source } from '@scimkit/core';
import { createConnectionRecords } from './connection-records.ts';
import { entryOf } from './entry-of.ts';
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
}

/**
 * Makes a store that keeps everything in memory: the reference for what the storage port means, for tests and for
 * servers that may forget. It does all that the port knows of, exactly, except an outbox.
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
  } = options;
  const tenants = new Map<string, TenantData>();
  const dataOf = (id: string) => entryOf(tenants, id, () => new TenantData(patience));
  const { forget, ...connections } = createConnectionRecords(newId);
  return {
    ...createView(openSession(dataOf), { newId, patience }),
    ...connections,
    purge: async (id) => {
      const data = dataOf(id);
      // The empty shell stays: it knows which versions have been used.
      await data.turnstile.run(() => data.clear());
      forget(id);
    },
  };
}
