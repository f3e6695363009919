import assert from 'node:assert/strict';
import { StoreError } from '@scimkit/core';
import type { Rule } from './rule.ts';
import { nextOf } from './tenant-under-test.ts';

/** Runs calls at once. A store may ask to try again (`busy`); every other failure is one. */
async function together(calls: readonly Promise<unknown>[]): Promise<number> {
  let done = 0;
  for (const result of await Promise.allSettled(calls)) {
    if (result.status === 'fulfilled') done += 1;
    else if (!(result.reason instanceof StoreError && result.reason.code === 'busy')) throw result.reason;
  }
  assert(done > 0, 'Not one of the calls was done.');
  return done;
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Nothing is lost when many write at once. */
export const concurrencyRules: readonly Rule[] = [
  {
    name: 'of many changes of one resource at the same moment none is lost',
    prove: async ({ tenant }) => {
      const { id } = await tenant.user('jo', { title: '0' });
      const done = await together(
        times(40, () =>
          tenant.change('User', id, {
            next: ({ document }) => nextOf('User', { ...document, title: `${Number(document.title) + 1}` }),
          }),
        ),
      );
      assert.equal((await tenant.get('User', id)).document.title, `${done}`);
    },
  },
  {
    name: 'of many members that join at the same moment none is lost',
    claimed: ({ deltas }) => deltas,
    prove: async ({ tenant }) => {
      const users = await tenant.users(30);
      const group = await tenant.group('Staff');
      const done = await together(users.map(({ id }) => tenant.members(group.id, { add: [{ id }] })));
      assert.equal((await tenant.memberIds(group.id)).length, done);
    },
  },
  {
    name: 'members and the document of one group change at the same moment without losing each other',
    claimed: ({ deltas }) => deltas,
    prove: async ({ tenant }) => {
      const users = await tenant.users(20);
      const group = await tenant.group('Staff');
      await together([
        ...users.map(({ id }) => tenant.members(group.id, { add: [{ id }] })),
        ...times(5, (index) => tenant.set('Group', group.id, { externalId: `${index}` })),
      ]);
      const read = await tenant.get('Group', group.id);
      assert.equal(read.document.displayName, 'Staff');
      assert(read.document.externalId !== undefined);
      assert.equal(read.members?.length, 20);
    },
  },
  {
    name: 'who joins a group while being removed is not left behind in it',
    claimed: ({ deltas }) => deltas,
    prove: async ({ tenant }) => {
      const users = await tenant.users(20);
      const group = await tenant.group('Staff');
      const joining = users.map(({ id }) =>
        tenant.members(group.id, { add: [{ id }], unknownMembers: 'skip' }),
      );
      await together([...joining, ...users.map(({ id }) => tenant.remove('User', id))]);
      const left = new Set(await tenant.ids('User'));
      for (const id of await tenant.memberIds(group.id))
        assert(left.has(id), `${id} is a member and does not exist.`);
    },
  },
  {
    name: 'a resource is removed once, however many try',
    prove: async ({ tenant }) => {
      const { id } = await tenant.user('jo');
      const results = await Promise.all(times(10, () => tenant.remove('User', id)));
      assert.equal(results.filter((applied) => applied !== undefined).length, 1);
    },
  },
  {
    name: 'ids made at the same moment differ',
    prove: async ({ tenant }) => {
      const users = await Promise.all(times(50, (index) => tenant.user(`user${index}`)));
      assert.equal(new Set(users.map(({ id }) => id)).size, 50);
    },
  },
];
