import { createRelay, type ProvisioningEvent } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { joinMysql } from './join/join-mysql.ts';
import { joinPg } from './join/join-pg.ts';
import type { OpenTransaction } from './join/open-transaction.ts';
import type { SqlStore } from './options.ts';
import {
  missingServers,
  type OwnPool,
  type OwnServer,
  openPool,
  ownServers,
} from './test-support/own-servers.ts';
import {
  adding,
  expectRefusal,
  filtered,
  group,
  patch,
  patience,
  reads,
  user,
  writes,
} from './test-support/scim-bodies.ts';
import { type Ask, clientOf, type Reply } from './test-support/scim-client.ts';

vi.setConfig({ testTimeout: 180_000 });

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What the clients of a storm were told. */
interface Told {
  /** By value: the version that the change was acknowledged with. */
  readonly acknowledged: Map<string, string>;
  /** Tried, and not acknowledged. */
  readonly open: Set<string>;
}
const nothingTold = (): Told => ({ acknowledged: new Map(), open: new Set() });

/** Ten clients of one organisation that write without end: the addresses of one user, the members of one group, new users. */
class Storm {
  readonly ask: Ask;
  readonly name: string;
  readonly addresses = nothingTold();
  readonly members = nothingTold();
  readonly users = nothingTold();
  readonly groups = nothingTold();
  /** The ids of users that were acknowledged. */
  readonly ids = new Map<string, string>();
  readonly refused: Reply[] = [];
  readonly others: Reply[] = [];
  slowest = 0;
  served = 0;
  #isOver = false;
  #number = 0;
  #working: Promise<unknown> = Promise.resolve();

  constructor(ask: Ask, name: string) {
    this.ask = ask;
    this.name = name;
  }

  start(userId: string, groupId: string): void {
    const work = [
      ...Array.from({ length: 4 }, () => () => this.#addAddress(userId)),
      ...Array.from({ length: 3 }, () => () => this.#join(groupId)),
      ...Array.from({ length: 3 }, () => () => this.#create()),
    ];
    this.#working = Promise.all(
      work.map(async (step) => {
        while (!this.#isOver) await step();
      }),
    );
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#working;
  }

  /** A change of the document that has two parts, so that half of it could be seen. */
  async #addAddress(userId: string): Promise<void> {
    const value = `${this.#name()}@b.example`;
    const parts = patch(adding('emails', value), { op: 'replace', path: 'title', value });
    await this.#send(this.addresses, value, 'PATCH', `/Users/${userId}`, parts);
  }

  async #join(groupId: string): Promise<void> {
    const id = await this.#create();
    if (id === undefined) return;
    const body = patch(adding('members', id));
    await this.#send(this.members, id, 'PATCH', `/Groups/${groupId}`, body);
  }

  async #create(): Promise<string | undefined> {
    const name = this.#name();
    const made = await this.#send(this.users, name, 'POST', '/Users', user(name));
    if (made === undefined) return undefined;
    this.ids.set(name, made.body.id);
    // Every eighth comes with a group of its own.
    if (this.#number % 8 === 0)
      await this.#send(this.groups, name, 'POST', '/Groups', group(name, [made.body.id]));
    return made.body.id;
  }

  #name(): string {
    this.#number += 1;
    return `${this.name}-${this.#number}`;
  }

  async #send(
    told: Told,
    value: string,
    ...[method, path, body]: Parameters<Ask>
  ): Promise<Reply | undefined> {
    const reply = await this.ask(method, path, body);
    this.slowest = Math.max(this.slowest, reply.milliseconds);
    if (reply.status < 300) {
      this.served += 1;
      told.acknowledged.set(value, reply.version);
      return reply;
    }
    told.open.add(value);
    if (reply.status === 503) this.refused.push(reply);
    else this.others.push(reply);
    await pause(50);
    return undefined;
  }
}

