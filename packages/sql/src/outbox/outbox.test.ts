import { createUuidV7, type OutboxEvent } from '@scimkit/core';
import { Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { NodeSqliteDialect } from '../node-sqlite/node-sqlite-dialect.ts';
import { openSqlite } from '../node-sqlite/open-sqlite.ts';
import {
  create,
  documentOnly,
  list,
  modelOf,
  nextOf,
  scopeOf,
  temporaryFolder,
} from '../test-support/tenant.ts';

const file = temporaryFolder();
const user = modelOf('User');
const scope = scopeOf('t');
const at = 1_700_000_000_000;

const eventOf = (word: string): OutboxEvent => ({ id: createUuidV7(), kind: 'User.x', data: { word } });

async function open(options: { readonly outbox?: boolean } = {}) {
  const database = openSqlite(':memory:');
  const ran: string[] = [];
  const store = createSqlStore({ sqlite: database, log: ({ text }) => ran.push(text), ...options });
  await store.migrate();
  const count = (table: string) =>
    Number(database.prepare(`select count(*) as n from scim_${table}`).get()?.n);
  const add = async (userName: string, to = store, tenant = scope) => {
    const draft = { ...nextOf(user, { schemas: [user.schema], userName }), at };
    return (await to.create(tenant, 'User', draft, () => eventOf(userName))).after.id;
  };
  const drain = async (now: number) => {
    const words: unknown[] = [];
    for (;;) {
      const claimed = await store.outbox.claim({ limit: 10, leaseMs: 1000, now });
      if (claimed.length === 0) return words;
      words.push(...claimed.map(({ data }) => (data as { word: string }).word));
      await store.outbox.done(claimed, now);
    }
  };
  return { database, store, ran, count, add, drain };
}

it('without the option a store says that it writes no events, and runs no statement about them', async () => {
  const { store, ran, add, count } = await open();
  expect(store.supports.outbox).toBe(false);
  ran.length = 0;
  const id = await add('jo');
  await store.update(scope, 'User', id, {
    at,
    deltas: [],
    want: documentOnly,
    next: ({ document }) => nextOf(user, { ...document, title: 'x' }),
    event: () => eventOf('never'),
  });
  await store.remove(scope, 'User', id, { at, event: () => eventOf('never') });
  expect(ran.length).toBeGreaterThan(3);
  expect(ran.filter((text) => /scim_(event|outbox)/.test(text))).toEqual([]);
  expect([count('event'), count('outbox')]).toEqual([0, 0]);
});

it('a process that only delivers needs no option', async () => {
  const path = file('two.db');
  const writing = createSqlStore({ sqlite: path, outbox: true });
  await writing.migrate();
  const draft = { ...nextOf(user, { schemas: [user.schema], userName: 'jo' }), at };
  await writing.create(scope, 'User', draft, () => eventOf('jo'));
  await writing.close();
  const delivering = createSqlStore({ sqlite: path });
  const [event] = await delivering.outbox.claim({ limit: 1, leaseMs: 1000, now: at });
  expect(event).toMatchObject({ tenant: 't', attempt: 1, data: { word: 'jo' } });
  await delivering.close();
});

it("inside a transaction of the application's, events are committed and rolled back with it", async () => {
  const { database, store, add, drain } = await open({ outbox: true });
  const db = new Kysely<unknown>({ dialect: new NodeSqliteDialect(database) });
  const run = (fails: boolean) =>
    db.transaction().execute(async (transaction) => {
      const view = store.within(transaction);
      expect(view.supports.outbox).toBe(true);
      const draft = { ...nextOf(user, { schemas: [user.schema], userName: 'kim' }), at };
      const { after } = await view.create(scope, 'User', draft, () => eventOf('created'));
      await view.remove(scope, 'User', after.id, { at, event: () => eventOf('removed') });
      if (fails) throw new Error('no');
    });
  await add('jo');
  await expect(run(true)).rejects.toThrow('no');
  expect(await drain(at)).toEqual(['jo']);
  await run(false);
  expect(await drain(at)).toEqual(['created', 'removed']);
});

it('refuses to be asked from inside a transaction that keeps everybody else waiting', async () => {
  const database = openSqlite(file('single.db'));
  const db = new Kysely<unknown>({ dialect: new NodeSqliteDialect(database) });
  const single = createSqlStore({ db, engine: 'sqlite', outbox: true });
  await single.migrate();
  await expect(
    single.transaction(scope, () => single.outbox.claim({ limit: 1, leaseMs: 1, now: at })),
  ).rejects.toMatchObject({ code: 'unsupported' });
});

/** So many events of one resource, which wait longer than any other. */
async function withBacklog(length: number) {
  const opened = await open({ outbox: true });
  const { store, database, add } = opened;
  const id = await add('backlog');
  for (let index = 0; index < length; index += 1) {
    await store.update(scope, 'User', id, {
      at,
      deltas: [],
      want: documentOnly,
      next: ({ document }) => nextOf(user, { ...document, title: `${index}` }),
      event: () => eventOf(`${index}`),
    });
  }
  database.exec(`update scim_outbox set due_at = due_at - 1`);
  await add('other', store, scopeOf('other'));
  return opened;
}

it('a resource with thousands of events keeps nobody from theirs, whether or not it is delivered', async () => {
  const { store } = await withBacklog(1_500);
  const claim = (now: number) => store.outbox.claim({ limit: 10, leaseMs: 60_000, now });
  const wordsOf = (events: readonly OutboxEvent[]) =>
    events.map(({ data }) => (data as { word: string }).word);
  expect(wordsOf(await claim(at))).toEqual(['backlog']);
  expect(wordsOf(await claim(at))).toEqual(['other']);
  expect(await claim(at)).toEqual([]);
});

it('others have their turn while a long backlog is gone through', async () => {
  const { store } = await withBacklog(1_500);
  await store.outbox.claim({ limit: 10, leaseMs: 60_000, now: at });
  let turns = 0;
  const clock = setInterval(() => {
    turns += 1;
  }, 0);
  await store.outbox.claim({ limit: 10, leaseMs: 60_000, now: at });
  clearInterval(clock);
  expect(turns).toBeGreaterThan(0);
});

describe('retention', () => {
  it('prunes events that were delivered before a time, so many at a time, the oldest first', async () => {
    const { store, add, drain, count } = await open({ outbox: true });
    for (let day = 1; day <= 3; day += 1) {
      for (let index = 0; index < 4; index += 1) await add(`u${day}-${index}`);
      await drain(at + day);
    }
    await add('waiting');
    expect([count('event'), count('outbox')]).toEqual([13, 1]);
    const prune = (limit: number) => store.outbox.prune({ before: at + 3, limit });
    expect([await prune(5), await prune(5), await prune(5)]).toEqual([5, 3, 0]);
    expect(count('event')).toBe(5);
    expect(await store.outbox.prune({ before: at + 100, limit: 100 })).toBe(4);
    expect(await drain(at)).toEqual(['waiting']);
  });

  it('a tenant that is purged leaves no event of any kind, and others keep theirs', async () => {
    const { store, add, drain, count } = await open({ outbox: true });
    for (let index = 0; index < 7; index += 1) await add(`u${index}`);
    await drain(at);
    for (let index = 7; index < 20; index += 1) await add(`u${index}`);
    const [parked] = await store.outbox.claim({ limit: 1, leaseMs: 1, now: at });
    if (parked !== undefined) await store.outbox.failed(parked, { reason: 'x', now: at });
    await add('other', store, scopeOf('other'));
    let calls = 0;
    while (!(await store.purge('t', 3)).done) calls += 1;
    expect(calls).toBeGreaterThan(10);
    expect([count('event'), count('outbox')]).toEqual([1, 1]);
    expect((await list(store, scope, user)).total).toBe(0);
    expect(await drain(at * 2)).toEqual(['other']);
  });

  it('an export has resources and no events', async () => {
    const { store, add } = await open({ outbox: true });
    await add('jo');
    const lines: string[] = [];
    for await (const line of store.exportTenant('t')) lines.push(line);
    expect(lines.join('')).toContain('"userName":"jo"');
    expect(lines.join('')).not.toContain('"word"');
  });
});

it('reads rows as drivers give them, and knows a tenant by the name the application has for it', async () => {
  const { store, add } = await open({ outbox: true });
  const made = await store.createTenant({ slug: 'acme', at });
  await add('one', store, scopeOf(made.id));
  await add('two', store, scopeOf("it's ours"));
  const claimed = await store.outbox.claim({ limit: 10, leaseMs: 1, now: at });
  expect(claimed.map(({ tenant }) => tenant).sort()).toEqual([made.id, "it's ours"].sort());
  await create(store, scope, user, { userName: 'without an event' });
  expect(await store.outbox.claim({ limit: 10, leaseMs: 1, now: at })).toEqual([]);
});

it.each(['', 'x', '-1', '1e3', '99999999999999999999'])(
  'nobody holds an event by the lease %j',
  async (lease) => {
    const { store, add, drain } = await open({ outbox: true });
    await add('jo');
    const [event] = await store.outbox.claim({ limit: 1, leaseMs: 1000, now: at });
    if (event === undefined) throw new Error('There is one.');
    await store.outbox.done(
      [
        { ...event, lease },
        { ...event, id: '' },
        { ...event, tenant: 'x' },
      ],
      at,
    );
    await store.outbox.failed({ ...event, lease }, { reason: 'x', now: at });
    expect(await drain(at)).toEqual([]);
    expect(await drain(at + 1000)).toEqual(['jo']);
  },
);
