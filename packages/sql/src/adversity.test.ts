import process from 'node:process';
import { createScimServer, issueToken, tokenAuthentication } from '@scimkit/core';
import { Kysely, sql } from 'kysely';
import { createPool } from 'mysql2';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import type { SqlStore } from './options.ts';
import { onEngines, onServers, type TestDatabase } from './test-support/engines.ts';
import { create, documentOnly, list, modelOf, nextOf, scopeOf } from './test-support/tenant.ts';

const user = modelOf('User');
const scope = scopeOf('t');

const urls: Readonly<Record<string, string | undefined>> = {
  postgres: process.env.SCIMKIT_POSTGRES_URL,
  mariadb: process.env.SCIMKIT_MARIADB_URL,
  mysql: process.env.SCIMKIT_MYSQL_URL,
};

/** Another store on the same tables, by a pool of its own. */
interface Other {
  readonly store: SqlStore;
  /** Keeps the only connection of the pool until it is given back. */
  readonly lend: () => Promise<() => void>;
  readonly end: () => Promise<void>;
}

/** A pool of one connection that says at once when it is lent, and cannot write where that is asked for. */
function openOther(database: TestDatabase, name: string, readOnly: boolean): Other {
  const url = urls[name] ?? '';
  if (database.engine === 'postgres') {
    const options = readOnly ? '-c default_transaction_read_only=on' : '';
    const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 100, options });
    const { schema = '' } = database;
    return {
      store: createSqlStore({ postgres: pool, schema }),
      lend: async () => {
        const client = await pool.connect();
        return () => client.release();
      },
      end: () => pool.end(),
    };
  }
  const { database: schema = '' } = database;
  const pool = createPool({ uri: url, database: schema, connectionLimit: 1, waitForConnections: false });
  if (readOnly) pool.on('connection', (connection) => connection.query('set session transaction read only'));
  return {
    store: createSqlStore(database.engine === 'mysql' ? { mysql: pool } : { mariadb: pool }),
    lend: async () => {
      const connection = await pool.promise().getConnection();
      return () => connection.release();
    },
    end: () => pool.promise().end(),
  };
}

describe.each(onServers)('%s in adversity', (name, start) => {
  let database: TestDatabase;
  let store: SqlStore;
  let db: Kysely<unknown>;
  const titleOf = async (id: string) => (await store.read(scope, 'User', id, documentOnly))?.document.title;
  const renaming = (userName: string, title: string) => ({
    at: 2,
    deltas: [],
    want: documentOnly,
    next: () => nextOf(user, { userName, title }),
  });
  /** Connections that were ended fail once. */
  const recover = async (): Promise<void> => {
    for (let tries = 0; tries < 30; tries += 1) await store.tenants().catch(() => undefined);
  };

  beforeAll(async () => {
    database = await start();
    store = database.open();
    await store.migrate();
    db = new Kysely<unknown>({ dialect: database.dialect() });
    await create(store, scope, user, { userName: 'first', title: 'x' });
  });
  afterAll(() => database.end());

  it('a pool that has no connection left: 503 with Retry-After and no inner words, then the next is served', async () => {
    const other = openOther(database, name, false);
    const server = createScimServer({
      store: other.store,
      authenticate: tokenAuthentication({ connections: other.store }),
    });
    const { token } = await issueToken(other.store, { org: `pool-${name}` });
    const get = () =>
      server.fetch(
        new Request(`https://app.example/scim/v2/pool-${name}/Users`, {
          headers: { authorization: `Bearer ${token}` },
        }),
      );
    expect((await get()).status).toBe(200);
    const giveBack = await other.lend();
    const refused = await get();
    giveBack();
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).not.toMatch(/pool|connect|queue|timeout/i);
    expect((await get()).status).toBe(200);
    await other.end();
  });

  it('a database that may only be read is read, and writes are refused as unavailable, with the reason', async () => {
    const { id } = (await create(store, scope, user, { userName: 'kept', title: 'old' })).after;
    const other = openOther(database, name, true);
    expect((await other.store.read(scope, 'User', id, documentOnly))?.document.title).toBe('old');
    expect((await list(other.store, scope, user, { text: 'userName eq "KEPT"' })).total).toBe(1);
    for (const write of [
      () => create(other.store, scope, user, { userName: 'new' }),
      () => other.store.update(scope, 'User', id, renaming('kept', 'new')),
      () => other.store.remove(scope, 'User', id, { at: 3 }),
    ]) {
      await expect(write()).rejects.toMatchObject({
        name: 'StoreError',
        code: 'unavailable',
        message: /read.only/i,
      });
    }
    expect(await titleOf(id)).toBe('old');
    expect((await list(store, scope, user, { text: 'userName eq "new"' })).total).toBe(0);
    await other.end();
  });

  it('a connection that ends inside a transaction of the application takes everything with it', async () => {
    const { id } = (await create(store, scope, user, { userName: 'joined', title: 'old' })).after;
    const working = db.transaction().execute(async (trx) => {
      const view = store.within(trx);
      await view.update(scope, 'User', id, renaming('joined', 'new'));
      await create(view as SqlStore, scope, user, { userName: 'beside' });
      await database.dropConnections();
      // It is the first to learn of it, and takes no notice.
      await view.update(scope, 'User', id, renaming('joined', 'newer')).catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'StoreError', code: 'unavailable' });
      });
      await expect(view.read(scope, 'User', id, documentOnly)).rejects.toMatchObject({ name: 'StoreError' });
    });
    // What it is rejected with is the driver's: the transaction is the application's.
    await expect(working).rejects.toThrow();
    await recover();
    expect(await titleOf(id)).toBe('old');
    expect((await list(store, scope, user, { text: 'userName eq "beside"' })).total).toBe(0);
  });

  it('a transaction that the server ends because nothing happens in it leaves nothing', async () => {
    const { id } = (await create(store, scope, user, { userName: 'idle', title: 'old' })).after;
    const isPostgres = database.engine === 'postgres';
    const limit = isPostgres
      ? "set idle_in_transaction_session_timeout = '50ms'"
      : 'set session wait_timeout = 1';
    const working = db.transaction().execute(async (trx) => {
      await sql.raw(limit).execute(trx);
      const view = store.within(trx);
      await view.update(scope, 'User', id, renaming('idle', 'new'));
      await new Promise((resolve) => setTimeout(resolve, isPostgres ? 300 : 2500));
      await expect(view.update(scope, 'User', id, renaming('idle', 'newer'))).rejects.toMatchObject({
        name: 'StoreError',
        code: 'unavailable',
      });
    });
    await expect(working).rejects.toThrow();
    await recover();
    expect(await titleOf(id)).toBe('old');
    await store.update(scope, 'User', id, renaming('idle', 'newest'));
    expect(await titleOf(id)).toBe('newest');
  });

  it('a client that goes while its change waits for a lock leaves all of the change or nothing', async () => {
    const { id } = (await create(store, scope, user, { userName: 'gone', title: 'old' })).after;
    const controller = new AbortController();
    let change: Promise<unknown> = Promise.resolve();
    await store.transaction(scope, async (view) => {
      await view.update(scope, 'User', id, renaming('gone', 'first'));
      change = store
        .update({ ...scope, signal: controller.signal }, 'User', id, renaming('gone', 'second'))
        .then(
          () => 'second',
          () => 'first',
        );
      await new Promise((resolve) => setTimeout(resolve, 50));
      controller.abort(new Error('The client is gone.'));
    });
    const expected = await change;
    expect(await titleOf(id)).toBe(expected);
    await store.update(scope, 'User', id, renaming('gone', 'third'));
    expect(await titleOf(id)).toBe('third');
  });
});

