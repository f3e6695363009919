import { StoreError } from '@scimkit/core';
import { createPool } from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SqlStore } from './options.ts';
import {
  missingServers,
  type OwnEngine,
  type OwnPool,
  type OwnServer,
  openPool,
  ownServers,
} from './test-support/own-servers.ts';
import { expectRefusal, group, reads, user, writes } from './test-support/scim-bodies.ts';
import { type Ask, clientOf } from './test-support/scim-client.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Runs a statement as the administrator, who may write all the same. */
async function administer({ engine, url }: OwnServer, ...texts: readonly string[]): Promise<void> {
  if (engine === 'postgres') {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('set default_transaction_read_only = off');
    for (const text of texts) await client.query(text);
    await client.end();
    return;
  }
  const pool = createPool({ uri: url, connectionLimit: 1 });
  for (const text of texts) await pool.query(text);
  await pool.end();
}

/** The store's account: on MariaDB one that has no rights beyond its database, for others may write as ever. */
async function accountOn(server: OwnServer): Promise<string> {
  if (server.engine === 'postgres') return server.url;
  await administer(
    server,
    "create user app@'127.0.0.1' identified by 'app'",
    "grant all privileges on scimkit.* to app@'127.0.0.1'",
  );
  const url = new URL(server.url);
  [url.username, url.password] = ['app', 'app'];
  return url.href;
}

interface Way {
  readonly name: string;
  readonly engine: OwnEngine;
  readonly begin: (server: OwnServer) => Promise<void>;
  readonly end: (server: OwnServer) => Promise<void>;
}

/** How a server comes to be one that can only be read, and is itself again. */
const ways: readonly Way[] = [
  {
    name: 'is set so (default_transaction_read_only)',
    engine: 'postgres',
    begin: (server) =>
      administer(server, 'alter system set default_transaction_read_only = on', 'select pg_reload_conf()'),
    end: (server) =>
      administer(server, 'alter system reset default_transaction_read_only', 'select pg_reload_conf()'),
  },
  {
    name: 'has become a standby, until it is promoted',
    engine: 'postgres',
    begin: async (server) => {
      await server.end();
      await server.start(true);
    },
    end: (server) => administer(server, 'select pg_promote()'),
  },
  {
    name: 'is set so (read_only)',
    engine: 'mariadb',
    begin: (server) => administer(server, 'set global read_only = 1'),
    end: (server) => administer(server, 'set global read_only = 0'),
  },
  {
    name: 'has been started so (--read-only), until it is promoted',
    engine: 'mariadb',
    begin: async (server) => {
      await server.end();
      await server.start(true);
    },
    end: (server) => administer(server, 'set global read_only = 0'),
  },
];

describe.each(ownServers)('%s that can only be read', (engine, startServer) => {
  const faults: unknown[] = [];
  let server: OwnServer;
  let pool: OwnPool;
  let store: SqlStore;
  let ask: Ask;
  let [userId, groupId] = ['', ''];
  beforeAll(async () => {
    server = await startServer();
    pool = openPool(server, await accountOn(server));
    store = pool.open({ outbox: true });
    await store.migrate();
    // Each request asks for its token, and would note that it was used.
    ask = await clientOf(store, 'acme', { cacheSeconds: 0, report: (error) => faults.push(error) });
    userId = (await ask('POST', '/Users', user('jo'))).body.id;
    groupId = (await ask('POST', '/Groups', group('Staff'))).body.id;
  });
  afterAll(async () => {
    await pool?.end();
    await server?.remove();
  });

  /** All that is stored, to be compared. */
  const everything = async () => {
    const tables = ['resource', 'value', 'member', 'outbox', 'event', 'token', 'type'];
    const rows = tables.map((table) => pool.query(`select * from scim_${table}`).catch(() => []));
    return (await Promise.all(rows)).map((each) => each.map((row) => JSON.stringify(row)).sort());
  };

  it.each(ways.filter((way) => way.engine === engine))(
    '$name: reads are served, writes are refused with 503 and a reason in the log, and served afterwards',
    async ({ begin, end }) => {
      const before = await everything();
      expect(before.flat().length).toBeGreaterThan(4);
      await begin(server);
      faults.length = 0;
      for (const [method, path] of reads(userId, groupId)) {
        const reply = await ask(method, path);
        expect(reply.status, reply.text).toBe(200);
      }
      expect(faults).toEqual([]);
      const refused = writes(userId, groupId);
      for (const [method, path, body] of refused) expectRefusal(await ask(method, path, body));
      expect(faults).toHaveLength(refused.length);
      for (const fault of faults) {
        expect(fault).toBeInstanceOf(StoreError);
        expect(fault).toMatchObject({
          code: 'unavailable',
          message: expect.stringMatching(/can only be read/),
        });
      }
      // What a relay does all the time, and a process at its start.
      const claim = store.outbox.claim({ limit: 10, leaseMs: 1000, now: Date.now() });
      await expect(claim).rejects.toMatchObject({ code: 'unavailable' });
      const other = pool.open();
      expect((await other.migrate()).applied).toEqual([]);
      await other.check();
      expect(await everything()).toEqual(before);
      await end(server);
      const title = 'afterwards';
      for (const [method, path, body] of [
        ['POST', '/Users', user(`after ${faults.length} ${Math.random()}`)],
        [
          'PATCH',
          `/Users/${userId}`,
          { schemas: [], Operations: [{ op: 'replace', path: 'title', value: title }] },
        ],
      ] as const) {
        const reply = await ask(method, path, body);
        expect(reply.status, reply.text).toBeLessThan(300);
      }
    },
  );
});

if (missingServers.length > 0) {
  it(`no server of ${missingServers.join(' and ')} can be started here, so none is set to be read alone; CONTRIBUTING.md says what that takes`, () => {
    expect(ownServers.length + missingServers.length).toBe(2);
  });
}