describe.each(ownServers)('%s, really stopped and started', (_, startServer) => {
  let server: OwnServer;
  let pool: OwnPool;
  let store: SqlStore;
  let ask: Ask;
  /** The same, by a service that looks up the token of each request. */
  let askAlways: Ask;
  let [userId, groupId] = ['', ''];
  beforeAll(async () => {
    server = await startServer();
    pool = openPool(server, server.url);
    store = pool.open({ outbox: true });
    await store.migrate();
    ask = await clientOf(store, 'acme');
    askAlways = await clientOf(store, 'acme', { cacheSeconds: 0 });
    userId = (await ask('POST', '/Users', user('jo'))).body.id;
    groupId = (await ask('POST', '/Groups', group('Staff'))).body.id;
  });
  afterAll(async () => {
    await pool?.end();
    await server?.remove();
  });

  it('is stopped while nobody asks: 503 with Retry-After meanwhile, and everything is served afterwards', async () => {
    const together = () => Promise.all(Array.from({ length: 20 }, () => ask('GET', `/Users/${userId}`)));
    await together();
    await server.end();
    const all = [...reads(userId, groupId), ...writes(userId, groupId)];
    for (const [method, path, body] of all) expectRefusal(await ask(method, path, body));
    for (const reply of await together()) expectRefusal(reply);
    // One whose token the store has to be asked about is not told that it is wrong.
    for (const [method, path, body] of all) expectRefusal(await askAlways(method, path, body));
    await server.start();
    for (const reply of await together()) expect(reply.status, reply.text).toBe(200);
    const nothing = await ask('GET', filtered('Users', 'userName eq "meanwhile"'));
    expect(nothing.body.totalResults).toBe(0);
    expect((await ask('POST', '/Users', user('afterwards'))).status).toBe(201);
    expect((await ask('GET', `/Users/${userId}`)).body).toMatchObject({ userName: 'jo' });
  });

  it('is restarted while nobody asks: who comes next notices nothing', async () => {
    await Promise.all(Array.from({ length: 20 }, () => ask('GET', `/Users/${userId}`)));
    await server.end();
    await server.start();
    const next = [ask('GET', `/Users/${userId}`), ask('POST', '/Users', user('after the restart'))];
    expect((await Promise.all(next)).map(({ status }) => status)).toEqual([200, 201]);
  });

  it('is killed, and stopped, while 20 clients write: nothing acknowledged is lost, and nothing is there by half', async () => {
    const delivered: ProvisioningEvent[] = [];
    const reports: unknown[] = [];
    const relay = createRelay({
      outbox: store.outbox,
      deliver: (event) => void delivered.push(event),
      report: (error) => reports.push(error),
      interval: 20,
      // What it held when the server was killed is due again soon.
      timeout: 1000,
      lease: 2000,
    });
    relay.start();
    // With events a change is made under a lock, without in one statement.
    const storms = await Promise.all(
      [store, pool.open()].map(async (each, index) => {
        const storm = new Storm(await clientOf(each, `storm-${index}`), `storm-${index}`);
        const at = (await storm.ask('POST', '/Users', user('all'))).body.id;
        const staff = (await storm.ask('POST', '/Groups', group('all'))).body.id;
        return { storm, userId: at, groupId: staff };
      }),
    );
    for (const { storm, ...at } of storms) storm.start(at.userId, at.groupId);
    const all = storms.map(({ storm }) => storm);
    const waitFor = (count: 'served' | 'refused', more: number) => {
      const of = (storm: Storm) => (count === 'served' ? storm.served : storm.refused.length);
      const before = all.map(of);
      const enough = () => all.every((storm, index) => of(storm) >= (before[index] ?? 0) + more);
      return vi.waitFor(() => expect(enough(), `${count} ${all.map(of)}`).toBe(true), {
        timeout: 60_000,
        interval: 5,
      });
    };
    for (const takeAway of [server.kill, server.end]) {
      await waitFor('served', 100);
      await takeAway();
      await waitFor('refused', 20);
      await server.start();
    }
    await waitFor('served', 100);
    await Promise.all(all.map((storm) => storm.stop()));

    for (const { storm, ...at } of storms) {
      expect(storm.others.map(({ status, text }) => `${status} ${text}`)).toEqual([]);
      for (const reply of storm.refused) expectRefusal(reply);
      expect(storm.slowest).toBeLessThan(patience);
      await expectWholeUsers(storm);
      await expectWholeAddresses(storm, at.userId);
      await expectWholeGroups(storm, at.groupId);
    }

    await expectNoOrphans(pool);
    const [audited] = storms;
    if (audited === undefined) throw new TypeError('There are two storms.');
    await vi.waitFor(
      async () =>
        expect((await pool.query('select count(*) as n from scim_outbox')).map(({ n }) => Number(n))).toEqual(
          [0],
        ),
      { timeout: 60_000, interval: 50 },
    );
    await relay.stop();
    expect(reports.length, 'the relay was told that the server was gone').toBeGreaterThan(0);
    await expectEvents(delivered, audited.storm, audited.userId, audited.groupId);
  });

  it('is killed in the middle of a transaction of the application: the process goes on, and nothing of it stays', async () => {
    // A connection that the store itself has never had.
    const own = openPool(server, server.url, 2);
    const ownStore = own.open();
    const { joined, rollback } = await beginOn(own);
    const view = ownStore.within(joined);
    const tenant = await view.createTenant({ slug: 'halfway', at: 1 });
    expect(await view.tenantBySlug('halfway')).toEqual(tenant);
    await server.kill();
    await expect(view.tenantBySlug('halfway')).rejects.toMatchObject({
      name: 'StoreError',
      code: 'unavailable',
    });
    await expect(rollback()).rejects.toThrow();
    await server.start();
    expect(await ownStore.tenantBySlug('halfway')).toBeUndefined();
    expect((await ownStore.createTenant({ slug: 'halfway', at: 1 })).slug).toBe('halfway');
    await own.end();
  });

  it('is killed at any statement of a migration: the next call makes the tables', async () => {
    const statements = await countStatements();
    // Early, in the middle, and among the last steps, before all of it is committed.
    const places = [2, Math.floor(statements / 2), statements - 5];
    for (const [index, place] of places.entries()) {
      let run = 0;
      const store = pool.open({
        prefix: `killed${index}_`,
        log: () => {
          run += 1;
          if (run === place) server.killAtOnce();
        },
      });
      await expect(store.migrate()).rejects.toMatchObject({ name: 'StoreError', code: 'unavailable' });
      await server.start();
      const { applied } = await store.migrate();
      expect(applied.length).toBeGreaterThan(0);
      expect((await store.migrate()).applied).toEqual([]);
      const send = await clientOf(store, 'acme');
      expect((await send('POST', '/Users', user('jo'))).status).toBe(201);
    }
  });

  /** How many statements a migration takes. */
  async function countStatements(): Promise<number> {
    let run = 0;
    const counting = pool.open({
      prefix: 'counting_',
      log: () => {
        run += 1;
      },
    });
    await counting.migrate();
    return run;
  }
});

