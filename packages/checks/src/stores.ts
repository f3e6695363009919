import type { ConnectionStore, ResourceStore } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { createSqlStore } from '@scimkit/sql';

/** A store that can be thrown away. */
export interface OpenStore {
  readonly store: ResourceStore & ConnectionStore;
  readonly close: () => Promise<void>;
}

/** The stores that every product check runs on. Each call opens an empty one. */
export const stores: Readonly<Record<string, () => Promise<OpenStore>>> = {
  memory: async () => ({ store: createMemoryStore(), close: async () => undefined }),
  sqlite: async () => {
    const store = createSqlStore({ sqlite: ':memory:' });
    await store.migrate();
    return { store, close: () => store.close() };
  },
};
