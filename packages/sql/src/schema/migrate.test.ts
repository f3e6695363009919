import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '@scimkit/core';
import { expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { openSqlite } from '../node-sqlite/open-sqlite.ts';
import { create, documentOnly, modelOf, scopeOf, temporaryFolder } from '../test-support/tenant.ts';
import { pendingMigrations } from './examine.ts';
import { migrations } from './migrations.ts';
import { tableNames } from './tables.ts';

const file = temporaryFolder();
const user = modelOf('User');

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  expect((error as StoreError).code).toBe('unavailable');
  return (error as StoreError).message;
}

it('makes the tables once, and finds nothing to do afterwards', async () => {
  const store = createSqlStore({ sqlite: file('fresh.db') });
  expect(await store.migrate()).toEqual({ version: 3, applied: ['tables', 'index', 'events'] });
  expect(await store.migrate()).toEqual({ version: 3, applied: [] });
  await store.check();
  await store.close();
});

it('has every table and index under the prefix', async () => {
  const database = openSqlite(file('prefix.db'));
  database.exec('create table users (id integer)');
  const store = createSqlStore({ sqlite: database, prefix: 'app_scim_' });
  await store.migrate();
  const names = database.prepare('select name, tbl_name from sqlite_master').all();
  for (const { name, tbl_name } of names) {
    if (tbl_name !== 'users') expect(`${name}`).toMatch(/^(app_scim_|sqlite_autoindex_app_scim_)/);
  }
  for (const table of tableNames) expect(names.some(({ name }) => name === `app_scim_${table}`)).toBe(true);
  await create(store, scopeOf('t'), user, { userName: 'jo' });
  database.close();
});

it.each(['', 'Scim_', 'scim-', '1scim', 'x; drop table users', 'a'.repeat(40), '"'])(
  'refuses the prefix %j',
  (prefix) => {
    expect(() => createSqlStore({ sqlite: ':memory:', prefix })).toThrow(TypeError);
  },
);

it('refuses calls before the tables are made, and says what to do', async () => {
  const store = createSqlStore({ sqlite: ':memory:' });
  expect(await refusal(store.check())).toMatch(/call `migrate\(\)`/);
  expect(await refusal(store.read(scopeOf('t'), 'User', 'x', documentOnly))).toMatch(/call `migrate\(\)`/);
  expect(await refusal(store.tenantBySlug('x'))).toMatch(/call `migrate\(\)`/);
  await store.migrate();
  expect(await store.read(scopeOf('t'), 'User', 'x', documentOnly)).toBeUndefined();
});

it('refuses tables of a newer release, before they are changed or read', async () => {
  const database = openSqlite(file('newer.db'));
  await createSqlStore({ sqlite: database }).migrate();
  database.exec("insert into scim_schema_version values (4, 'later', 1, 0)");
  const store = createSqlStore({ sqlite: database });
  for (const call of [store.check(), store.migrate(), store.tenants()]) {
    expect(await refusal(call)).toMatch(/newer release/);
  }
  database.close();
});

it("refuses somebody else's tables and leaves them alone", async () => {
  for (const [sql, words] of [
    ['create table scim_resource (id text)', /has not made/],
    ['create table scim_schema_version (id text)', /not this library's/],
    [
      "create table scim_schema_version (version integer, name text, key_version integer); insert into scim_schema_version values (1, 'init', 1)",
      /is called "init"/,
    ],
  ] as const) {
    const database = new DatabaseSync(':memory:');
    database.exec(sql);
    const before = database.prepare('select sql from sqlite_master').all();
    const store = createSqlStore({ sqlite: database });
    expect(await refusal(store.check())).toMatch(words);
    expect(await refusal(store.migrate())).toMatch(words);
    expect(database.prepare('select sql from sqlite_master').all()).toEqual(before);
    database.close();
  }
});

it('refuses tables that are not complete', async () => {
  const database = openSqlite(':memory:');
  const store = createSqlStore({ sqlite: database });
  await store.migrate();
  database.exec('drop table scim_member');
  expect(await refusal(store.check())).toMatch(/scim_member is missing/);
});

it('refuses keys that were made by another rule', async () => {
  const database = openSqlite(':memory:');
  const store = createSqlStore({ sqlite: database });
  await store.migrate();
  database.exec('update scim_schema_version set key_version = 7');
  expect(await refusal(store.check())).toMatch(/rule 7/);
});

it('refuses a file that is no database', () => {
  const path = file('text.db');
  writeFileSync(path, 'This is no database. '.repeat(1000));
  expect(() => createSqlStore({ sqlite: path })).toThrow(/not an SQLite database/);
  expect(() => createSqlStore({ sqlite: file('no/such/folder.db') })).toThrow(/cannot be opened/);
});

it('lets several processes migrate at once: one does the work', async () => {
  const path = file('race.db');
  const stores = Array.from({ length: 5 }, () => createSqlStore({ sqlite: path }));
  const results = await Promise.all(stores.map((store) => store.migrate()));
  expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
  for (const store of stores) await store.close();
});

it('takes the steps that are missing, in order', () => {
  const [first] = migrations;
  if (first === undefined) throw new TypeError('There is a first step.');
  const known = [first, { ...first, version: 2, name: 'second' }];
  const applied = [{ version: 1, name: first.name, key_version: 1 }];
  const pending = pendingMigrations({ prefix: 'scim_', tables: new Set(), applied }, known, 1);
  expect(pending.map(({ name }) => name)).toEqual(['second']);
});
