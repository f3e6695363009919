import { randomBytes } from 'node:crypto';
import process from 'node:process';
import type { PGlite } from '@electric-sql/pglite';
import type { ConnectionStore, ResourceStore } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { createSqlStore, type SqlStore } from '@scimkit/sql';
import { createPool } from 'mysql2/promise';
import pg from 'pg';
import { startPglite } from './start-pglite.ts';

/** A store that can be thrown away. */
export interface OpenStore {
  readonly store: ResourceStore & ConnectionStore;
  readonly close: () => Promise<void>;
}

type Open = () => Promise<OpenStore>;

/** One for each test file; what is opened on it has tables of its own. */
let pglite: Promise<PGlite> | undefined;

const servers: Readonly<
  Record<string, readonly [variable: string, open: (url: string) => Promise<OpenStore>]>
> = {
  postgres: ['SCIMKIT_POSTGRES_URL', openPostgres],
  mariadb: ['SCIMKIT_MARIADB_URL', (url) => openMysql('mariadb', url)],
  mysql: ['SCIMKIT_MYSQL_URL', (url) => openMysql('mysql', url)],
};

/** The stores that every product check runs on; the servers where they are. Each call opens an empty one. */
export const stores: Readonly<Record<string, Open>> = {
  memory: async () => ({ store: createMemoryStore(), close: async () => undefined }),
  sqlite: () => migrated(createSqlStore({ sqlite: ':memory:' })),
  pglite: async () => {
    pglite ??= startPglite();
    return migrated(createSqlStore({ pglite: await pglite, prefix: `${newName()}_` }));
  },
  ...Object.fromEntries(
    Object.entries(servers).flatMap(([name, [variable, open]]): [string, Open][] => {
      const url = process.env[variable];
      return url === undefined || url === '' ? [] : [[name, () => open(url)]];
    }),
  ),
};

const newName = (): string => `scim_check_${randomBytes(4).toString('hex')}`;

async function migrated(
  store: SqlStore,
  end: () => Promise<void> = async () => undefined,
): Promise<OpenStore> {
  await store.migrate();
  return {
    store,
    close: async () => {
      await store.close();
      await end();
    },
  };
}

async function openPostgres(url: string): Promise<OpenStore> {
  const schema = newName();
  const pool = new pg.Pool({ connectionString: url });
  await pool.query(`create schema ${schema}`);
  return migrated(createSqlStore({ postgres: pool, schema }), async () => {
    await pool.query(`drop schema ${schema} cascade`);
    await pool.end();
  });
}

async function openMysql(engine: 'mysql' | 'mariadb', url: string): Promise<OpenStore> {
  const schema = newName();
  const pool = createPool(url);
  await pool.query(`create database ${schema}`);
  const store = createSqlStore(engine === 'mysql' ? { mysql: pool, schema } : { mariadb: pool, schema });
  return migrated(store, async () => {
    await pool.query(`drop database ${schema}`);
    await pool.end();
  });
}
