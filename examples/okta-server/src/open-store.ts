import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ConnectionStore, ResourceStore } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { createSqlStore } from '@scimkit/sql';
import type { Settings } from './settings.ts';

/** A store that is ready to use, and how to close it. */
export interface OpenStore {
  readonly store: ResourceStore & ConnectionStore;
  readonly close: () => Promise<void>;
}

/** Opens the database of the settings and brings its tables up to date. */
export async function openStore({ db }: Settings): Promise<OpenStore> {
  if (db.kind === 'memory') return { store: createMemoryStore(), close: async () => undefined };
  mkdirSync(dirname(db.path), { recursive: true });
  const store = createSqlStore({ sqlite: db.path });
  await store.migrate();
  return { store, close: () => store.close() };
}
