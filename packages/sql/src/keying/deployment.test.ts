import {
  compileResourceType,
  createScimServer,
  defineExtension,
  defineResourceType,
  User,
} from '@scimkit/core';
import { describe, expect, it, vi } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import {
  after,
  before,
  documents,
  instant,
  onAll,
  support,
  useDatabase,
} from '../test-support/old-resources.ts';
import { create, documentOnly, list, nextOf, temporaryFolder } from '../test-support/tenant.ts';

const file = temporaryFolder();

describe.each(onAll)('on %s', { timeout: 60_000 }, (_, start) => {
  const { open, query, stored } = useDatabase(start);

  it('does not go on from where somebody else has objected', async () => {
    const { old, scope } = await stored(documents);
    const store = open();
    const controller = new AbortController();
    const reindexing = store.reindex([after.definition], {
      batch: 5,
      settle: 300,
      signal: controller.signal,
    });
    await vi.waitFor(async () => {
      const rows = await query('select state from @index where state = 1');
      expect(rows.length).toBeGreaterThan(0);
    });
    // A process with the definitions of before, which does not know of the new keys, but of the objection it owes.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await create(old, scope, before, { name: 'late', color: 'red' });
    await reindexing;
    const result = await store.reindex([after.definition], instant);
    expect(result.wanted).toEqual([]);
    expect((await list(store, scope, after, { text: 'color eq "red"' })).total).toBe(14);
  });

  it('leaves unready what an old process has written without, while it ran', async () => {
    const { old, scope } = await stored(documents);
    const store = open();
    const reindexing = store.reindex([after.definition], { batch: 5, settle: 4000 });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await create(old, scope, before, { name: 'late', color: 'red' });
    const result = await reindexing;
    expect(result.wanted.map(({ attribute }) => attribute)).toEqual([
      'color',
      'size',
      'tags.value',
      'tags.type',
    ]);
    expect(support(store, 'color')).toBe('none');
    expect((await store.reindex([after.definition], instant)).wanted).toEqual([]);
  });

  it('a process that keys less makes the others scan before it writes', async () => {
    const { scope } = await stored([]);
    const [newer, older] = [open(), open()];
    await create(newer, scope, after, { name: 'a', color: 'red' });
    expect(support(newer, 'color')).toBe('exact');
    const began = performance.now();
    const writing = create(older, scope, before, { name: 'b', color: 'red' });
    await vi.waitFor(async () =>
      expect((await query('select state from @index where state = 0')).length).toBeGreaterThan(0),
    );
    // Nothing is written before everybody has had the time to notice; a busy machine may take as long to look.
    const written = (await query('select id from @resource')).length;
    expect(performance.now() - began > 990 || written === 1).toBe(true);
    await writing;
    expect(performance.now() - began).toBeGreaterThan(990);
    await expect(list(newer, scope, after, { text: 'color eq "red"' })).rejects.toMatchObject({
      code: 'busy',
    });
    expect(support(newer, 'color')).toBe('none');
    // Once is enough.
    const next = performance.now();
    await create(older, scope, before, { name: 'c', color: 'red' });
    expect(performance.now() - next).toBeLessThan(900);
    await newer.reindex([after.definition], instant);
    expect((await list(newer, scope, after, { text: 'color eq "red"' })).total).toBe(3);
  });

  it('an update and a transaction by such a process are noticed as well', async () => {
    const { scope } = await stored([]);
    const [newer, older] = [open(), open()];
    const { id } = (await create(newer, scope, after, { name: 'a', color: 'red' })).after;
    const change = {
      at: 1,
      deltas: [],
      want: documentOnly,
      next: () => nextOf(before, { name: 'a', color: 'blue' }),
    };
    await older.update(scope, 'Thing', id, change);
    await newer.check();
    expect(support(newer, 'color')).toBe('none');
    await newer.reindex([after.definition], instant);
    expect((await list(newer, scope, after, { text: 'color eq "blue"' })).total).toBe(1);

    const last = open();
    const writing = () =>
      last.transaction(scope, (view) => create(view, scope, before, { name: 'b', color: 'blue' }));
    await expect(writing()).rejects.toMatchObject({ code: 'busy', message: /try again in a second/ });
    await vi.waitFor(writing, { timeout: 5000, interval: 300 });
    await newer.check();
    expect(support(newer, 'color')).toBe('none');
  });
});

it('a server gets right answers all along', async () => {
  const path = file('server.db');
  const extension = (indexed: boolean) =>
    defineExtension({ id: 'urn:test:ext:User', name: 'Ext', attributes: { badge: { indexed } } });
  const typeWith = (indexed: boolean) =>
    defineResourceType({ ...User, extensions: [{ schema: extension(indexed) }] });
  const open = (indexed: boolean) => {
    const store = createSqlStore({ sqlite: path, warn: () => undefined });
    const server = createScimServer({
      store,
      resourceTypes: [typeWith(indexed)],
      authenticate: async () => ({ tenant: 't', id: 'c', principal: 'p' }),
    });
    const call = async (method: string, target: string, body?: unknown) => {
      const request = new Request(`https://example.com/scim/v2/acme${target}`, {
        method,
        headers: { 'content-type': 'application/scim+json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await server.fetch(request)).json();
    };
    return { store, call };
  };
  const user = (userName: string) => ({
    schemas: [User.schema.id, 'urn:test:ext:User'],
    userName,
    'urn:test:ext:User': { badge: 'B7' },
  });
  const target = `/Users?filter=${encodeURIComponent('urn:test:ext:User:badge eq "b7"')}`;
  const first = open(false);
  await first.store.migrate();
  for (const name of ['jo', 'kim']) await first.call('POST', '/Users', user(name));
  expect(await first.call('GET', target)).toMatchObject({ totalResults: 2 });
  const second = open(true);
  await second.store.check();
  expect(await second.call('GET', target)).toMatchObject({ totalResults: 2 });
  await second.call('POST', '/Users', user('lee'));
  await first.call('POST', '/Users', user('mo'));
  expect(await second.call('GET', target)).toMatchObject({ totalResults: 4 });
  // The other process is told, as it may go on writing.
  expect((await second.store.reindex([typeWith(true)], { settle: 1100 })).wanted).toEqual([]);
  const indexed = [...compileResourceType(typeWith(true)).byId.values()];
  const badge = indexed.find(({ name }) => name === 'badge');
  if (badge !== undefined) expect(second.store.supports.compare(badge, 'eq')).toBe('exact');
  expect(await second.call('GET', target)).toMatchObject({ totalResults: 4 });
  // Rolled back: the process of before writes again.
  await first.call('POST', '/Users', user('nat'));
  await second.store.check();
  expect(await second.call('GET', target)).toMatchObject({ totalResults: 5 });
});
