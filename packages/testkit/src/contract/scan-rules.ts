import assert from 'node:assert/strict';
import type { Stored } from '@scimkit/core';
import { attributeOf } from './contract-catalog.ts';
import type { Rule } from './rule.ts';
import { documentOf, documentOnly, everything, idsOf, type TenantUnderTest } from './tenant-under-test.ts';

/** More than any store fetches at a time without having to continue. */
const many = 230;

async function scanned(tenant: TenantUnderTest, each?: (stored: Stored, index: number) => Promise<unknown>) {
  const ids: string[] = [];
  for await (const stored of tenant.store.scan(tenant.scope, 'User', undefined, documentOnly)) {
    ids.push(stored.id);
    await each?.(stored, ids.length - 1);
  }
  return ids;
}

function ascending(ids: readonly string[]): void {
  for (const [index, id] of ids.entries())
    assert(index === 0 || id > (ids[index - 1] ?? ''), `${id} is out of order.`);
}

/** A scan is what core falls back on: it must miss nothing. */
export const scanRules: readonly Rule[] = [
  {
    name: 'a scan finds every resource of the type, once and in the order of ids',
    prove: async ({ tenant }) => {
      const users = await tenant.users(many);
      await tenant.group('Staff');
      const ids = await scanned(tenant);
      ascending(ids);
      assert.deepEqual(ids, idsOf(users));
    },
  },
  {
    name: 'a scan of nothing ends',
    prove: async ({ tenant }) => {
      assert.deepEqual(await scanned(tenant), []);
    },
  },
  {
    name: 'what a scan finds is what a read gives',
    prove: async ({ tenant }) => {
      const user = await tenant.user('jo', { title: 'x' });
      const group = await tenant.group('Staff', [{ id: user.id }]);
      for await (const stored of tenant.store.scan(tenant.scope, 'Group', undefined, everything)) {
        assert.deepEqual(
          [stored.id, stored.version, idsOf(stored.members ?? [])],
          [group.id, group.version, [user.id]],
        );
        assert.deepEqual(stored.document, documentOf('Group', { displayName: 'Staff' }));
      }
      const bare = { document: false, members: false, memberOf: true };
      for await (const stored of tenant.store.scan(tenant.scope, 'User', undefined, bare)) {
        assert.deepEqual([stored.document, idsOf(stored.memberOf ?? [])], [{}, [group.id]]);
      }
    },
  },
  {
    name: 'a scan misses no survivor while resources are removed, and shows none twice',
    prove: async ({ tenant }) => {
      const users = await tenant.users(many);
      const removed = new Set<string>();
      const ids = await scanned(tenant, async ({ id }, index) => {
        const victims = index % 2 === 0 ? [id] : [users[(index * 13) % many]?.id ?? id];
        for (const victim of victims) {
          if ((await tenant.remove('User', victim)) !== undefined) removed.add(victim);
        }
      });
      ascending(ids);
      for (const { id } of users) assert(removed.has(id) || ids.includes(id), `${id} was missed.`);
    },
  },
  {
    name: 'a scan ends, and shows none twice, while resources are changed and added',
    prove: async ({ tenant }) => {
      const users = await tenant.users(many);
      const ids = await scanned(tenant, async ({ id }, index) => {
        await tenant.set('User', id, { title: `${index}` });
        if (index < 20) await tenant.user(`new${index}`);
        if (index % 50 === 0)
          await tenant.create('User', { userName: `old${index}` }, { id: earlyId(index) });
      });
      ascending(ids);
      const seen = new Set(ids);
      for (const { id } of users) assert(seen.has(id), `${id} was missed.`);
    },
  },
  {
    name: 'a scan may be left early',
    prove: async ({ tenant }) => {
      await tenant.users(many);
      for await (const { id } of tenant.store.scan(tenant.scope, 'User', undefined, documentOnly)) {
        assert(id !== '');
        break;
      }
      await tenant.user('after');
      assert.equal((await scanned(tenant)).length, many + 1);
    },
  },
  {
    name: 'a scan with a filter finds at least every match',
    prove: async ({ tenant }) => {
      const users = await tenant.users(many);
      const filter = {
        kind: 'compare',
        attribute: attributeOf('User', 'userName'),
        op: 'eq',
        key: 'user7',
      } as const;
      const ids: string[] = [];
      for await (const { id } of tenant.store.scan(tenant.scope, 'User', filter, documentOnly)) ids.push(id);
      ascending(ids);
      assert(ids.includes(users[7]?.id ?? ''));
    },
  },
];

/** An id that comes before those that a store makes today. */
function earlyId(index: number): string {
  return `00000000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
}
