import assert from 'node:assert/strict';
import type { ResourceStore } from '@scimkit/core';
import { failed, type Rule, refused } from './rule.ts';
import { idsOf, nextOf, type TenantUnderTest } from './tenant-under-test.ts';

const interactive: Rule['claimed'] = ({ transactions }) => transactions === 'interactive';

/** Runs work in a transaction, on the tenant as the transaction sees it. */
function inside<T>(tenant: TenantUnderTest, work: (tenant: TenantUnderTest) => Promise<T>): Promise<T> {
  const { store, scope } = tenant;
  assert(
    store.transaction !== undefined,
    'The store says that it has transactions, but has no `transaction`.',
  );
  return store.transaction(scope, (view: ResourceStore) => work(tenant.by({ store: view })));
}

class Stop extends Error {}

/** A transaction happens as a whole or not at all. */
export const transactionRules: readonly Rule[] = [
  {
    name: 'what a transaction does is there when it ends, and what it returns is returned',
    claimed: interactive,
    prove: async ({ tenant }) => {
      const [user, group] = await inside(tenant, async (view) => {
        const made = await view.user('jo');
        assert.equal((await view.get('User', made.id)).document.userName, 'jo');
        const staff = await view.group('Staff', [{ id: made.id }]);
        assert.deepEqual(await view.ids('Group'), [staff.id]);
        return [made, staff] as const;
      });
      assert.deepEqual(await tenant.memberIds(group.id), [user.id]);
    },
  },
  {
    name: 'a transaction that fails leaves nothing of anything it did',
    claimed: interactive,
    prove: async ({ tenant }) => {
      const [jo, kim, lou] = [
        await tenant.user('jo'),
        await tenant.user('kim', { title: 'x' }),
        await tenant.user('lou'),
      ];
      const group = await tenant.group('Staff', [{ id: jo.id }, { id: kim.id }]);
      const stop = new Stop();
      const failure = inside(tenant, async (view) => {
        await view.user('new', { externalId: 'x' });
        await view.set('User', kim.id, { userName: 'renamed', title: 'y' });
        await view.user('kim');
        await view.members(group.id, { add: [{ id: lou.id }], remove: [kim.id] });
        await view.remove('User', jo.id);
        await view.group('Other', [{ id: lou.id }]);
        await view.members(group.id, { clear: true });
        await view.remove('Group', group.id);
        throw stop;
      });
      assert.equal(await failed(failure), stop);
      for (const before of [jo, kim, lou]) {
        const after = await tenant.get('User', before.id);
        assert.deepEqual(
          [after.document, after.version, after.modified],
          [before.document, before.version, before.modified],
        );
      }
      assert.deepEqual(await tenant.ids('User'), idsOf([jo, kim, lou]));
      assert.deepEqual(await tenant.ids('Group'), [group.id]);
      const read = await tenant.get('Group', group.id);
      assert.deepEqual([idsOf(read.members ?? []), read.version], [idsOf([jo, kim]), group.version]);
      assert.deepEqual((await tenant.get('User', lou.id)).memberOf ?? [], []);
      assert.deepEqual(idsOf((await tenant.get('User', jo.id)).memberOf ?? []), [group.id]);
      await refused('conflict', tenant.user('kim'));
      await tenant.user('renamed');
      await tenant.user('new');
    },
  },
  {
    name: 'a refusal leaves the transaction it happens in usable, and undoes only itself',
    claimed: interactive,
    prove: async ({ tenant }) => {
      await tenant.user('taken');
      const group = await tenant.group('Staff');
      const id = await inside(tenant, async (view) => {
        const before = await view.user('before');
        await refused('conflict', view.user('taken'));
        await refused('conflict', view.set('User', before.id, { userName: 'taken' }));
        await refused(
          'unknownMember',
          view.members(group.id, { add: [{ id: before.id }, { id: 'nobody' }] }),
        );
        await refused('version', view.set('User', before.id, { title: 'x' }, { ifVersion: 'nonsense' }));
        const stop = new Stop();
        const thrown = view.change('User', before.id, {
          next: () => {
            throw stop;
          },
        });
        assert.equal(await failed(thrown), stop);
        await view.set('User', before.id, { title: 'y' });
        await view.user('after');
        return before.id;
      });
      assert.equal((await tenant.get('User', id)).document.title, 'y');
      assert.equal((await tenant.list('User')).total, 3);
      assert.deepEqual(await tenant.memberIds(group.id), []);
    },
  },
  {
    name: 'nobody outside sees what a transaction has done before it ends',
    claimed: interactive,
    prove: async ({ tenant }) => {
      const { id } = await tenant.user('jo', { title: 'before' });
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      let begun: () => void = () => undefined;
      const started = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const running = inside(tenant, async (view) => {
        await view.set('User', id, { title: 'within' });
        await view.user('kim');
        begun();
        await gate;
        throw new Stop();
      }).catch((error: unknown) => error);
      await started;
      // A store may answer from before or wait for the end; either way the transaction was never there.
      const looked = Promise.all([tenant.get('User', id), tenant.list('User')]);
      setTimeout(release, 20);
      const [read, page] = await looked;
      assert.deepEqual([read.document.title, page.total], ['before', 1]);
      assert((await running) instanceof Stop);
    },
  },
  {
    name: 'transactions that are begun together do not mix',
    claimed: interactive,
    prove: async ({ tenant }) => {
      const { id } = await tenant.user('jo', { title: '0' });
      const results = await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) =>
          inside(tenant, async (view) => {
            await view.user(`user${index}`);
            // The change is worked out under the row's lock. What a transaction has read before it may be older: that many
            // databases read what is committed at each moment is their way, and no mixing.
            await view.change('User', id, {
              next: ({ document }) => nextOf('User', { ...document, title: `${Number(document.title) + 1}` }),
            });
            if (index % 2 === 1) throw new Stop();
          }),
        ),
      );
      const done = results.filter(({ status }) => status === 'fulfilled').length;
      for (const result of results) {
        if (result.status === 'rejected' && !(result.reason instanceof Stop)) {
          await refused('busy', Promise.reject(result.reason));
        }
      }
      assert(done > 0, 'Not one of the transactions was done.');
      assert.equal((await tenant.get('User', id)).document.title, `${done}`);
      assert.equal((await tenant.list('User')).total, 1 + done);
    },
  },
];
