import assert from 'node:assert/strict';
import { ScimError, type Stored } from '@scimkit/core';
import { failed, type Rule, refused } from './rule.ts';
import { documentOf, documentOnly, epoch, nextOf } from './tenant-under-test.ts';

const noDocument = { document: false, members: false, memberOf: false };

/** What a resource is apart from the sets that are derived. */
function essence({ id, version, created, modified, document }: Stored) {
  return { id, version, created, modified, document };
}

/** Changes take effect as a whole, once, and only when there is something to change. */
export const updateRules: readonly Rule[] = [
  {
    name: 'a change sees what is stored and replaces the document',
    prove: async ({ tenant }) => {
      const made = await tenant.user('jo', { title: 'Engineer', nickName: 'J' });
      const seen: Stored[] = [];
      const applied = await tenant.change('User', made.id, {
        next: (current) => {
          seen.push(current);
          return nextOf('User', documentOf('User', { userName: 'jo', title: 'Manager' }));
        },
      });
      const last = seen.at(-1);
      assert(last !== undefined, 'The change was never called.');
      assert.deepEqual(essence(last), essence(made));
      assert.equal(applied.changed, true);
      assert.equal(applied.before?.version, made.version);
      assert.deepEqual(applied.before?.document, made.document);
      const read = await tenant.get('User', made.id);
      assert.deepEqual(essence(read), essence(applied.after));
      assert.deepEqual(read.document, documentOf('User', { userName: 'jo', title: 'Manager' }));
      assert.deepEqual([read.created, read.modified], [epoch, epoch + 1000]);
      assert.notEqual(read.version, made.version);
    },
  },
  {
    name: 'what does not exist is not changed, and the change is not asked',
    prove: async ({ tenant }) => {
      const { id } = await tenant.user('jo');
      await tenant.remove('User', id);
      const next = () => assert.fail('asked');
      assert.equal(await tenant.update('User', id, { next }), undefined);
      assert.equal(await tenant.update('User', crypto.randomUUID(), { next }), undefined);
    },
  },
  {
    name: 'no change, no new version: neither for "no change" nor for an equal document',
    prove: async ({ tenant }) => {
      const made = await tenant.user('jo', {
        name: { familyName: 'Doe' },
        emails: [{ value: 'a@b.example' }],
      });
      for (const next of [
        () => undefined,
        (current: Stored) => nextOf('User', current.document),
        (current: Stored) => nextOf('User', structuredClone({ ...current.document })),
      ]) {
        const { changed, after, added, removed } = await tenant.change('User', made.id, { next });
        assert.deepEqual([changed, added, removed], [false, [], []]);
        assert.deepEqual(essence(after), essence(made));
      }
      const nothing = await tenant.change('User', made.id, {});
      assert.equal(nothing.changed, false);
      assert.deepEqual(essence(await tenant.get('User', made.id)), essence(made));
    },
  },
  {
    name: 'a version never repeats, also when the document is as it was before',
    prove: async ({ tenant }) => {
      const { id, version } = await tenant.user('jo', { title: '0' });
      const seen = new Set([version]);
      for (let round = 1; round < 12; round += 1) {
        const { after } = await tenant.set('User', id, { title: String(round % 2) });
        assert(!seen.has(after.version), `The version ${after.version} came twice.`);
        seen.add(after.version);
      }
    },
  },
  {
    name: 'an id that is used again does not get its old versions again',
    prove: async ({ tenant }) => {
      const id = crypto.randomUUID();
      const first = await tenant.create('User', { userName: 'jo' }, { id });
      const { after } = await tenant.set('User', id, { title: 'x' });
      await tenant.remove('User', id);
      // A store may also refuse: ids are not there to be used again.
      const again = await tenant.create('User', { userName: 'jo' }, { id }).catch(() => undefined);
      assert(again === undefined || ![first.version, after.version].includes(again.version));
    },
  },
  {
    name: 'a change that throws leaves nothing and passes its error on',
    prove: async ({ tenant }) => {
      const { id: user } = await tenant.user('jo');
      const made = await tenant.group('Staff');
      const error = new ScimError(400, 'no', { scimType: 'invalidValue' });
      const change = {
        next: () => {
          throw error;
        },
      };
      assert.equal(await failed(tenant.members(made.id, { add: [{ id: user }] }, change)), error);
      const read = await tenant.get('Group', made.id);
      assert.deepEqual(essence(read), essence(made));
      assert.deepEqual(read.members, []);
    },
  },
  {
    name: 'a version that is not the current one is refused, and nothing happens',
    prove: async ({ tenant }) => {
      const made = await tenant.user('jo');
      const { after } = await tenant.set('User', made.id, { title: 'x' }, { ifVersion: made.version });
      assert.equal(after.document.title, 'x');
      for (const ifVersion of [made.version, '', 'nonsense', `${after.version}0`]) {
        await refused('version', tenant.set('User', made.id, { title: 'y' }, { ifVersion }));
        await refused('version', tenant.remove('User', made.id, { ifVersion }));
      }
      assert.deepEqual(essence(await tenant.get('User', made.id)), essence(after));
      assert((await tenant.remove('User', made.id, { ifVersion: after.version })) !== undefined);
    },
  },
  {
    name: 'of two changes of one version only the first is made',
    claimed: ({ ifVersion }) => ifVersion === 'atomic',
    prove: async ({ tenant }) => {
      const { id, version } = await tenant.user('jo');
      const results = await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) =>
          tenant.set('User', id, { title: `${index}` }, { ifVersion: version }),
        ),
      );
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    },
  },
  {
    name: 'before and after hold the document, or both hold none',
    prove: async ({ tenant }) => {
      const { id } = await tenant.user('jo');
      const shown = await tenant.set('User', id, { title: 'x' }, { want: documentOnly });
      assert.deepEqual([shown.before?.document.title, shown.after.document.title], [undefined, 'x']);
      assert.equal(shown.before?.document.userName, 'jo');
      const hidden = await tenant.set('User', id, { title: 'y' }, { want: noDocument });
      assert.deepEqual([hidden.before?.document ?? {}, hidden.after.document], [{}, {}]);
      assert.equal((await tenant.get('User', id)).document.title, 'y');
    },
  },
  {
    name: 'removing returns what was removed, and removes it from everywhere',
    prove: async ({ tenant }) => {
      const made = await tenant.user('jo', { title: 'Engineer' });
      const applied = await tenant.remove('User', made.id);
      assert(applied !== undefined);
      assert.equal(applied.changed, true);
      assert.deepEqual(applied.before?.document, made.document);
      assert.equal(applied.after.id, made.id);
      assert.equal(await tenant.read('User', made.id), undefined);
      assert.deepEqual(await tenant.ids('User'), []);
      assert.equal(await tenant.remove('User', made.id), undefined);
    },
  },
];
