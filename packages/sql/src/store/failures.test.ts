import { DatabaseSync } from 'node:sqlite';
import { type ResourceStore, StoreError } from '@scimkit/core';
import { expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
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
const [user, group] = [modelOf('User'), modelOf('Group')];
const scope = scopeOf('t');

async function inMemory() {
  const database = openSqlite(':memory:');
  const store = createSqlStore({ sqlite: database });
  await store.migrate();
  return { database, store };
}

it('a read-only database is read, and writes are refused in words', async () => {
  const path = file('readonly.db');
  const writable = createSqlStore({ sqlite: path });
  await writable.migrate();
  const { after } = await create(writable, scope, user, { userName: 'jo' });
  const database = new DatabaseSync(path, { readOnly: true });
  const store = createSqlStore({ sqlite: database });
  expect((await store.read(scope, 'User', after.id, documentOnly))?.id).toBe(after.id);
  const refused = create(store, scope, user, { userName: 'kim' });
  await expect(refused).rejects.toMatchObject({
    code: 'unavailable',
    message: /read-only/,
    cause: { errcode: 8 },
  });
  database.close();
  await writable.close();
});

it('a disk that is full leaves nothing half written, and the store goes on when there is room', async () => {
  const { database, store } = await inMemory();
  await create(store, scope, user, { userName: 'jo' });
  const pages = Number(database.prepare('pragma page_count').get()?.page_count);
  database.exec(`pragma max_page_count = ${pages + 2}`);
  const large = { userName: 'large', title: 'x'.repeat(100_000), emails: [{ value: 'large@a.example' }] };
  const members = [{ id: (await list(store, scope, user)).resources[0]?.id ?? '' }];
  for (const attempt of [
    () => create(store, scope, user, large),
    () => create(store, scope, group, { displayName: 'x'.repeat(100_000) }, { members }),
    () => store.transaction(scope, (view) => create(view, scope, user, large)),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'unavailable', message: /full/ });
  }
  expect((await list(store, scope, user)).total).toBe(1);
  expect((await list(store, scope, group)).total).toBe(0);
  expect(database.prepare('select count(*) as n from scim_value').get()).toMatchObject({ n: 0 });
  database.exec('pragma max_page_count = 100000');
  await create(store, scope, user, large);
  expect((await list(store, scope, user, { text: 'emails.value eq "large@a.example"' })).total).toBe(1);
});

it('a transaction that a full disk has undone is over, also for whoever takes no notice', async () => {
  const { database, store } = await inMemory();
  await create(store, scope, user, { userName: 'jo' });
  const pages = Number(database.prepare('pragma page_count').get()?.page_count);
  database.exec(`pragma max_page_count = ${pages + 2}`);
  const writing = store.transaction(scope, async (view) => {
    await create(view, scope, user, { userName: 'before' });
    await create(view, scope, user, { userName: 'large', title: 'x'.repeat(100_000) }).catch(() => undefined);
    await create(view, scope, user, { userName: 'after' }).catch(() => undefined);
  });
  const kept = await writing.then(
    () => true,
    () => false,
  );
  const names = (await list(store, scope, user)).resources.map(({ document }) => document.userName).sort();
  expect(names).toEqual(kept ? ['after', 'before', 'jo'] : ['jo']);
});

it('a database that has been closed is unavailable', async () => {
  const { database, store } = await inMemory();
  const { after } = await create(store, scope, user, { userName: 'jo' });
  database.close();
  for (const call of [
    () => store.read(scope, 'User', after.id, documentOnly),
    () => create(store, scope, user, { userName: 'kim' }),
    () => store.tenants(),
    () => store.migrate(),
  ]) {
    await expect(call()).rejects.toMatchObject({
      name: 'StoreError',
      code: 'unavailable',
      message: /closed/,
    });
  }
});

it('closes what it has opened, twice if need be, and nothing else', async () => {
  const own = createSqlStore({ sqlite: ':memory:' });
  await own.migrate();
  await own.close();
  await own.close();
  await expect(own.tenants()).rejects.toMatchObject({ code: 'unavailable' });
  const { database, store } = await inMemory();
  await store.close();
  expect(database.isOpen).toBe(true);
  expect(await store.tenants()).toEqual([]);
});

