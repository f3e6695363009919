import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import process from 'node:process';
import { createPool } from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import type { SqlStore } from './options.ts';
import { onServers, type TestDatabase } from './test-support/engines.ts';
import { clientOf } from './test-support/scim-client.ts';
import { create, documentOnly, modelOf, nextOf, scopeOf } from './test-support/tenant.ts';

const user = modelOf('User');
const scope = scopeOf('t');

describe.each(onServers)('connections to %s that the server ends', (_, start) => {
  let database: TestDatabase;
  let store: SqlStore;
  beforeAll(async () => {
    database = await start();
    store = database.open();
    await store.migrate();
  });
  afterAll(() => database.end());

  it('while they are idle: the next requests are served, or refused in words that ask to try again', async () => {
    const send = await clientOf(store, 'acme');
    await Promise.all(Array.from({ length: 10 }, () => send('GET', '/Users')));
    await database.dropConnections();
    for (let tries = 0; tries < 25; tries += 1) {
      const response = await send('GET', '/Users');
      if (response.status === 200) return;
      expect(response.status).toBe(503);
      expect(Number(response.retryAfter)).toBeGreaterThan(0);
    }
    expect.fail('The pool never recovered.');
  });

  it('in the middle of a write: it is refused, nothing of it stays, and the next one is served', async () => {
    const { id } = (await create(store, scope, user, { userName: 'jo', title: 'old' })).after;
    let change: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve) => {
      change = store.transaction(scope, async (view) => {
        await view.update(scope, 'User', id, {
          at: 2,
          deltas: [],
          want: documentOnly,
          next: () => nextOf(user, { userName: 'jo', title: 'new' }),
        });
        await database.dropConnections();
        resolve();
        await view.read(scope, 'User', id, documentOnly);
      });
    }).catch(() => undefined);
    await expect(change).rejects.toMatchObject({ name: 'StoreError', code: 'unavailable' });
    const read = async () => (await store.read(scope, 'User', id, documentOnly))?.document.title;
    // Other connections of the pool were ended, too, and each says so once.
    let title = await read().catch(() => undefined);
    for (let tries = 0; title === undefined && tries < 25; tries += 1)
      title = await read().catch(() => undefined);
    expect(title).toBe('old');
  });
});

/** Stands between the store and a server, and can be taken away like a server that restarts. */
async function proxyTo(url: string) {
  const target = new URL(url);
  const server = { host: target.hostname, port: Number(target.port) };
  const sockets = new Set<Socket>();
  let port = 0;
  let listening: Server | undefined;
  const up = async (): Promise<void> => {
    listening = createServer((inbound) => {
      const outbound = connect(server);
      for (const [socket, other] of [
        [inbound, outbound],
        [outbound, inbound],
      ] as const) {
        sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => other.destroy());
      }
      inbound.pipe(outbound).pipe(inbound);
    });
    await new Promise<void>((resolve) => listening?.listen(port, '127.0.0.1', resolve));
    // A TCP server that listens has a port.
    port = (listening.address() as AddressInfo).port;
  };
  const down = async (): Promise<void> => {
    const closed = new Promise((resolve) => listening?.close(resolve));
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await closed;
  };
  await up();
  target.port = String(port);
  target.hostname = '127.0.0.1';
  return { url: target.href, up, down };
}

const reached: [
  string,
  string | undefined,
  (url: string, name: string) => [SqlStore, () => Promise<void>],
][] = [
  [
    'postgres',
    process.env.SCIMKIT_POSTGRES_URL,
    (url, schema) => {
      const pool = new pg.Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 2000 });
      return [createSqlStore({ postgres: pool, schema }), () => pool.end()];
    },
  ],
  [
    'mariadb',
    process.env.SCIMKIT_MARIADB_URL,
    (url, schema) => {
      const pool = createPool({ uri: url, connectionLimit: 4, connectTimeout: 2000 });
      return [createSqlStore({ mariadb: pool, schema }), () => pool.end()];
    },
  ],
  [
    'mysql',
    process.env.SCIMKIT_MYSQL_URL,
    (url, schema) => {
      const pool = createPool({ uri: url, connectionLimit: 4, connectTimeout: 2000 });
      return [createSqlStore({ mysql: pool, schema }), () => pool.end()];
    },
  ],
];

describe.each(reached.filter(([, url]) => url))(
  '%s that goes away and comes back',
  (name, url = '', open) => {
    it('answers 503 with Retry-After meanwhile, and serves the first request afterwards', {
      timeout: 30_000,
    }, async () => {
      const schema = `scim_outage_${Date.now().toString(36)}`;
      const proxy = await proxyTo(url);
      const [admin, endAdmin] = [createAdmin(name, url), () => admin.end()];
      await admin.run(name === 'postgres' ? `create schema ${schema}` : `create database ${schema}`);
      const [store, end] = open(proxy.url, schema);
      await store.migrate();
      const send = await clientOf(store, 'acme');
      expect((await send('GET', '/Users')).status).toBe(200);
      await proxy.down();
      for (const [method, path, body] of [
        ['GET', '/Users', undefined],
        ['POST', '/Users', { schemas: [user.schema], userName: 'meanwhile' }],
      ] as const) {
        const response = await send(method, path, body);
        expect(response.status).toBe(503);
        expect(Number(response.retryAfter)).toBeGreaterThan(0);
        // Nothing of the database's own words reaches the client.
        expect(response.text).not.toMatch(/ECONN|127\.0\.0\.1|postgres|maria/i);
      }
      await proxy.up();
      const after = await send('POST', '/Users', { schemas: [user.schema], userName: 'afterwards' });
      expect(after.status).toBe(201);
      await end();
      await admin.run(name === 'postgres' ? `drop schema ${schema} cascade` : `drop database ${schema}`);
      await endAdmin();
      await proxy.down();
    });
  },
);

function createAdmin(
  name: string,
  url: string,
): { run: (text: string) => Promise<unknown>; end: () => Promise<void> } {
  if (name === 'postgres') {
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    return { run: (text) => pool.query(text), end: () => pool.end() };
  }
  const pool = createPool({ uri: url, connectionLimit: 1 });
  return { run: (text) => pool.query(text), end: () => pool.end() };
}

if (onServers.length === 0) {
  it('no server is there, so none can go away; CONTRIBUTING.md says how to start some', () => {
    expect(onServers).toEqual([]);
  });
}
