import process from 'node:process';
import { bindContract, storageContract } from '@scimkit/testkit';
import { CamelCasePlugin, Kysely, MysqlDialect, PGliteDialect, PostgresDialect } from 'kysely';
import mysqlCallback from 'mysql2';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { NodeSqliteDialect } from '../node-sqlite/node-sqlite-dialect.ts';
import { openSqlite } from '../node-sqlite/open-sqlite.ts';
import type { SqlStore, SqlStoreView } from '../options.ts';
import { startPglite } from '../test-support/pglite.ts';
import { create, documentOnly, modelOf, scopeOf } from '../test-support/tenant.ts';
import { joinMysql } from './join-mysql.ts';
import { joinPg } from './join-pg.ts';

// A database inside the process has one thread, and other files run meanwhile.
vi.setConfig({ testTimeout: 60_000 });

const [user, group] = [modelOf('User'), modelOf('Group')];
const scope = scopeOf('t');

/** A database of the application's with a table of its own, the store on it, and transactions in the application's way. */
interface Application {
  readonly store: SqlStore;
  /** Runs work in a transaction of the application's, and rolls back when the work says so. */
  readonly transaction: (
    work: (view: SqlStoreView, insert: (name: string) => Promise<unknown>) => Promise<'commit' | 'rollback'>,
  ) => Promise<void>;
  readonly organisations: () => Promise<readonly string[]>;
  readonly end: () => Promise<void>;
}

const prefix = `within_${Date.now().toString(36)}_`;
const organisations = `${prefix}organisations`;
class Rollback extends Error {}

/** Kysely's own transactions, on whatever dialect. */
function onKysely(
  store: SqlStore,
  db: Kysely<Record<string, { name: string }>>,
  end: () => Promise<void>,
): Application {
  return {
    store,
    transaction: async (work) => {
      try {
        await db.transaction().execute(async (trx) => {
          const insert = (name: string) => trx.insertInto(organisations).values({ name }).execute();
          if ((await work(store.within(trx), insert)) === 'rollback') throw new Rollback();
        });
      } catch (error) {
        if (!(error instanceof Rollback)) throw error;
      }
    },
    organisations: async () =>
      (await db.selectFrom(organisations).select('name').execute()).map(({ name }) => name),
    end,
  };
}

const applications: [string, () => Promise<Application>][] = [
  [
    'Kysely on SQLite',
    async () => {
      const database = openSqlite(':memory:');
      database.exec(`create table ${organisations} (name text)`);
      const db = new Kysely<Record<string, { name: string }>>({ dialect: new NodeSqliteDialect(database) });
      return onKysely(createSqlStore({ db, engine: 'sqlite', prefix }), db, async () => database.close());
    },
  ],
  [
    'Kysely on PGlite, with a plugin that renames columns',
    async () => {
      const pglite = await startPglite();
      await pglite.exec(`create table ${organisations} (name text)`);
      const dialect = new PGliteDialect({ pglite });
      const db = new Kysely<Record<string, { name: string }>>({ dialect, plugins: [new CamelCasePlugin()] });
      return onKysely(createSqlStore({ db, engine: 'postgres', prefix }), db, () => pglite.close());
    },
  ],
];

const postgresUrl = process.env.SCIMKIT_POSTGRES_URL;
if (postgresUrl) {
  const setUp = async (): Promise<pg.Pool> => {
    const pool = new pg.Pool({ connectionString: postgresUrl, max: 5 });
    await pool.query(`create table ${organisations} (name text)`);
    return pool;
  };
  const tearDown = async (pool: pg.Pool): Promise<void> => {
    const { rows } = await pool.query('select tablename from pg_tables where tablename like $1', [
      `${prefix}%`,
    ]);
    for (const { tablename } of rows) await pool.query(`drop table ${tablename}`);
    await pool.end();
  };
  applications.push(
    [
      'Kysely on PostgreSQL',
      async () => {
        const pool = await setUp();
        const dialect = new PostgresDialect({ pool });
        const db = new Kysely<Record<string, { name: string }>>({ dialect });
        return onKysely(createSqlStore({ dialect, engine: 'postgres', prefix }), db, () => tearDown(pool));
      },
    ],
    [
      'joinPg',
      async () => {
        const pool = await setUp();
        // Parsers of the application's: the store has to take values in any form.
        const store = createSqlStore({ postgres: pool, prefix });
        return {
          store,
          transaction: async (work) => {
            const client = await pool.connect();
            try {
              await client.query('begin');
              const insert = (name: string) =>
                client.query(`insert into ${organisations} values ($1)`, [name]);
              await client.query(await work(store.within(joinPg(client)), insert));
            } finally {
              client.release();
            }
          },
          organisations: async () =>
            (await pool.query<{ name: string }>(`select name from ${organisations}`)).rows.map(
              ({ name }) => name,
            ),
          end: () => tearDown(pool),
        };
      },
    ],
  );
}