/** Begins a transaction on a connection that the application has taken from the pool for itself. */
async function beginOn({ postgres, mariadb }: OwnPool): Promise<{
  readonly joined: OpenTransaction;
  readonly rollback: () => Promise<unknown>;
}> {
  if (postgres !== undefined) {
    const client = await postgres.connect();
    await client.query('begin');
    const rollback = () => client.query('rollback').finally(() => client.release());
    return { joined: joinPg(client), rollback };
  }
  if (mariadb === undefined) throw new TypeError('The pool is one of the two.');
  const connection = await mariadb.promise().getConnection();
  await connection.query('begin');
  const rollback = () => connection.query('rollback').finally(() => connection.release());
  return { joined: joinMysql(connection), rollback };
}

/** Users that were acknowledged are there; each that is there is one that was asked for, as it was, and is found by its keys. */
async function expectWholeUsers({ ask, users, ids }: Storm): Promise<void> {
  const there = new Map<string, { id: string }>();
  for (let startIndex = 1; ; startIndex += 200) {
    const { body } = await ask('GET', `/Users?count=200&startIndex=${startIndex}`);
    for (const each of body.Resources ?? []) there.set(each.userName, each);
    if (startIndex + 200 > body.totalResults) break;
  }
  there.delete('all');
  expect([...there.keys()]).toEqual(expect.arrayContaining([...users.acknowledged.keys()]));
  for (const [name, resource] of there) {
    expect(users.acknowledged.has(name) || users.open.has(name), name).toBe(true);
    if (users.acknowledged.has(name)) expect(resource.id).toBe(ids.get(name));
    expect(resource).toMatchObject(user(name));
    expect(await find(ask, 'Users', `emails.value eq "${name}@a.example"`), name).toEqual([resource.id]);
    expect(await find(ask, 'Users', `userName eq "${name}"`), name).toEqual([resource.id]);
  }
}

/** Every key and every membership belongs to a resource. */
async function expectNoOrphans(pool: OwnPool): Promise<void> {
  for (const [table, column] of [
    ['value', 'id'],
    ['unique', 'id'],
    ['member', 'group_id'],
    ['member', 'member_id'],
  ] as const) {
    const rows = await pool.query(
      `select * from scim_${table} as o where not exists (select 1 from scim_resource as r where r.tenant_id = o.tenant_id and r.id = o.${column})`,
    );
    expect(rows, table).toEqual([]);
  }
}

