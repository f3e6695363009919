import assert from 'node:assert/strict';
import { compareKeys, type Stored, toKey } from '@scimkit/core';
import { attributeOf } from './contract-catalog.ts';
import { nastyStrings } from './nasty-strings.ts';
import type { Rule } from './rule.ts';
import { epoch, type TenantUnderTest } from './tenant-under-test.ts';

type Values = Readonly<Record<string, unknown>>;

/** Lists by an attribute in both directions and compares the values with a list in the right order. */
async function sorts(
  tenant: TenantUnderTest,
  type: string,
  path: string,
  shown: (stored: Stored) => unknown,
  ascending: readonly unknown[],
): Promise<void> {
  const by = attributeOf(type, path);
  if (!tenant.store.supports.sort(by)) return;
  const up = (await tenant.list(type, { sort: { by, descending: false } })).resources;
  const down = (await tenant.list(type, { sort: { by, descending: true } })).resources;
  assert.deepEqual(up.map(shown), ascending, `${path}, ascending`);
  assert.deepEqual(down.map(shown), [...ascending].reverse(), `${path}, descending`);
}

const attribute = (name: string) => (stored: Stored) => stored.document[name];

async function devices(tenant: TenantUnderTest, values: readonly Values[]): Promise<readonly Stored[]> {
  const made: Stored[] = [];
  for (const [index, value] of values.entries()) {
    made.push(await tenant.create('Device', { serial: `S${index}`, ...value }, { at: epoch + index }));
  }
  return made;
}

