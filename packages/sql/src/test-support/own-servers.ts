import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { MysqlDialect, PostgresDialect } from 'kysely';
import { createPool, type Pool as MysqlPool } from 'mysql2';
import pg from 'pg';
import { createSqlStore } from '../create-sql-store.ts';
import type { ServerOptions, SqlStore } from '../options.ts';

/** The engines that servers of a test's own can be started of. */
export type OwnEngine = 'postgres' | 'mariadb';

/**
 * A database server that belongs to one test file: others would miss theirs. It waits for the disk, so what it has
 * acknowledged is there after it was killed.
 */
export interface OwnServer {
  readonly engine: OwnEngine;
  readonly url: string;
  /** Ends it as an administrator does. */
  readonly end: () => Promise<void>;
  /** Kills every process of it. */
  readonly kill: () => Promise<void>;
  /** The same, and nothing else in this process goes on meanwhile. */
  readonly killAtOnce: () => void;
  /** Starts it again on the same data and port; with `readOnly` as a standby, or with `read_only`. */
  readonly start: (readOnly?: boolean) => Promise<void>;
  /** Ends it and deletes all of it. */
  readonly remove: () => Promise<void>;
}

const script = join(import.meta.dirname, '../../../../scripts/databases.mjs');
const run = promisify(execFile);

const engines: readonly { readonly engine: OwnEngine; readonly variable: string }[] = [
  { engine: 'postgres', variable: 'SCIMKIT_POSTGRES_URL' },
  { engine: 'mariadb', variable: 'SCIMKIT_MARIADB_URL' },
];

const installed = execFileSync(process.execPath, [script, 'installed'], { encoding: 'utf8' }).split('\n');

/** Those that tests may start: where tests on servers are asked for, and the programs are there. */
export const ownServers: readonly (readonly [engine: OwnEngine, start: () => Promise<OwnServer>])[] =
  engines.flatMap(({ engine, variable }) => {
    const isAskedFor = (process.env[variable] ?? '') !== '';
    return isAskedFor && installed.includes(engine) ? [[engine, () => startOwnServer(engine)] as const] : [];
  });

/** Those that tests may not start, for a test that says so. */
export const missingServers: readonly OwnEngine[] = engines
  .map(({ engine }) => engine)
  .filter((engine) => !ownServers.some(([name]) => name === engine));

async function startOwnServer(engine: OwnEngine): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'scimkit-own-'));
  const args = (...more: readonly string[]) => [script, ...more, '--folder', folder, '--only', engine];
  const databases = (...more: readonly string[]) => run(process.execPath, args(...more));
  const { stdout } = await databases('start', '--durable', '--no-install');
  const [, url = ''] = /='(.*)'/.exec(stdout) ?? [];
  return {
    engine,
    url,
    end: async () => void (await databases('down')),
    kill: async () => void (await databases('down', '--kill')),
    killAtOnce: () => void execFileSync(process.execPath, args('down', '--kill'), { stdio: 'ignore' }),
    start: async (readOnly = false) => void (await databases('start', ...(readOnly ? ['--read-only'] : []))),
    remove: async () => {
      await databases('stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A pool of connections to a server, in the way that an application makes one. */
export interface OwnPool {
  readonly postgres?: pg.Pool;
  readonly mariadb?: MysqlPool;
  readonly open: (options?: ServerOptions) => SqlStore;
  readonly dialect: () => PostgresDialect | MysqlDialect;
  readonly query: (text: string) => Promise<readonly Record<string, unknown>[]>;
  readonly end: () => Promise<void>;
}

/** Makes a pool with nothing but its size set. */
export function openPool({ engine }: OwnServer, url: string, size = 10): OwnPool {
  if (engine === 'postgres') {
    const postgres = new pg.Pool({ connectionString: url, max: size });
    return {
      postgres,
      open: (options) => createSqlStore({ postgres, ...options }),
      dialect: () => new PostgresDialect({ pool: postgres }),
      query: async (text) => (await postgres.query<Record<string, unknown>>(text)).rows,
      end: () => postgres.end(),
    };
  }
  const mariadb = createPool({ uri: url, connectionLimit: size });
  return {
    mariadb,
    open: (options) => createSqlStore({ mariadb, ...options }),
    dialect: () => new MysqlDialect({ pool: mariadb }),
    query: async (text) => {
      const [rows] = await mariadb.promise().query(text);
      return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : [];
    },
    end: () => mariadb.promise().end(),
  };
}
