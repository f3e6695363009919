import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { bindContract, storageContract } from '@scimkit/testkit';
import { createPool, type RowDataPacket } from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, documentOnly, modelOf } from '../test-support/tenant.ts';
import { createMappedStore, type MappedStore } from './create-mapped-store.ts';
import { agree } from './test-support/agreement.ts';
import { onMariadb, onPostgres, serverTeams, serverUsers } from './test-support/server-schemas.ts';

interface Opened {
  readonly store: MappedStore;
  /** The same, where rows may be adopted. */
  readonly adopting: MappedStore;
  /** Makes a row as the application does. */
  readonly signUp: (org: number, email: string) => Promise<unknown>;
  readonly rows: (org: number) => Promise<number>;
  readonly end: () => Promise<void>;
}

const newName = (): string => `scim_mapped_${randomBytes(5).toString('hex')}`;
const mappings = { users: serverUsers, groups: serverTeams };
const adopting = { ...mappings, users: { ...serverUsers, onExisting: 'adopt-if-unlinked' } } as const;
const insert = 'insert into users (org_id, email, email_key, plan, created_at, updated_at) values';

/** Real servers with many connections, where they are. */
const servers: readonly (readonly [
  name: string,
  variable: string,
  open: (url: string) => Promise<Opened>,
])[] = [
  [
    'PostgreSQL',
    'SCIMKIT_POSTGRES_URL',
    async (url) => {
      const schema = newName();
      const pool = new pg.Pool({ connectionString: url, max: 20, options: `-c search_path=${schema}` });
      await pool.query(`create schema ${schema}`);
      for (const text of onPostgres) await pool.query(text);
      const end = async () => {
        await pool.query(`drop schema ${schema} cascade`);
        await pool.end();
      };
      return {
        store: createMappedStore({ postgres: pool, ...mappings }),
        adopting: createMappedStore({ postgres: pool, ...adopting }),
        signUp: (org, email) =>
          pool.query(`${insert} ($1, $2, $3, 'pro', 1, 1)`, [org, email, email.toLowerCase()]),
        rows: async (org) => {
          const { rows } = await pool.query<{ n: string }>(
            'select count(*) as n from users where org_id = $1',
            [org],
          );
          return Number(rows[0]?.n);
        },
        end,
      };
    },
  ],
  [
    'MariaDB',
    'SCIMKIT_MARIADB_URL',
    async (url) => {
      const database = newName();
      const admin = createPool(url);
      await admin.query(`create database ${database}`);
      const pool = createPool({
        uri: Object.assign(new URL(url), { pathname: database }).href,
        connectionLimit: 20,
      });
      for (const text of onMariadb) await pool.query(text);
      const end = async () => {
        await pool.end();
        await admin.query(`drop database ${database}`);
        await admin.end();
      };
      return {
        store: createMappedStore({ mariadb: pool, ...mappings }),
        adopting: createMappedStore({ mariadb: pool, ...adopting }),
        signUp: (org, email) =>
          pool.query(`${insert} (?, ?, ?, 'pro', 1, 1)`, [org, email, email.toLowerCase()]),
        rows: async (org) => {
          const [rows] = await pool.query<RowDataPacket[]>(
            'select count(*) as n from users where org_id = ?',
            [org],
          );
          return Number(rows[0]?.n);
        },
        end,
      };
    },
  ],
];

const here = servers.flatMap(([name, variable, open]) => {
  const url = process.env[variable];
  return url === undefined || url === '' ? [] : [[name, () => open(url)] as const];
});

describe.each(here)('users and teams of an application on %s', (_, open) => {
  let opened: Opened;
  let organisations = 0;
  beforeAll(async () => {
    opened = await open();
    await opened.store.migrate();
  }, 60_000);
  afterAll(() => opened.end());

  const tenant = async () => {
    organisations += 1;
    const appRef = String(organisations);
    return (await opened.store.createTenant({ slug: `organisation-${appRef}`, appRef, at: Date.now() })).id;
  };
  const store = () => ({ store: opened.store, tenant });
  bindContract({ describe, it: (name, body) => it(name, body, 60_000) }, storageContract(store));

  it('finds nothing wrong with the tables', async () => {
    expect(await opened.store.verify()).toEqual([]);
  });

  it('adopts a row once, however many ask for it at the same moment', async () => {
    const scope = { tenant: await tenant(), connection: 'c', principal: 'p' };
    await opened.signUp(organisations, 'Ada@example.com');
    const made = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        create(opened.adopting, scope, modelOf('User'), { userName: 'ada@example.com' }),
      ),
    );
    const ids = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value.after.id] : []));
    expect(ids.length).toBe(1);
    expect(await opened.rows(organisations)).toBe(1);
    const read = await opened.store.read(scope, 'User', ids[0] ?? '', documentOnly);
    expect(read?.document.userName).toBe('ada@example.com');
    for (const each of made) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict' });
    }
  });

  it('links rows once, however many do it at the same moment', async () => {
    const id = await tenant();
    for (let index = 0; index < 30; index += 1) await opened.signUp(organisations, `u${index}@example.com`);
    const done = await Promise.all(Array.from({ length: 5 }, () => opened.store.adopt(id)));
    expect(done.reduce((sum, { linked }) => sum + linked, 0)).toBe(30);
  });

  it('means the same by filters as core', async () => {
    const scope = { tenant: await tenant(), connection: 'c', principal: 'p' };
    expect(await agree(opened.store, scope, 20_261_123, 400)).toBeGreaterThan(80);
  }, 120_000);
});

it('runs on servers that are named in the environment', () => {
  const named = servers.filter(([, variable]) => (process.env[variable] ?? '') !== '');
  expect(here.map(([name]) => name)).toEqual(named.map(([name]) => name));
});
