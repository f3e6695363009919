import { randomBytes } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import process from 'node:process';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { create, documentOnly, list, modelOf, nextOf, scopeOf } from '../test-support/tenant.ts';

const url = process.env.SCIMKIT_POSTGRES_URL ?? '';
const user = modelOf('User');
const scope = scopeOf('acme');

if (url === '') {
  it('no PostgreSQL server is there, so nothing waits for one for too long; CONTRIBUTING.md says how to start one', () => {
    expect(process.env.SCIMKIT_POSTGRES_URL ?? '').toBe('');
  });
} else {
  const schema = `scim_timeout_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Pool({ connectionString: url, max: 2 });
  const patient = createSqlStore({ postgres: admin, schema });
  beforeAll(async () => {
    await admin.query(`create schema ${schema}`);
    await patient.migrate();
  });
  afterAll(async () => {
    await admin.query(`drop schema ${schema} cascade`);
    await admin.end();
  });
  const names = async () =>
    (await list(patient, scope, user)).resources.map(({ document }) => document.userName).sort();

  it('a transaction that was given up while it waited for a lock is not committed by who has the connection next', async () => {
    const { id } = (await create(patient, scope, user, { userName: 'jo', title: 'old' })).after;
    const pool = new pg.Pool({ connectionString: url, max: 1, query_timeout: 300 });
    const store = createSqlStore({ postgres: pool, schema });
    await store.check();
    const renaming = {
      at: 2,
      deltas: [],
      want: documentOnly,
      next: () => nextOf(user, { userName: 'jo', title: 'new' }),
    };
    await patient.transaction(scope, async (holder) => {
      await holder.update(scope, 'User', id, renaming);
      // The rollback is given up as well: it has to wait for the same answer.
      const writing = store.transaction(scope, async (view) => {
        await create(view, scope, user, { userName: 'half' });
        await view.update(scope, 'User', id, renaming);
      });
      await expect(writing).rejects.toMatchObject({ name: 'StoreError', code: 'unavailable' });
    });
    await create(store, scope, user, { userName: 'after the lock' });
    await pool.end();
    expect(await names()).toEqual(['after the lock', 'jo']);
  });

  it("a `begin` that was given up is nobody else's: what is acknowledged afterwards is committed", async () => {
    const before = await names();
    const line = await stallingProxyTo(url);
    const pool = new pg.Pool({ connectionString: line.url, max: 1, query_timeout: 300 });
    const store = createSqlStore({ postgres: pool, schema });
    await create(store, scope, user, { userName: 'before the stall' });
    // By now it has asked for all that it wants to know beforehand, and `begin` is what comes next.
    await list(store, scope, user);
    line.stall();
    const writing = store.transaction(scope, (view) => create(view, scope, user, { userName: 'half' }));
    await expect(writing).rejects.toMatchObject({ name: 'StoreError', code: 'unavailable' });
    line.goOn();
    await create(store, scope, user, { userName: 'after the stall' });
    await pool.end();
    line.close();
    expect(await names()).toEqual([...before, 'after the stall', 'before the stall'].sort());
  });
}

/** Stands between a client and a server, and can keep what is sent to it for a while. */
async function stallingProxyTo(target: string) {
  const server = new URL(target);
  const place = { host: server.hostname, port: Number(server.port || 5432) };
  const [inbound, outbound]: [Set<Socket>, Set<Socket>] = [new Set(), new Set()];
  const listening = createServer((from) => {
    const to = connect(place);
    inbound.add(from);
    outbound.add(to);
    from.on('error', () => undefined).on('close', () => to.destroy());
    to.on('error', () => undefined).on('close', () => from.destroy());
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  server.hostname = '127.0.0.1';
  // A TCP server that listens has a port.
  server.port = String((listening.address() as AddressInfo).port);
  return {
    url: server.href,
    stall: () => {
      for (const to of outbound) to.cork();
    },
    goOn: () => {
      for (const to of outbound) to.uncork();
    },
    close: () => {
      for (const socket of [...inbound, ...outbound]) socket.destroy();
      listening.close();
    },
  };
}
