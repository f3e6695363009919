import { Group, User } from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { openSqlite } from '../node-sqlite/open-sqlite.ts';
import {
  after,
  before,
  documents,
  instant,
  onAll,
  support,
  useDatabase,
} from '../test-support/old-resources.ts';
import {
  create,
  documentOnly,
  list,
  modelOf,
  nextOf,
  scopeOf,
  temporaryFolder,
} from '../test-support/tenant.ts';
import { attributeOf, thing } from '../test-support/things.ts';

const file = temporaryFolder();

describe.each(onAll)('on %s', { timeout: 60_000 }, (_, start) => {
  const { open, query, stored } = useDatabase(start);

  it('a type that nobody has written is ready at once', async () => {
    const { scope } = await stored([]);
    const store = open();
    expect((await store.check([after.definition])).wanted).toEqual([]);
    await create(store, scope, after, { name: 'a' });
    await create(store, scope, after, { name: 'b', color: 'Red' });
    expect(support(store, 'color')).toBe('exact');
    expect((await list(store, scope, after, { text: 'color eq "red"' })).total).toBe(1);
    expect((await list(store, scope, after, { text: 'not (color eq "red")' })).total).toBe(1);
    const other = open();
    await other.check();
    expect(support(other, 'color')).toBe('exact');
  });

  it('an attribute that old resources have no keys of is not searched by until a reindex', async () => {
    const { scope, ids } = await stored(documents);
    const said: string[] = [];
    const store = open({ warn: (sentence) => said.push(sentence) });
    expect((await store.check([after.definition])).wanted.map(({ attribute }) => attribute)).toEqual([
      'color',
      'size',
      'tags.value',
      'tags.type',
    ]);
    for (const path of ['color', 'size', 'tags.value', 'tags.type'])
      expect(support(store, path)).toBe('none');
    expect(store.supports.sort(attributeOf(after, 'color'))).toBe(false);
    expect(support(store, 'name')).toBe('exact');
    expect(store.supports.compare(attributeOf(after, 'id'), 'eq')).toBe('exact');
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(/^Thing\.color: .*reindex\(\)/);
    // A store that was asked before it had looked does not answer wrongly either.
    await expect(list(open(), scope, after, { text: 'color eq "red"' })).rejects.toMatchObject({
      code: 'busy',
    });

    // New resources do not change that.
    await create(store, scope, after, { name: 'new', color: 'red' });
    await store.check();
    expect(support(store, 'color')).toBe('none');

    const was = await store.read(scope, 'Thing', ids[3] ?? '', documentOnly);
    const result = await store.reindex([after.definition], { ...instant, batch: 7 });
    expect(result).toEqual({ resources: 26, changed: 25, left: 0, problems: [], wanted: [] });
    expect(support(store, 'color')).toBe('exact');
    expect((await list(store, scope, after, { text: 'color eq "RED"' })).total).toBe(14);
    expect((await list(store, scope, after, { text: 'tags[value eq "T3" and type eq "x"]' })).total).toBe(1);
    expect((await list(store, scope, after, { text: 'size lt 3' })).total).toBe(3);
    const by = attributeOf(after, 'color');
    const sorted = await list(store, scope, after, { sort: { by, descending: false } });
    expect(sorted.resources.map(({ document }) => document.color)).toEqual([
      ...Array.from({ length: 12 }, () => 'blue'),
      ...Array.from({ length: 14 }, () => expect.stringMatching(/red/i)),
    ]);
    const is = await store.read(scope, 'Thing', ids[3] ?? '', documentOnly);
    expect([is?.version, is?.modified, is?.document]).toEqual([was?.version, was?.modified, was?.document]);
    expect(await store.reindex([after.definition], instant)).toMatchObject({
      resources: 26,
      changed: 0,
      wanted: [],
    });
  });

  it('keys that are made in another way are others', async () => {
    const { scope } = await stored([{ name: 'Bob' }, { name: 'Ann' }]);
    const exact = thing({ name: { uniqueness: 'server', caseExact: true } });
    const store = open();
    await store.check();
    expect(store.supports.compare(attributeOf(exact, 'name'), 'eq')).toBe('none');
    await store.reindex([exact.definition], instant);
    expect((await list(store, scope, exact, { text: 'name eq "Bob"' })).total).toBe(1);
    expect((await list(store, scope, exact, { text: 'name eq "bob"' })).total).toBe(0);
    await create(store, scope, exact, { name: 'bob' });
  });

  it('goes on where it was interrupted', async () => {
    const { scope } = await stored(documents);
    const store = open();
    const controller = new AbortController();
    const stopped = store.reindex([after.definition], { ...instant, batch: 10, signal: controller.signal });
    const watch = setInterval(async () => {
      const rows = await query("select walked from @index where walked is not null and walked <> '0/'");
      if (rows.length > 0) controller.abort(new Error('enough'));
    }, 1);
    const outcome = await stopped.then(
      ({ resources }) => resources,
      (error: unknown) => String(error),
    );
    clearInterval(watch);
    const again = await open().reindex([after.definition], { ...instant, batch: 10 });
    expect(again.wanted).toEqual([]);
    // Unless the watcher came too late, the second has less to do than all.
    expect(again.resources).toBe(outcome === 'Error: enough' ? again.resources : 25);
    if (outcome === 'Error: enough') expect(again.resources).toBeLessThan(25);
    const checked = open();
    await checked.check();
    expect((await list(checked, scope, after, { text: 'size ge 0' })).total).toBe(25);
  });

  it('says which values are left without a key, and does not search by their attribute', async () => {
    const { scope, ids } = await stored([
      { name: 'a', color: 'red' },
      { name: 'b', color: 'RED' },
      { name: 'c', color: 'x'.repeat(401), size: 3 },
      { name: 'd', color: `${'y'.repeat(399)}😀` },
    ]);
    const unique = thing({
      name: { uniqueness: 'server' },
      color: { uniqueness: 'server' },
      size: { type: 'integer', indexed: true },
    });
    const store = open();
    const result = await store.reindex([unique.definition], instant);
    expect(result.left).toBe(2);
    expect(
      result.problems.map(({ id, problem, attribute, type }) => [ids.indexOf(id), problem, attribute, type]),
    ).toEqual([
      [1, 'taken', 'color', 'Thing'],
      [2, 'unfit', 'color', 'Thing'],
    ]);
    expect(result.wanted).toEqual([{ type: 'Thing', attribute: 'color' }]);
    expect(store.supports.compare(attributeOf(unique, 'color'), 'eq')).toBe('none');
    expect((await list(store, scope, unique, { text: 'size eq 3' })).total).toBe(1);
    await expect(create(store, scope, unique, { name: 'e', color: 'Red' })).rejects.toMatchObject({
      code: 'conflict',
    });
    for (const index of [1, 2]) await store.remove(scope, 'Thing', ids[index] ?? '', { at: 1 });
    expect((await store.reindex([unique.definition], instant)).wanted).toEqual([]);
    expect((await list(store, scope, unique, { text: 'color eq "red"' })).total).toBe(1);
  });

  it('one tenant alone is repaired without making anything ready', async () => {
    const { scope, tenant } = await stored(documents);
    const store = open();
    await store.reindex([after.definition], instant);
    await query('delete from @value');
    const elsewhere = await store.reindex([after.definition], { tenant: 'nobody' });
    expect([elsewhere.resources, elsewhere.changed]).toEqual([0, 0]);
    expect(await store.reindex([after.definition], { tenant })).toMatchObject({ resources: 25, changed: 25 });
    expect((await list(store, scope, after, { text: 'size eq 7' })).total).toBe(1);
  });

  it('goes through all tenants, and refuses nonsense', async () => {
    const { old } = await stored(documents.slice(0, 3));
    for (const other of ['p', 'q', '77']) await create(old, scopeOf(other), before, { name: 'a', size: 5 });
    const store = open();
    expect((await store.reindex([after.definition], { ...instant, batch: 1 })).resources).toBe(6);
    for (const other of ['p', 'q', '77']) {
      expect((await list(store, scopeOf(other), after, { text: 'size eq 5' })).total).toBe(1);
    }
    await expect(store.reindex([after.definition], { batch: 0 })).rejects.toThrow(TypeError);
    await expect(store.reindex([after.definition], { batch: 1.5 })).rejects.toThrow(TypeError);
    expect((await store.reindex([thing({}, 'Never').definition], instant)).resources).toBe(0);
  });

  it('memberships stay', async () => {
    const { scope } = await stored([]);
    const store = open();
    const jo = await create(store, scope, modelOf('User'), { userName: 'jo' });
    const staff = await create(
      store,
      scope,
      modelOf('Group'),
      { displayName: 'Staff' },
      { members: [{ id: jo.after.id }] },
    );
    await query('update @resource set display = null, display_key = null');
    const result = await store.reindex([User, Group], instant);
    expect(result).toMatchObject({ changed: 2, wanted: [] });
    const read = await store.read(scope, 'User', jo.after.id, {
      document: true,
      members: false,
      memberOf: true,
    });
    expect(read?.memberOf).toEqual([{ type: 'Group', id: staff.after.id, display: 'Staff' }]);
  });
});