for (const [engine, url] of [
  ['mariadb', process.env.SCIMKIT_MARIADB_URL],
  ['mysql', process.env.SCIMKIT_MYSQL_URL],
] as const) {
  if (!url) continue;
  const start = async (): Promise<{ pool: mysql.Pool; store: SqlStore; end: () => Promise<void> }> => {
    const database = `within_${Date.now().toString(36)}_${Math.floor(Math.random() * 1e6)}`;
    const pool = mysql.createPool({ uri: url, connectionLimit: 5 });
    await pool.query(`create database ${database}`);
    const { pathname: _, ...parts } = new URL(url);
    const target = new URL(url);
    target.pathname = database;
    expect(parts).toBeDefined();
    const own = mysql.createPool({ uri: target.href, connectionLimit: 5 });
    await own.query(`create table ${organisations} (name text)`);
    const store = createSqlStore(engine === 'mysql' ? { mysql: own, prefix } : { mariadb: own, prefix });
    const end = async () => {
      await own.end();
      await pool.query(`drop database ${database}`);
      await pool.end();
    };
    return { pool: own, store, end };
  };
  const namesIn = async (pool: mysql.Pool): Promise<string[]> => {
    const [rows] = await pool.query<mysql.RowDataPacket[]>(`select name from ${organisations}`);
    return rows.map((row) => String(row.name));
  };
  applications.push(
    [
      `Kysely on ${engine}`,
      async () => {
        const { pool, store, end } = await start();
        const inner = pool.pool as unknown as mysqlCallback.Pool;
        const db = new Kysely<Record<string, { name: string }>>({
          dialect: new MysqlDialect({ pool: inner }),
        });
        return { ...onKysely(store, db, end), organisations: () => namesIn(pool) };
      },
    ],
    ...(['promise', 'callback', 'repeatable read'] as const).map(
      (form): [string, () => Promise<Application>] => [
        `joinMysql (${form}) on ${engine}`,
        async () => {
          const { pool, store, end } = await start();
          return {
            store,
            transaction: async (work) => {
              const connection = await pool.getConnection();
              try {
                const level = form === 'repeatable read' ? form : 'read committed';
                await connection.query(`set transaction isolation level ${level}`);
                await connection.query('begin');
                const insert = (name: string) =>
                  connection.query(`insert into ${organisations} values (?)`, [name]);
                const joined = form === 'callback' ? connection.connection : connection;
                // The types of mysql2 hide that the plain connection can make promises, too.
                const view = store.within(joinMysql(joined as Parameters<typeof joinMysql>[0]));
                await connection.query(await work(view, insert));
              } finally {
                connection.release();
              }
            },
            organisations: () => namesIn(pool),
            end,
          };
        },
      ],
    ),
  );
}
expect(mysqlCallback).toBeDefined();