/** All addresses that were acknowledged are there; each that is there is found, and came with its title. */
async function expectWholeAddresses({ ask, addresses }: Storm, userId: string): Promise<void> {
  const { body } = await ask('GET', `/Users/${userId}`);
  const there: string[] = body.emails.map(({ value }: { value: string }) => value);
  expect(there).toEqual(expect.arrayContaining([...addresses.acknowledged.keys()]));
  expect(body.title).toBe(there.at(-1));
  for (const address of [...addresses.acknowledged.keys(), ...addresses.open]) {
    const found = await find(ask, 'Users', `emails.value eq "${address}"`);
    expect(found, address).toEqual(there.includes(address) ? [userId] : []);
  }
}

/** All members that were acknowledged are there, from both sides; new groups are there with their member or not at all. */
async function expectWholeGroups(storm: Storm, groupId: string): Promise<void> {
  const { ask, members, groups, ids } = storm;
  const { body } = await ask('GET', `/Groups/${groupId}`);
  const there: string[] = body.members.map(({ value }: { value: string }) => value);
  expect(new Set(there).size).toBe(there.length);
  expect(there).toEqual(expect.arrayContaining([...members.acknowledged.keys()]));
  for (const id of [...members.acknowledged.keys(), ...members.open]) {
    const member = (await ask('GET', `/Users/${id}`)).body;
    const at = (member.groups ?? []).map(({ value }: { value: string }) => value);
    expect(at.includes(groupId), id).toBe(there.includes(id));
  }
  for (const name of [...groups.acknowledged.keys(), ...groups.open]) {
    const found = await find(ask, 'Groups', `displayName eq "${name}"`);
    expect(found.length, name).toBeGreaterThanOrEqual(groups.acknowledged.has(name) ? 1 : 0);
    for (const id of found)
      expect((await ask('GET', `/Groups/${id}`)).body.members).toMatchObject([{ value: ids.get(name) }]);
  }
}

/** Every acknowledged change has its event, those of a resource come in order, and the last one has the resource's version. */
async function expectEvents(
  delivered: readonly ProvisioningEvent[],
  { ask, addresses, members, users, ids }: Storm,
  userId: string,
  groupId: string,
): Promise<void> {
  const latest = new Map<string, number>();
  for (const { resourceId, version } of delivered) {
    expect(Number(version)).toBeGreaterThanOrEqual(latest.get(resourceId) ?? 0);
    latest.set(resourceId, Number(version));
  }
  const once = [...new Map(delivered.map((event) => [event.id, event])).values()];
  const versions = once.map(({ resourceId, version }) => `${resourceId} ${version}`);
  expect(new Set(versions).size, 'two changes have one version').toBe(versions.length);

  const titles = new Map(
    once.flatMap(({ resourceId, after, version }) =>
      resourceId === userId && after !== undefined ? [[after.title, version] as const] : [],
    ),
  );
  for (const [address, version] of addresses.acknowledged) expect(titles.get(address), address).toBe(version);
  const joined = new Map(
    once.flatMap(({ resourceId, added, version }) =>
      resourceId === groupId ? added.map(({ id }) => [id, version] as const) : [],
    ),
  );
  for (const [id, version] of members.acknowledged) {
    // An answer without a body may have no version.
    expect(joined.has(id), id).toBe(true);
    if (version !== '') expect(joined.get(id), id).toBe(version);
  }
  const created = new Set(once.flatMap(({ kind, resourceId }) => (kind === 'created' ? [resourceId] : [])));
  for (const name of users.acknowledged.keys()) expect(created.has(ids.get(name) ?? ''), name).toBe(true);

  // And nothing is told that is not there.
  for (const [id, version] of latest) {
    const type = once.find(({ resourceId }) => resourceId === id)?.path ?? '';
    const tenant = once.find(({ resourceId }) => resourceId === id)?.tenant;
    if (tenant !== once.find(({ resourceId }) => resourceId === groupId)?.tenant) continue;
    expect((await ask('GET', type)).version, type).toBe(String(version));
  }
  const { body } = await ask('GET', `/Groups/${groupId}`);
  expect(new Set(joined.keys())).toEqual(new Set(body.members.map(({ value }: { value: string }) => value)));
}

async function find(ask: Ask, type: string, filter: string): Promise<readonly string[]> {
  const { status, text, body } = await ask('GET', filtered(type, filter));
  expect(status, text).toBe(200);
  return (body.Resources ?? []).map(({ id }: { id: string }) => id);
}

if (missingServers.length > 0) {
  it(`no server of ${missingServers.join(' and ')} can be started here, so none is killed; CONTRIBUTING.md says what that takes`, () => {
    expect(ownServers.length + missingServers.length).toBe(2);
  });
}
