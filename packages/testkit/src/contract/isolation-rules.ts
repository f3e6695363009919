import assert from 'node:assert/strict';
import { createUuidV7 } from '@scimkit/core';
import { attributeOf } from './contract-catalog.ts';
import { type Rule, refused } from './rule.ts';
import { documentOnly, idsOf } from './tenant-under-test.ts';

/** The tenant comes first, everywhere and without exception. */
export const isolationRules: readonly Rule[] = [
  {
    name: 'a new tenant has nothing',
    prove: async ({ tenant, otherTenant }) => {
      await tenant.user('jo');
      const other = await otherTenant();
      const page = await other.list('User');
      assert.deepEqual([page.resources.length, page.total], [0, 0]);
    },
  },
  {
    name: "one tenant's resource cannot be read, changed or removed by another, and looks as if it did not exist",
    prove: async ({ tenant, otherTenant }) => {
      const { id } = await tenant.user('jo', { title: 'Engineer' });
      const other = await otherTenant();
      assert.equal(await other.read('User', id), undefined);
      let asked = false;
      const next = () => {
        asked = true;
        return undefined;
      };
      assert.equal(await other.update('User', id, { next }), undefined);
      assert.equal(asked, false, 'The change of another tenant was shown the document.');
      assert.equal(await other.remove('User', id), undefined);
      assert.equal((await tenant.get('User', id)).document.title, 'Engineer');
    },
  },
  {
    name: 'the same ids in two tenants never meet',
    prove: async ({ tenant, otherTenant }) => {
      const other = await otherTenant();
      const [user, group] = [createUuidV7(), createUuidV7()];
      for (const each of [tenant, other]) {
        await each.create('User', { userName: 'jo' }, { id: user });
        await each.create('Group', { displayName: 'Staff' }, { id: group, members: [{ id: user }] });
      }
      await tenant.set('User', user, { title: 'Changed' });
      await tenant.members(group, { remove: [user] });
      assert.equal((await other.get('User', user)).document.title, undefined);
      assert.deepEqual(await other.memberIds(group), [user]);
      await tenant.remove('User', user);
      assert.deepEqual(await other.memberIds(group), [user]);
      assert.deepEqual(idsOf((await other.get('User', user)).memberOf ?? []), [group]);
      assert.deepEqual(await other.ids('User'), [user]);
    },
  },
  {
    name: 'unique values of one tenant are free in another',
    prove: async ({ tenant, otherTenant }) => {
      await tenant.user('jo');
      const other = await otherTenant();
      await other.user('jo');
      await refused('conflict', other.user('jo'));
    },
  },
  {
    name: 'a member of another tenant is unknown',
    claimed: ({ deltas }) => deltas,
    prove: async ({ tenant, otherTenant }) => {
      const stranger = await (await otherTenant()).user('jo');
      const group = await tenant.group('Staff');
      await refused('unknownMember', tenant.members(group.id, { add: [{ id: stranger.id }] }));
      await refused('unknownMember', tenant.members(group.id, { add: [{ id: stranger.id, type: 'User' }] }));
      assert.deepEqual(await tenant.memberIds(group.id), []);
    },
  },
  {
    name: 'filters, sorted lists and scans find nothing of another tenant',
    prove: async ({ tenant, otherTenant }) => {
      const other = await otherTenant();
      const mine = await tenant.user('jo', { externalId: 'x', emails: [{ value: 'jo@example.com' }] });
      await other.user('jo', { externalId: 'x', emails: [{ value: 'jo@example.com' }] });
      const { supports } = tenant.store;
      for (const [path, key] of [
        ['userName', 'jo'],
        ['externalId', 'x'],
        ['emails.value', 'jo@example.com'],
      ] as const) {
        const filter = { kind: 'compare', attribute: attributeOf('User', path), op: 'eq', key } as const;
        if (supports.compare(filter.attribute, 'eq') === 'exact') {
          assert.deepEqual(await tenant.ids('User', { filter }), [mine.id], path);
        }
        const scanned: string[] = [];
        for await (const { id } of tenant.store.scan(tenant.scope, 'User', filter, documentOnly))
          scanned.push(id);
        assert.deepEqual(scanned, [mine.id], path);
      }
      const by = attributeOf('User', 'userName');
      if (supports.sort(by)) {
        assert.deepEqual(await tenant.ids('User', { sort: { by, descending: false } }), [mine.id]);
      }
    },
  },
  {
    name: 'one type does not see the resources of another',
    prove: async ({ tenant }) => {
      const user = await tenant.user('jo');
      const group = await tenant.group('jo');
      assert.equal(await tenant.read('Group', user.id), undefined);
      assert.equal(await tenant.remove('User', group.id), undefined);
      assert.deepEqual(await tenant.ids('User'), [user.id]);
      assert.deepEqual(await tenant.ids('Group'), [group.id]);
      assert.deepEqual(await tenant.ids('Device'), []);
    },
  },
];