describe('a database of before', () => {
  it('is taken to have no keys of anything', async () => {
    const path = file('before.db');
    const store = createSqlStore({ sqlite: path, warn: () => undefined });
    await store.migrate();
    const scope = scopeOf('t');
    await create(store, scope, before, { name: 'a' });
    await store.close();
    const database = openSqlite(path);
    database.exec('drop table scim_index; delete from scim_schema_version where version = 2');
    database.close();
    const now = createSqlStore({ sqlite: path, warn: () => undefined });
    await expect(now.read(scope, 'Thing', 'x', documentOnly)).rejects.toThrow(/call `migrate\(\)`/);
    expect((await now.migrate()).applied).toEqual(['index']);
    expect(now.supports.compare(attributeOf(before, 'name'), 'eq')).toBe('none');
    expect((await now.reindex([before.definition], instant)).wanted).toEqual([]);
    expect((await list(now, scope, before, { text: 'name eq "A"' })).total).toBe(1);
  });

  it('whose keys another rule has made is reindexed, and used then', async () => {
    const database = openSqlite(':memory:');
    const store = createSqlStore({ sqlite: database });
    await store.migrate();
    await create(store, scopeOf('t'), before, { name: 'a' });
    database.exec(
      "update scim_schema_version set key_version = 7; update scim_index set rule = rule + 1; update scim_resource set unique_key = 'other'",
    );
    const now = createSqlStore({ sqlite: database, warn: () => undefined });
    await expect(now.check()).rejects.toThrow(/rule 7.*reindex/);
    await expect(now.tenants()).rejects.toThrow(/rule 7/);
    // Not all types: the rule of the others is still another.
    await now.reindex([User], instant);
    await expect(now.check()).rejects.toThrow(/rule 7/);
    await now.reindex([User, before.definition], instant);
    await now.check();
    expect((await list(now, scopeOf('t'), before, { text: 'name eq "A"' })).total).toBe(1);
  });
});

it('writers that do not say what they key are believed, until one says', async () => {
  const store = createSqlStore({ sqlite: ':memory:', warn: () => undefined });
  await store.migrate();
  const scope = scopeOf('t');
  const { keyed: _, ...next } = nextOf(after, { name: 'a', size: 1 });
  await store.create(scope, 'Thing', { ...next, at: 1 });
  expect(support(store, 'size')).toBe('exact');
  expect((await list(store, scope, after, { text: 'size eq 1' })).total).toBe(1);
  await create(store, scope, after, { name: 'b' });
  expect(support(store, 'size')).toBe('none');
  await store.reindex([after.definition], instant);
  expect(support(store, 'size')).toBe('exact');
});
