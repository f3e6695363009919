import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { createPool } from 'mysql2/promise';
import pg from 'pg';
import type { Engine } from '../../dialects/dialect.ts';
import type { SqlStoreOptions } from '../../options.ts';
import { startPglite } from '../../test-support/pglite.ts';

/** Rows as a driver gives them. */
export type Rows = readonly Readonly<Record<string, unknown>>[];

/** A database of an application's, for one test file. */
export interface AppDatabase {
  readonly engine: Engine;
  /** How a store gets at it; all stores share its connections. */
  readonly connection: SqlStoreOptions;
  /** Runs a statement as the application does. `?` stands for a value on every engine. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<Rows>;
  readonly end: () => Promise<void>;
}

type Start = () => Promise<AppDatabase>;

/** How many connections a pool has: so many races at once. */
const connections = 20;
const newName = (): string => `scim_app_${randomBytes(5).toString('hex')}`;
const numbered = (text: string): string => {
  let count = 0;
  return text.replaceAll('?', () => {
    count += 1;
    return `$${count}`;
  });
};

/** SQLite, in memory. */
export async function onSqlite(): Promise<AppDatabase> {
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true });
  return {
    engine: 'sqlite',
    connection: { sqlite: database },
    query: async (text, values = []) =>
      // What tests write are numbers and texts.
      database.prepare(text).all(...(values as (string | number | bigint | null)[])),
    end: async () => database.close(),
  };
}

/** PostgreSQL, embedded. */
export async function onPglite(): Promise<AppDatabase> {
  const pglite = await startPglite({ citext });
  await pglite.exec('create extension if not exists citext');
  return {
    engine: 'postgres',
    connection: { pglite },
    query: async (text, values = []) =>
      (await pglite.query<Record<string, unknown>>(numbered(text), [...values])).rows,
    end: () => pglite.close(),
  };
}

async function onPostgres(url: string): Promise<AppDatabase> {
  const schema = newName();
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    options: `-c search_path=${schema},public`,
  });
  await pool.query('create extension if not exists citext schema public');
  await pool.query(`create schema ${schema}`);
  return {
    engine: 'postgres',
    connection: { postgres: pool },
    query: async (text, values = []) => (await pool.query(numbered(text), [...values])).rows,
    end: async () => {
      await pool.query(`drop schema ${schema} cascade`);
      await pool.end();
    },
  };
}

async function onMysql(engine: 'mysql' | 'mariadb', url: string): Promise<AppDatabase> {
  const database = newName();
  const admin = createPool(url);
  await admin.query(`create database ${database}`);
  const uri = Object.assign(new URL(url), { pathname: database }).href;
  const pool = createPool({ uri, connectionLimit: connections });
  return {
    engine,
    connection: engine === 'mysql' ? { mysql: pool } : { mariadb: pool },
    query: async (text, values = []) => {
      const [rows] = await pool.query(text, [...values]);
      return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : [];
    },
    end: async () => {
      await pool.end();
      await admin.query(`drop database ${database}`);
      await admin.end();
    },
  };
}

const servers = [
  ['postgres', 'SCIMKIT_POSTGRES_URL', onPostgres],
  ['mariadb', 'SCIMKIT_MARIADB_URL', (url: string) => onMysql('mariadb', url)],
  ['mysql', 'SCIMKIT_MYSQL_URL', (url: string) => onMysql('mysql', url)],
] as const;

/** The servers that the environment names: tests that need several connections run on these. */
export const appServers: readonly (readonly [name: string, start: Start])[] = servers.flatMap(
  ([name, variable, start]) => {
    const url = process.env[variable];
    return url === undefined || url === '' ? [] : [[name, () => start(url)] as const];
  },
);

/** Every engine: the embedded ones always. */
export const appEngines: typeof appServers = [['sqlite', onSqlite], ['pglite', onPglite], ...appServers];