describe.each(onEngines)('large and odd values on %s', (_, start) => {
  let database: TestDatabase;
  let store: SqlStore;
  beforeAll(async () => {
    database = await start();
    store = database.open();
    await store.migrate();
  });
  afterAll(() => database.end());

  it('a text of a megabyte, and one of four bytes a character, come back as they went', async () => {
    const texts = ['x'.repeat(2 ** 20), '\u{1f600}'.repeat(2 ** 18), '\\"\u2028\u0001'.repeat(2 ** 17)];
    for (const [index, title] of texts.entries()) {
      const { id } = (await create(store, scope, user, { userName: `m${index}`, title })).after;
      const read = await store.read(scope, 'User', id, documentOnly);
      expect(read?.document.title === title).toBe(true);
    }
  });

  it('numbers come back as they went, also beyond 2^53', async () => {
    const numbers = [2 ** 53, 2 ** 53 + 2, 1e300, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, -1e-7];
    const { id } = (await create(store, scope, user, { userName: 'numbers', numbers })).after;
    expect((await store.read(scope, 'User', id, documentOnly))?.document.numbers).toEqual(numbers);
  });

  it('ids of the application that differ beyond 2^53 are different ids', async () => {
    const ids = ['9007199254740992', '9007199254740993', '9007199254740993.0', '+9007199254740993'];
    for (const id of ids) await create(store, scope, user, { userName: `n${id}`, title: id }, { id });
    for (const id of ids)
      expect((await store.read(scope, 'User', id, documentOnly))?.document.title).toBe(id);
    expect((await list(store, scope, user, { text: 'id eq "9007199254740993"' })).total).toBe(1);
  });

  it('times at the ends of what JavaScript has are kept, ordered and found', async () => {
    for (const [at, userName] of [
      [-62_135_596_800_000, 'year1'],
      [253_402_300_799_999, 'year9999'],
    ] as const) {
      const { after } = await create(store, scope, user, { userName }, { at });
      expect([after.created, after.modified]).toEqual([at, at]);
    }
    const late = await list(store, scope, user, { text: 'meta.created ge "9999-12-31T23:59:59.999Z"' });
    expect(late.resources.map(({ document }) => document.userName)).toEqual(['year9999']);
    const early = await list(store, scope, user, { text: 'meta.created lt "0001-01-01T00:00:01Z"' });
    expect(early.resources.map(({ document }) => document.userName)).toEqual(['year1']);
  });
});
