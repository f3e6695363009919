import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ConnectionStore, ResourceStore } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { createSqlStore, type SqlStore } from '@scimkit/sql';
import type { Settings } from './settings.ts';

/** A store that is ready to use, and how to close it. */
export interface OpenStore {
  readonly store: ResourceStore & ConnectionStore;
  readonly close: () => Promise<void>;
}

/** Opens the database of the settings and brings its tables up to date. A driver is loaded when it is needed. */
export async function openStore({ db }: Settings): Promise<OpenStore> {
  switch (db.kind) {
    case 'memory':
      return { store: createMemoryStore(), close: async () => undefined };
    case 'sqlite': {
      mkdirSync(dirname(db.path), { recursive: true });
      const store = createSqlStore({ sqlite: db.path });
      return migrated(store, () => store.close());
    }
    case 'postgres': {
      const { default: pg } = await import('pg');
      const pool = new pg.Pool({ connectionString: db.url, connectionTimeoutMillis: 10_000 });
      return migrated(createSqlStore({ postgres: pool }), () => pool.end());
    }
    default: {
      const { createPool } = await import('mysql2/promise');
      const pool = createPool({ uri: db.url, connectTimeout: 10_000 });
      const store = createSqlStore(db.kind === 'mysql' ? { mysql: pool } : { mariadb: pool });
      return migrated(store, () => pool.end());
    }
  }
}

/** Whoever opens a pool closes it, also when the database turns out to be of no use. */
async function migrated(store: SqlStore, close: () => Promise<void>): Promise<OpenStore> {
  try {
    await store.migrate();
    await store.check();
    return { store, close };
  } catch (error) {
    await close();
    throw error;
  }
}
