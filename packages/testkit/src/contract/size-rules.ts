import assert from 'node:assert/strict';
import type { Rule } from './rule.ts';
import { idsOf } from './tenant-under-test.ts';

/** More than the parameters of one SQL statement in most databases: SQLite takes 32,766, SQL Server 2,100, D1 100. */
const large = 2_500;

/** Large sets are sets like any other. */
export const sizeRules: readonly Rule[] = [
  {
    name: 'a group of thousands is made, read, changed by a few, by many, and emptied',
    claimed: ({ deltas }) => deltas,
    prove: async ({ tenant }) => {
      const users = await tenant.users(large);
      const all = users.map(({ id }) => ({ id }));
      const group = await tenant.group('Everyone', all);
      assert.equal((await tenant.memberIds(group.id)).length, large);
      const late = await tenant.user('late');
      const joined = await tenant.members(group.id, { add: [...all, { id: late.id }] });
      assert.deepEqual(idsOf(joined.added), [late.id]);
      const half = all.filter((_, index) => index % 2 === 0).map(({ id }) => id);
      const left = await tenant.members(group.id, { remove: half });
      assert.deepEqual(idsOf(left.removed), [...half].sort());
      const replaced = await tenant.members(group.id, { clear: true, add: all });
      assert.deepEqual([idsOf(replaced.added), idsOf(replaced.removed)], [[...half].sort(), [late.id]]);
      assert.deepEqual(await tenant.memberIds(group.id), idsOf(all));
      const emptied = await tenant.members(group.id, { clear: true });
      assert.equal(emptied.removed.length, large);
      assert.deepEqual(await tenant.memberIds(group.id), []);
    },
  },
  {
    name: 'one who is in hundreds of groups is in all of them, and leaves all of them',
    prove: async ({ tenant }) => {
      const user = await tenant.user('jo');
      const groups: string[] = [];
      for (let index = 0; index < 300; index += 1)
        groups.push((await tenant.group(`g${index}`, [{ id: user.id }])).id);
      assert.deepEqual(idsOf((await tenant.get('User', user.id)).memberOf ?? []), [...groups].sort());
      await tenant.remove('User', user.id);
      const want = { document: false, members: true, memberOf: false };
      for (const group of (await tenant.list('Group', { want })).resources)
        assert.deepEqual(group.members, []);
    },
  },
  {
    name: 'a page of a thousand is a page like any other',
    prove: async ({ tenant }) => {
      const users = await tenant.users(1_050);
      const page = await tenant.list('User', { page: { kind: 'index', offset: 25, limit: 1_000 } });
      assert.deepEqual(
        page.resources.map(({ id }) => id),
        idsOf(users).slice(25, 1_025),
      );
      assert.equal(page.total, 1_050);
    },
  },
];
