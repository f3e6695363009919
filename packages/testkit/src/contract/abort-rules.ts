import assert from 'node:assert/strict';
import { failed, type Rule } from './rule.ts';
import { documentOnly } from './tenant-under-test.ts';

/** Work for a client that is gone is not begun, and not gone on with. */
export const abortRules: readonly Rule[] = [
  {
    name: 'a call whose signal is aborted already fails with its reason and does nothing',
    prove: async ({ tenant }) => {
      const made = await tenant.user('jo');
      const group = await tenant.group('Staff');
      const reason = new Error('The client is gone.');
      const late = tenant.by({ signal: AbortSignal.abort(reason) });
      for (const call of [
        () => late.user('kim'),
        () => late.read('User', made.id),
        () => late.list('User'),
        () => late.set('User', made.id, { title: 'x' }),
        () => late.members(group.id, { add: [{ id: made.id }] }),
        () => late.remove('User', made.id),
      ]) {
        assert.equal(await failed(call()), reason);
      }
      assert.deepEqual(await tenant.ids('User'), [made.id]);
      assert.equal((await tenant.get('User', made.id)).version, made.version);
      assert.deepEqual(await tenant.memberIds(group.id), []);
    },
  },
  {
    name: 'a scan stops when its signal is aborted on the way',
    prove: async ({ tenant }) => {
      await tenant.users(230);
      const controller = new AbortController();
      const reason = new Error('The client is gone.');
      const { store, scope } = tenant.by({ signal: controller.signal });
      let seen = 0;
      const scan = async () => {
        for await (const { id } of store.scan(scope, 'User', undefined, documentOnly)) {
          assert(id !== '');
          seen += 1;
          if (seen === 3) controller.abort(reason);
        }
      };
      assert.equal(await failed(scan()), reason);
      assert(seen < 230, 'The scan went to its end.');
    },
  },
  {
    name: 'a signal that is not aborted changes nothing',
    prove: async ({ tenant }) => {
      const controller = new AbortController();
      const patient = tenant.by({ signal: controller.signal });
      const { id } = await patient.user('jo');
      assert.deepEqual(await patient.ids('User'), [id]);
      controller.abort();
      assert.deepEqual(await tenant.ids('User'), [id]);
    },
  },
];