/** Orders. RFC 7644 section 3.4.2.3. */
export const sortingRules: readonly Rule[] = [
  {
    name: 'strings come in the order of their keys: by code point, whatever the letter case',
    prove: async ({ tenant }) => {
      const names = [
        'b',
        'A',
        'a1',
        'É',
        'z',
        'e',
        '\ufffd',
        '😀',
        'Z2',
        '10',
        '9',
        '_',
        'a b',
        'ab',
        'ß',
        'ss',
      ];
      for (const userName of names) await tenant.user(userName, { title: userName, displayName: userName });
      const ascending = [
        '10',
        '9',
        '_',
        'A',
        'a b',
        'a1',
        'ab',
        'b',
        'e',
        'ss',
        'z',
        'Z2',
        'ß',
        'É',
        '\ufffd',
        '😀',
      ];
      for (const path of ['userName', 'title', 'displayName'])
        await sorts(tenant, 'User', path, attribute(path), ascending);
    },
  },
  {
    name: 'every string finds the place that its key has',
    prove: async ({ tenant }) => {
      for (const [index, label] of nastyStrings.entries()) {
        await tenant.create('Device', { serial: `${label}#${index}`, label });
      }
      for (const path of ['serial', 'label']) {
        const by = attributeOf('Device', path);
        if (!tenant.store.supports.sort(by)) continue;
        const { resources } = await tenant.list('Device', { sort: { by, descending: false } });
        const keys = resources.map(({ document }) => toKey(document[path], by) ?? assert.fail());
        assert.deepEqual(keys, [...keys].sort(compareKeys), path);
        assert.equal(keys.length, nastyStrings.length);
      }
    },
  },
  {
    name: 'numbers come by size, instants by time, false before true',
    prove: async ({ tenant }) => {
      await devices(tenant, [
        { ports: 10, weight: 2.5, boughtAt: '2024-01-01T00:00:00Z', online: true },
        { ports: 9, weight: -3, boughtAt: '2024-01-01T00:30:00+01:00', online: false },
        { ports: -1, weight: 10, boughtAt: '1969-07-20T20:17:40Z', online: true },
        { ports: 1000, weight: 1e-3, boughtAt: '2024-01-01T00:00:00.5Z', online: false },
      ]);
      await sorts(tenant, 'Device', 'ports', attribute('ports'), [-1, 9, 10, 1000]);
      await sorts(tenant, 'Device', 'weight', attribute('weight'), [-3, 1e-3, 2.5, 10]);
      await sorts(tenant, 'Device', 'online', attribute('online'), [false, false, true, true]);
      await sorts(tenant, 'Device', 'boughtAt', attribute('serial'), ['S2', 'S1', 'S0', 'S3']);
    },
  },
  {
    name: 'resources without a value come last when ascending and first when descending',
    prove: async ({ tenant }) => {
      const values = [
        { label: 'b', ports: 2 },
        {},
        { label: '\u{10fffe}', ports: Number.MAX_SAFE_INTEGER },
        {},
        { label: '', ports: 0 },
      ];
      await devices(tenant, values);
      await sorts(tenant, 'Device', 'label', attribute('label'), [
        '',
        'b',
        '\u{10fffe}',
        undefined,
        undefined,
      ]);
      await sorts(tenant, 'Device', 'ports', attribute('ports'), [
        0,
        2,
        Number.MAX_SAFE_INTEGER,
        undefined,
        undefined,
      ]);
      await tenant.user('a', { name: { givenName: 'x' } });
      await tenant.user('b', { name: { familyName: 'Zorn' } });
      await tenant.user('c');
      await tenant.user('d', { name: { familyName: 'adams' } });
      const familyName = ({ document }: Stored) => Object(document.name).familyName;
      await sorts(tenant, 'User', 'name.familyName', familyName, ['adams', 'Zorn', undefined, undefined]);
    },
  },
  {
    name: 'of several values the primary one counts, else the first',
    prove: async ({ tenant }) => {
      await tenant.user('b', { emails: [{ value: 'z@x.example' }, { value: 'b@x.example', primary: true }] });
      await tenant.user('c', { emails: [{ value: 'c@x.example' }, { value: 'a@x.example' }] });
      await tenant.user('none');
      await tenant.user('a', { emails: [{ value: 'A@x.example', primary: true }, { value: 'z@x.example' }] });
      await tenant.user('d', {
        emails: [{ value: 'd@x.example', primary: false }, { value: '0@x.example' }],
      });
      await sorts(tenant, 'User', 'emails.value', attribute('userName'), ['a', 'b', 'c', 'd', 'none']);
    },
  },
  {
    name: 'id, created and lastModified are orders like any other',
    prove: async ({ tenant }) => {
      const [first, second, third] = await devices(tenant, [{ label: '1' }, { label: '2' }, { label: '3' }]);
      assert(first !== undefined && second !== undefined && third !== undefined);
      await tenant.set('Device', second.id, { ports: 1 }, { at: epoch + 50 });
      await tenant.set('Device', first.id, { ports: 1 }, { at: epoch + 60 });
      await sorts(tenant, 'Device', 'meta.created', attribute('label'), ['1', '2', '3']);
      await sorts(tenant, 'Device', 'meta.lastModified', attribute('label'), ['3', '2', '1']);
      await sorts(tenant, 'Device', 'id', ({ id }) => id, [first.id, second.id, third.id].sort());
    },
  },
  {
    name: 'equal values come by id, and descending is the order reversed',
    prove: async ({ tenant }) => {
      for (let index = 0; index < 12; index += 1) {
        await tenant.user(`u${index}`, index % 4 === 0 ? {} : { title: `t${index % 2}` });
      }
      const by = attributeOf('User', 'title');
      if (!tenant.store.supports.sort(by)) return;
      const up = (await tenant.list('User', { sort: { by, descending: false } })).resources;
      const groups = new Map<unknown, string[]>();
      for (const { id, document } of up)
        groups.set(document.title, [...(groups.get(document.title) ?? []), id]);
      assert.deepEqual([...groups.keys()], ['t0', 't1', undefined]);
      for (const ids of groups.values()) assert.deepEqual(ids, [...ids].sort());
      const down = await tenant.ids('User', { sort: { by, descending: true } });
      assert.deepEqual(down, up.map(({ id }) => id).reverse());
    },
  },
  {
    name: 'an order and a filter go together',
    prove: async ({ tenant }) => {
      for (const userName of ['d', 'B', 'c', 'A']) await tenant.user(userName, { active: userName !== 'c' });
      const [by, active] = [attributeOf('User', 'userName'), attributeOf('User', 'active')];
      const { supports } = tenant.store;
      if (!supports.sort(by) || supports.compare(active, 'eq') !== 'exact') return;
      const { resources } = await tenant.list('User', {
        filter: { kind: 'compare', attribute: active, op: 'eq', key: true },
        sort: { by, descending: true },
      });
      assert.deepEqual(
        resources.map(({ document }) => document.userName),
        ['d', 'B', 'A'],
      );
    },
  },
];