it('the store around a transaction is refused inside of it, in place of waiting for ever', async () => {
  const { store } = await inMemory();
  const { after } = await create(store, scope, user, { userName: 'jo' });
  const refused = async (call: () => Promise<unknown>) => {
    const error = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreError);
    expect((error as StoreError).message).toMatch(/inside a transaction/);
  };
  const late = await store.transaction(scope, async (view) => {
    await refused(() => store.read(scope, 'User', after.id, documentOnly));
    await refused(() => create(store, scope, user, { userName: 'kim' }));
    await refused(() => store.transaction(scope, async () => undefined));
    await refused(() => store.tenantBySlug('x'));
    await view.transaction?.(scope, async (inner) => {
      await refused(() =>
        store.list(scope, 'User', {
          page: { kind: 'index', offset: 0, limit: 1 },
          total: 'skip',
          want: documentOnly,
        }),
      );
      await create(inner, scope, user, { userName: 'kim' });
    });
    // What goes on after the end may use the store again.
    return { later: () => store.read(scope, 'User', after.id, documentOnly) };
  });
  expect((await late.later())?.id).toBe(after.id);
  expect((await list(store, scope, user)).total).toBe(2);
});

it('a store that was handed to a transaction is refused once it is over', async () => {
  const { store } = await inMemory();
  let leaked: ResourceStore | undefined;
  await store.transaction(scope, async (view) => {
    leaked = view;
  });
  const view = leaked;
  if (view === undefined) throw new TypeError('The transaction has run.');
  await expect(create(view, scope, user, { userName: 'jo' })).rejects.toMatchObject({ code: 'unsupported' });
  await expect(view.read(scope, 'User', 'x', documentOnly)).rejects.toMatchObject({ code: 'unsupported' });
  expect((await list(store, scope, user)).total).toBe(0);
});

it('calls made together inside a transaction do not undo each other, and nothing runs after its end', async () => {
  const { store } = await inMemory();
  await create(store, scope, user, { userName: 'taken' });
  await store.transaction(scope, async (view) => {
    const results = await Promise.allSettled(
      ['a', 'taken', 'b', 'taken', 'c'].map((userName) => create(view, scope, user, { userName })),
    );
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });
  expect((await list(store, scope, user)).total).toBe(4);
  const failing = store.transaction(scope, (view) =>
    Promise.all(['taken', 'd', 'e'].map((userName) => create(view, scope, user, { userName }))),
  );
  await expect(failing).rejects.toMatchObject({ code: 'conflict' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await list(store, scope, user)).total).toBe(4);
});

it('what a failed transaction had decided about types and tenants is not believed afterwards', async () => {
  const { store } = await inMemory();
  const named = scopeOf('a new tenant');
  const stop = new Error('stop');
  const failing = store.transaction(named, async (view) => {
    await create(view, named, user, { userName: 'jo', displayName: 'Jo', externalId: 'x' });
    throw stop;
  });
  await expect(failing).rejects.toBe(stop);
  const { after } = await create(store, named, user, {
    userName: 'kim',
    displayName: 'Kim',
    externalId: 'x',
  });
  const found = await list(store, named, user, {
    text: 'displayName eq "kim" and externalId eq "x" and userName eq "KIM"',
  });
  expect(found.resources.map(({ id }) => id)).toEqual([after.id]);
  await expect(create(store, named, user, { userName: 'KIM' })).rejects.toMatchObject({ code: 'conflict' });
});

it('a change that fails after it has brought a new attribute leaves no decision behind', async () => {
  const { store } = await inMemory();
  const jo = (await create(store, scope, user, { userName: 'jo' })).after.id;
  const { membership } = group;
  if (membership === undefined) throw new TypeError('Groups have members.');
  const failing = store.update(scope, 'User', jo, {
    at: 1,
    want: documentOnly,
    next: () => nextOf(user, { userName: 'jo', displayName: 'Jo' }),
    deltas: [
      { attribute: membership, clear: false, add: [{ id: 'nobody' }], remove: [], unknownMembers: 'reject' },
    ],
  });
  await expect(failing).rejects.toMatchObject({ code: 'unknownMember' });
  const { after } = await create(store, scope, user, { userName: 'kim', displayName: 'Kim' });
  const found = await list(store, scope, user, { text: 'displayName pr' });
  expect(found.resources.map(({ id }) => id)).toEqual([after.id]);
});

it('keys that a database would cut or replace are refused', async () => {
  const { store } = await inMemory();
  for (const userName of ['a\0b', 'a\ud800']) {
    await expect(create(store, scope, user, { userName })).rejects.toMatchObject({ code: 'unsupported' });
  }
  for (const id of ['', 'a\0', '\udfff', 'x'.repeat(300)]) {
    await expect(create(store, scope, user, { userName: 'jo' }, { id })).rejects.toMatchObject({
      code: 'unsupported',
    });
  }
  expect((await list(store, scope, user)).total).toBe(0);
});

it('an id is unique across types, as RFC 7643 section 3.1 wants it', async () => {
  const { store } = await inMemory();
  await create(store, scope, user, { userName: 'jo' }, { id: '1' });
  await expect(create(store, scope, group, { displayName: 'x' }, { id: '1' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await create(store, scopeOf('other'), group, { displayName: 'x' }, { id: '1' });
});
