import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import type { Scope } from '@scimkit/core';
import { expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { openSqlite } from '../node-sqlite/open-sqlite.ts';
import type { SqlStore } from '../options.ts';
import {
  create,
  documentOnly,
  everything,
  list,
  modelOf,
  nextOf,
  scopeOf,
  temporaryFolder,
} from '../test-support/tenant.ts';

const file = temporaryFolder();
const [user, group] = [modelOf('User'), modelOf('Group')];
const { membership } = group;
if (membership === undefined) throw new TypeError('Groups have members.');
const delta = { attribute: membership, clear: false, remove: [], unknownMembers: 'reject' } as const;

async function open(path: string, busyTimeout = 5000): Promise<SqlStore> {
  const store = createSqlStore({ sqlite: path, durability: 'process-crash', busyTimeout });
  await store.migrate();
  return store;
}

function increment(store: SqlStore, scope: Scope, id: string) {
  return store.update(scope, 'User', id, {
    at: 1,
    deltas: [],
    want: documentOnly,
    next: ({ document }) => nextOf(user, { ...document, title: `${Number(document.title) + 1}` }),
  });
}

it('two connections write to one file at once, and nothing is lost', async () => {
  const path = file('two.db');
  const stores = [await open(path), await open(path)] as const;
  const scope = scopeOf((await stores[0].createTenant({ slug: 'a', at: 1 })).id);
  const counter = (await create(stores[0], scope, user, { userName: 'counter', title: '0' })).after.id;
  const staff = (await create(stores[1], scope, group, { displayName: 'Staff' })).after.id;
  const made = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const store = stores[index % 2 === 0 ? 0 : 1];
      const { after } = await create(store, scope, user, { userName: `user${index}` });
      await increment(store, scope, counter);
      await store.update(scope, 'Group', staff, {
        at: 2,
        want: documentOnly,
        deltas: [{ ...delta, add: [after] }],
      });
      return after.id;
    }),
  );
  for (const store of stores) {
    expect((await store.read(scope, 'User', counter, documentOnly))?.document.title).toBe('100');
    const members = (await store.read(scope, 'Group', staff, everything))?.members ?? [];
    expect(members.map(({ id }) => id).sort()).toEqual([...made].sort());
  }
  for (const store of stores) await store.close();
});

it('two processes write to one file at once, and nothing is lost', { timeout: 60_000 }, async () => {
  const path = file('processes.db');
  const store = await open(path);
  const tenant = (await store.createTenant({ slug: 'a', at: 1 })).id;
  const scope = scopeOf(tenant);
  const counter = (await create(store, scope, user, { userName: 'counter', title: '0' })).after.id;
  const script = `
    import { createSqlStore } from '@scimkit/sql';
    const store = createSqlStore({ sqlite: ${JSON.stringify(path)}, durability: 'process-crash' });
    const scope = ${JSON.stringify(scope)};
    for (let n = 0; n < 150; n += 1) {
      const next = ({ document }) => ({ document: { ...document, title: String(Number(document.title) + 1) }, keys: [] });
      await store.update(scope, 'User', ${JSON.stringify(counter)}, { at: 1, deltas: [], want: { document: true, members: false, memberOf: false }, next });
      await store.create(scope, 'User', { document: { n }, keys: [], at: 1 });
    }
    await store.close();`;
  const children = [1, 2].map(() => {
    const args = [
      ...process.execArgv,
      '--conditions=@scimkit/source',
      '--input-type=module',
      '--eval',
      script,
    ];
    return spawn(process.execPath, args, {
      cwd: join(import.meta.dirname, '..'),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  });
  const errors: string[] = [];
  for (const child of children) child.stderr.on('data', (chunk) => errors.push(`${chunk}`));
  const ends = children.map((child) => once(child, 'exit'));
  const mine = Array.from({ length: 150 }, () => increment(store, scope, counter));
  await Promise.all(mine);
  const codes = (await Promise.all(ends)).map(([code]) => code);
  expect(codes, errors.join('')).toEqual([0, 0]);
  expect((await store.read(scope, 'User', counter, documentOnly))?.document.title).toBe('450');
  expect((await list(store, scope, user)).total).toBe(301);
  await store.close();
});

it('what one process decides about types and tenants, another one finds', async () => {
  const path = file('decisions.db');
  const [one, two] = [await open(path), await open(path)];
  const scope = scopeOf('named');
  // The second has looked before there was anything.
  expect((await list(two, scope, user, { text: 'displayName eq "x"' })).total).toBe(0);
  await create(one, scope, user, { userName: 'a' });
  expect((await list(two, scope, user, { text: 'displayName eq "x"' })).total).toBe(0);
  const { after } = await create(one, scope, user, { userName: 'b', displayName: 'X' });
  expect(
    (await list(two, scope, user, { text: 'displayName eq "x"' })).resources.map(({ id }) => id),
  ).toEqual([after.id]);
  await expect(create(two, scope, user, { userName: 'B' })).rejects.toMatchObject({ code: 'conflict' });
  await one.close();
  await two.close();
});

it('waits for another writer without blocking, and gives up as busy', async () => {
  const path = file('locked.db');
  const store = await open(path, 400);
  const other = openSqlite(path);
  const scope = scopeOf('t');
  const made = (await create(store, scope, user, { userName: 'a' })).after.id;
  other.exec('begin immediate');
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const refused = create(store, scope, user, { userName: 'b' });
  // Readers do not wait for writers of other processes.
  expect((await store.read(scope, 'User', made, documentOnly))?.id).toBe(made);
  await expect(refused).rejects.toMatchObject({ name: 'StoreError', code: 'busy', cause: { errcode: 5 } });
  clearInterval(timer);
  expect(longest).toBeLessThan(300);
  const waiting = create(store, scope, user, { userName: 'c' });
  setTimeout(() => other.exec('rollback'), 100);
  expect((await waiting).changed).toBe(true);
  expect((await list(store, scope, user)).total).toBe(2);
  other.close();
  await store.close();
});
