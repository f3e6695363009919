import {
  compileCatalog,
  defineResourceType,
  defineSchema,
  type ResourceModel,
  type StoredDocument,
  StoreError,
} from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { openSqlite } from '../node-sqlite/open-sqlite.ts';
import { create, documentOnly, list, nextOf, scopeOf } from '../test-support/tenant.ts';

/** A type with more unique attributes than there are columns. Its roles have moved from one attribute to another. */
function badgeWith(named: 'title' | 'label', status: 'valid' | 'lost', name = 'Badge'): ResourceModel {
  const nameable = (own: string) =>
    own === named ? { roles: ['display', 'sort'] as const } : { indexed: true };
  const switchable = (own: string) =>
    own === status
      ? ({ type: 'boolean', roles: ['active'] } as const)
      : ({ type: 'boolean', indexed: true } as const);
  const schema = defineSchema({
    id: `urn:test:${name}`,
    name,
    attributes: {
      number: { type: 'integer', uniqueness: 'server' },
      code: { uniqueness: 'server' },
      chip: { uniqueness: 'server', caseExact: true },
      title: nameable('title'),
      label: nameable('label'),
      valid: switchable('valid'),
      lost: switchable('lost'),
      doors: {
        type: 'complex',
        multiValued: true,
        indexed: true,
        subAttributes: { value: { type: 'integer' }, type: {}, primary: { type: 'boolean' }, floor: {} },
      },
    },
  });
  const definition = defineResourceType({ name, endpoint: `/${name}s`, schema });
  const model = compileCatalog([definition]).byType.get(name);
  if (model === undefined) throw new TypeError('It was compiled just now.');
  return model;
}

const badge = badgeWith('title', 'valid');
const later = badgeWith('label', 'lost');
const scope = scopeOf('t');

async function open() {
  const database = openSqlite(':memory:');
  const store = createSqlStore({ sqlite: database });
  await store.migrate();
  return { database, store };
}

describe('attributes that share a role', () => {
  const documents: readonly StoredDocument[] = [
    {
      number: 1,
      code: 'A',
      chip: 'x',
      title: 'b',
      label: 'y',
      valid: true,
      lost: false,
      doors: [{ value: 3, type: 'in' }],
    },
    { number: 2, code: 'B', chip: 'X', title: 'a', label: 'z', valid: false },
    { number: 3, label: 'x', lost: true, doors: [{ value: 10, primary: true }, { floor: 'g' }] },
    { code: '#1', title: 'c' },
  ];

  it.each([documents, [...documents].reverse()])(
    'are all found, sorted and kept unique, whichever came first',
    async (...given) => {
      const { store } = await open();
      for (const document of given) await create(store, scope, badge, document);
      await store.reindex([later.definition], { settle: 0 });
      const found = async (text: string) =>
        (await list(store, scope, later, { text })).resources
          .map(({ document }) =>
            documents.findIndex(({ code, number }) => code === document.code && number === document.number),
          )
          .sort();
      expect(await found('code eq "a"')).toEqual([0]);
      expect(await found('chip eq "X"')).toEqual([1]);
      expect(await found('number gt 1')).toEqual([1, 2]);
      expect(await found('not (number pr)')).toEqual([3]);
      expect(await found('title eq "B" or label eq "X"')).toEqual([0, 2]);
      expect(await found('valid eq false')).toEqual([1]);
      expect(await found('lost eq true')).toEqual([2]);
      expect(await found('lost ne true')).toEqual([0, 1, 3]);
      expect(await found('doors[value ge 3 and type eq "IN"]')).toEqual([0]);
      expect(await found('doors.value eq 10')).toEqual([2]);
      expect(await found('doors[primary eq false]')).toEqual([0, 2]);
      expect(await found('doors pr')).toEqual([0, 2]);
      expect(await found('doors[not (value pr)]')).toEqual([2]);
      const sorted = async (name: string, descending: boolean) => {
        const by = later.byName.get(name);
        if (by === undefined) throw new TypeError(name);
        const { resources } = await list(store, scope, later, { sort: { by, descending } });
        return resources.map(({ document }) => document[name]);
      };
      expect(await sorted('title', false)).toEqual(['a', 'b', 'c', undefined]);
      expect(await sorted('title', true)).toEqual([undefined, 'c', 'b', 'a']);
      expect(await sorted('label', false)).toEqual(['x', 'y', 'z', undefined]);
      expect(await sorted('number', true)).toEqual([undefined, 3, 2, 1]);
      for (const taken of [{ code: 'a' }, { chip: 'x' }, { number: 3 }]) {
        const error = await create(store, scope, badge, taken).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(StoreError);
        expect((error as StoreError).attribute?.path).toBe(Object.keys(taken)[0]);
        await create(store, scopeOf('other'), badge, taken);
      }
      expect((await list(store, scope, badge)).total).toBe(4);
    },
  );

  it('release their unique values when they change and when they go', async () => {
    const { store, database } = await open();
    const first = (await create(store, scope, badge, { code: 'a', chip: 'b', number: 1 })).after.id;
    const second = (await create(store, scope, badge, { code: 'c', chip: 'd', number: 2 })).after.id;
    const change = (id: string, document: StoredDocument) =>
      store.update(scope, 'Badge', id, {
        at: 1,
        deltas: [],
        want: documentOnly,
        next: () => nextOf(badge, document),
      });
    for (const taken of [{ code: 'c' }, { chip: 'd' }, { number: 2 }]) {
      await expect(change(first, taken)).rejects.toMatchObject({ code: 'conflict' });
    }
    expect((await store.read(scope, 'Badge', first, documentOnly))?.document).toMatchObject({
      code: 'a',
      chip: 'b',
      number: 1,
    });
    await change(first, { code: 'e' });
    await change(second, { code: 'a', chip: 'b', number: 1 });
    await store.remove(scope, 'Badge', second, { at: 2 });
    await change(first, { code: 'a', chip: 'b', number: 1 });
    await store.remove(scope, 'Badge', first, { at: 3 });
    for (const table of ['resource', 'value', 'unique', 'member']) {
      expect(database.prepare(`select count(*) as n from scim_${table}`).get(), table).toMatchObject({
        n: 0,
      });
    }
  });
});

describe('numbers of types', () => {
  it('are those of the names, in every database', async () => {
    const numbers: unknown[] = [];
    for (const names of [
      ['Badge', 'Device', 'Role'],
      ['Role', 'Badge', 'Device'],
    ]) {
      const { store, database } = await open();
      for (const name of names) await create(store, scope, badgeWith('title', 'valid', name), { code: 'x' });
      const rows = database.prepare('select name, type from scim_type order by name').all();
      expect(rows.filter(({ name }) => name === 'User' || name === 'Group').map(({ type }) => type)).toEqual([
        2, 1,
      ]);
      numbers.push(rows);
    }
    expect(numbers[1]).toEqual(numbers[0]);
  });

  it('give way where two names meet', async () => {
    const { store, database } = await open();
    await create(store, scope, badge, { code: 'x' });
    const taken = database.prepare("select type from scim_type where name = 'Badge'").get()?.type;
    const { store: other, database: second } = await open();
    second.prepare("insert into scim_type (type, name) values (?, 'Somebody')").run(Number(taken));
    const { after } = await create(other, scope, badge, { code: 'x' });
    expect((await other.read(scope, 'Badge', after.id, documentOnly))?.id).toBe(after.id);
    expect(second.prepare("select type from scim_type where name = 'Badge'").get()?.type).toBe(
      Number(taken) + 1,
    );
    expect(await other.read(scope, 'Somebody', after.id, documentOnly)).toBeUndefined();
  });
});