describe.each(applications)('inside a transaction of %s', (_, start) => {
  let app: Application;
  beforeAll(async () => {
    app = await start();
    await app.store.migrate();
  });
  afterAll(() => app.end());

  const userNames = async (): Promise<string[]> => {
    const page = await app.store.list(scope, 'User', {
      page: { kind: 'index', offset: 0, limit: 100 },
      total: 'exact',
      want: documentOnly,
    });
    return page.resources.map(({ document }) => String(document.userName));
  };

  it('everything is gone when the application rolls back, and there when it commits', async () => {
    await app.transaction(async (view, insert) => {
      await insert('gone');
      const tenant = await view.createTenant({ slug: 'gone', at: 1 });
      expect(await view.tenantBySlug('gone')).toEqual(tenant);
      const made = await create(view, scope, user, { userName: 'gone', emails: [{ value: 'a@a.example' }] });
      await create(view, scope, group, { displayName: 'Gone' }, { members: [{ id: made.after.id }] });
      expect((await view.read(scope, 'User', made.after.id, documentOnly))?.id).toBe(made.after.id);
      return 'rollback';
    });
    expect([await app.organisations(), await userNames(), await app.store.tenants()]).toEqual([[], [], []]);
    await app.transaction(async (view, insert) => {
      await insert('kept');
      await create(view, scope, user, { userName: 'kept' });
      return 'commit';
    });
    expect([await app.organisations(), await userNames()]).toEqual([['kept'], ['kept']]);
  });

  it('what fails leaves the transaction usable, and takes nothing else with it', async () => {
    await app.transaction(async (view, insert) => {
      await insert('before');
      await create(view, scope, user, { userName: 'before' });
      await expect(create(view, scope, user, { userName: 'KEPT' })).rejects.toMatchObject({
        code: 'conflict',
      });
      await expect(
        create(
          view,
          scope,
          group,
          { displayName: 'x' },
          { members: [{ id: 'nobody' }], unknownMembers: 'reject' },
        ),
      ).rejects.toMatchObject({ code: 'unknownMember' });
      const inner = view.transaction(scope, async (deeper) => {
        await create(deeper, scope, user, { userName: 'inner' });
        throw new Rollback();
      });
      await expect(inner).rejects.toBeInstanceOf(Rollback);
      await insert('after');
      await create(view, scope, user, { userName: 'after' });
      return 'commit';
    });
    expect([...(await app.organisations())].sort()).toEqual(['after', 'before', 'kept']);
    expect([...(await userNames())].sort()).toEqual(['after', 'before', 'kept']);
  });

  it('what it decides about tenants and types counts for others after the commit only', async () => {
    const fresh = scopeOf('tenant that is rolled back');
    await app.transaction(async (view) => {
      await create(view, fresh, user, { userName: 'jo' });
      return 'rollback';
    });
    const made = await create(app.store, fresh, user, { userName: 'jo' });
    expect((await app.store.read(fresh, 'User', made.after.id, documentOnly))?.id).toBe(made.after.id);
  });
});

describe('the storage contract inside a transaction that never ends', () => {
  let end: () => Promise<void> = async () => undefined;
  let finish: () => void = () => undefined;
  let view: SqlStoreView;
  let transaction: Promise<unknown>;
  beforeAll(async () => {
    const pglite = await startPglite();
    end = () => pglite.close();
    const store = createSqlStore({ pglite });
    await store.migrate();
    const db = new Kysely<Record<string, never>>({ dialect: new PGliteDialect({ pglite }) });
    await new Promise<void>((begun) => {
      transaction = db.transaction().execute(async (trx) => {
        view = store.within(trx);
        begun();
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      });
    });
  });
  afterAll(async () => {
    finish();
    await transaction;
    await end();
  });
  // What others see of a transaction cannot be told from inside of one.
  const cases = storageContract(() => ({ store: view })).filter(({ topic }) => topic !== 'transactions');
  bindContract({ describe, it }, cases);
});

it('refuses a Kysely without a transaction, and a transaction in place of a Kysely', async () => {
  const database = openSqlite(':memory:');
  const db = new Kysely<Record<string, never>>({ dialect: new NodeSqliteDialect(database) });
  const store = createSqlStore({ db, engine: 'sqlite' });
  expect(() => store.within(db)).toThrow(/has no transaction/);
  await db.transaction().execute(async (trx) => {
    expect(() => createSqlStore({ db: trx, engine: 'sqlite' })).toThrow(/`within`/);
  });
  database.close();
});
