import assert from 'node:assert/strict';
import {
  type ChangeEvent,
  createScimServer,
  Group,
  type ProvisioningEvent,
  type ScimServerOptions,
  User,
} from '@scimkit/core';
import type { OutboxRule } from './outbox-rule.ts';
import type { OutboxUnderTest } from './outbox-under-test.ts';

const secret = 'correct horse battery staple';

/** The resources of the case's tenant as a server has them. */
function resourcesOf(under: OutboxUnderTest, options: Partial<ScimServerOptions> = {}) {
  const { store, tenant } = under;
  const server = createScimServer({
    store,
    authenticate: async () => undefined,
    ...options,
  } as ScimServerOptions);
  return server.resources(tenant.scope.tenant, { principal: 'signup' });
}

/** Everything there is, as core wrote it. */
async function eventsOf(under: OutboxUnderTest): Promise<readonly ProvisioningEvent[]> {
  // The server's clock is the real one, which is far behind the end of this.
  return (await under.drain(2 ** 45)).map(({ data }) => data as ProvisioningEvent);
}

/** Events by way of a whole server. */
export const outboxCoreRules: readonly OutboxRule[] = [
  {
    name: 'an event says what the hook is told, under the same id',
    prove: async (under) => {
      const told: ChangeEvent[] = [];
      const resources = resourcesOf(under, { hooks: { afterCommit: (event) => void told.push(event) } });
      const jo = await resources.create(User, { userName: 'jo' });
      await resources.patch(User, jo.id, [{ op: 'replace', path: 'title', value: 'Engineer' }]);
      await resources.patch(User, jo.id, [{ op: 'replace', path: 'title', value: 'Engineer' }]);
      await resources.replace(User, jo.id, { userName: 'jo', title: 'Manager' });
      await resources.remove(User, jo.id);
      const events = await eventsOf(under);
      assert.deepEqual(
        events.map(({ kind, operation, changed }) => [kind, operation, changed]),
        [
          ['created', 'create', ['schemas', 'userName']],
          ['updated', 'patch', ['title']],
          ['updated', 'replace', ['title']],
          ['removed', 'remove', ['schemas', 'userName', 'title']],
        ],
      );
      for (const [index, event] of events.entries()) {
        const { scope, ...hook } = told[index] ?? assert.fail('The hook was not told.');
        const { format, tenant, connection, principal, path, ...stored } = event;
        assert.deepEqual(stored, JSON.parse(JSON.stringify(hook)));
        assert.deepEqual({ tenant, connection, principal }, scope);
        assert.deepEqual([format, principal, path], [1, 'signup', `/Users/${jo.id}`]);
      }
      assert.deepEqual([events[1]?.before?.title, events[1]?.after?.title], [undefined, 'Engineer']);
    },
  },
  {
    name: 'without any hook there are events all the same, with their documents',
    prove: async (under) => {
      const resources = resourcesOf(under, { policies: { patchAnswer: 'noContent' } });
      const staff = await resources.create(Group, { displayName: 'Staff' });
      await resources.patch(Group, staff.id, [{ op: 'replace', path: 'displayName', value: 'Everyone' }]);
      const [created, renamed] = await eventsOf(under);
      assert.deepEqual(
        [created?.after?.displayName, renamed?.before?.displayName, renamed?.after?.displayName],
        ['Staff', 'Staff', 'Everyone'],
      );
    },
  },
  {
    name: 'who joined and left a group is told, and no document',
    prove: async (under) => {
      const resources = resourcesOf(under);
      const [jo, kim] = [
        await resources.create(User, { userName: 'jo' }),
        await resources.create(User, { userName: 'kim' }),
      ];
      const members = [{ value: jo.id }];
      const staff = await resources.create(Group, { displayName: 'Staff', members });
      await resources.patch(Group, staff.id, [
        { op: 'remove', path: `members[value eq "${jo.id}"]` },
        { op: 'add', path: 'members', value: [{ value: kim.id }] },
      ]);
      const events = (await eventsOf(under)).filter(({ type }) => type === 'Group');
      const ids = (list: readonly { readonly type: string; readonly id: string }[] | undefined) =>
        list?.map(({ type, id }) => [type, id]);
      const [created, moved] = events;
      assert.deepEqual([ids(created?.added), ids(created?.removed)], [[['User', jo.id]], []]);
      assert.deepEqual([ids(moved?.added), ids(moved?.removed)], [[['User', kim.id]], [['User', jo.id]]]);
      assert.deepEqual([moved?.changed, moved?.memberAttribute], [['members'], 'members']);
      assert(moved !== undefined && !('before' in moved) && !('after' in moved));
    },
  },
  {
    name: 'a password is never in an event, neither in clear nor as what is stored for it',
    prove: async (under) => {
      const resources = resourcesOf(under, {
        policies: { secrets: ({ value }) => `sealed-${value.length}` },
      });
      const jo = await resources.create(User, { userName: 'jo', password: secret });
      await resources.patch(User, jo.id, [{ op: 'replace', path: 'password', value: `${secret}!` }]);
      await resources.patch(User, jo.id, [{ op: 'replace', value: { password: `${secret}!!`, title: 'x' } }]);
      await resources.replace(User, jo.id, { userName: 'jo', password: `${secret}!!!` });
      await resources.remove(User, jo.id);
      const events = await eventsOf(under);
      assert.equal(events.length, 5);
      assert.doesNotMatch(JSON.stringify(events), /correct horse|sealed-/);
      assert(events[1]?.changed.includes('password'), 'That a password was set may be known.');
    },
  },
];
