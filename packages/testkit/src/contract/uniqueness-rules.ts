import assert from 'node:assert/strict';
import { attributeOf } from './contract-catalog.ts';
import { type Rule, refused } from './rule.ts';

/** A unique value belongs to one resource of a type in a tenant. */
export const uniquenessRules: readonly Rule[] = [
  {
    name: 'a taken value is a conflict that names the attribute, and nothing is made',
    prove: async ({ tenant }) => {
      await tenant.user('jo', { externalId: 'first' });
      const member = await tenant.user('member');
      const error = await refused('conflict', tenant.user('jo', { externalId: 'second' }));
      assert.equal(error.attribute?.id, attributeOf('User', 'userName').id);
      assert.equal((await tenant.list('User')).total, 2);
      await tenant.create('Device', { serial: 'S' });
      const device = await refused('conflict', tenant.create('Device', { serial: 'S' }));
      assert.equal(device.attribute?.id, attributeOf('Device', 'serial').id);
      assert.deepEqual((await tenant.get('User', member.id)).memberOf ?? [], []);
    },
  },
  {
    name: 'values are compared by their keys, so that letter case decides only where core says it does',
    prove: async ({ tenant }) => {
      await tenant.user('Jo.ÖZTÜRK');
      await refused('conflict', tenant.user('jo.öztürk'));
      await refused('conflict', tenant.user('jo.o\u0308ztu\u0308rk'));
      // A database that pads, folds or ignores accents would take these for the same.
      for (const other of ['jo.ozturk', 'jo.öztürk ', ' jo.öztürk', 'jo_öztürk', 'jo%'])
        await tenant.user(other);
      await tenant.create('Device', { serial: 'abc' });
      await tenant.create('Device', { serial: 'ABC' });
      await refused('conflict', tenant.create('Device', { serial: 'ABC' }));
    },
  },
  {
    name: 'a change to a taken value is a conflict, and nothing of it is made',
    prove: async ({ tenant }) => {
      await tenant.user('jo');
      const other = await tenant.user('kim', { title: 'Engineer' });
      const error = await refused(
        'conflict',
        tenant.set('User', other.id, { userName: 'JO', title: 'Manager' }),
      );
      assert.equal(error.attribute?.id, attributeOf('User', 'userName').id);
      const read = await tenant.get('User', other.id);
      assert.deepEqual([read.document, read.version], [other.document, other.version]);
      await tenant.set('User', other.id, { userName: 'KIM' });
      assert.equal((await tenant.get('User', other.id)).document.userName, 'KIM');
    },
  },
  {
    name: 'a value is free again once its resource has another one, or is gone',
    prove: async ({ tenant }) => {
      const first = await tenant.user('jo');
      await tenant.set('User', first.id, { userName: 'other' });
      const second = await tenant.user('jo');
      await refused('conflict', tenant.set('User', first.id, { userName: 'jo' }));
      await tenant.remove('User', second.id);
      await tenant.set('User', first.id, { userName: 'jo' });
      await refused('conflict', tenant.user('jo'));
    },
  },
  {
    name: 'values that are not declared unique may repeat',
    prove: async ({ tenant }) => {
      for (const userName of ['a', 'b']) {
        await tenant.user(userName, {
          externalId: 'same',
          displayName: 'same',
          emails: [{ value: 'same@b.example' }],
        });
        await tenant.group('same');
      }
      assert.equal((await tenant.list('User')).total, 2);
      assert.equal((await tenant.list('Group')).total, 2);
    },
  },
  {
    name: 'of many who want one name at the same moment exactly one gets it',
    claimed: ({ uniqueness }) => uniqueness === 'enforced',
    prove: async ({ tenant }) => {
      for (const userName of ['jo', 'kim', 'lou']) {
        const results = await Promise.allSettled(
          Array.from({ length: 20 }, (_, index) =>
            tenant.user(index % 2 === 0 ? userName : userName.toUpperCase(), { title: `${index}` }),
          ),
        );
        const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.id] : []));
        assert.equal(made.length, 1, userName);
        for (const result of results) {
          if (result.status === 'rejected') await refused('conflict', Promise.reject(result.reason));
        }
      }
      assert.equal((await tenant.list('User')).total, 3);
    },
  },
  {
    name: 'of many who rename themselves to one name exactly one succeeds',
    claimed: ({ uniqueness }) => uniqueness === 'enforced',
    prove: async ({ tenant }) => {
      const users = await tenant.users(10);
      const results = await Promise.allSettled(
        users.map(({ id }) => tenant.set('User', id, { userName: 'jo' })),
      );
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
      const names = (await tenant.list('User')).resources.map(({ document }) => document.userName);
      assert.equal(names.filter((name) => name === 'jo').length, 1);
    },
  },
];
