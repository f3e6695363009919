import assert from 'node:assert/strict';
import { createUuidV7, type Want } from '@scimkit/core';
import { type Rule, refused } from './rule.ts';
import {
  documentOnly,
  epoch,
  everything,
  idsOf,
  membersDelta,
  type TenantUnderTest,
} from './tenant-under-test.ts';

const deltas: Rule['claimed'] = (supports) => supports.deltas;

/** What core asks of the answer to a change: nothing for 204, and more for 200. Stores have ways of their own for each. */
const wants: readonly (readonly [name: string, want: Want])[] = [
  ['nothing', { document: false, members: false, memberOf: false }],
  ['the document', documentOnly],
  ['the members', { document: false, members: true, memberOf: false }],
  ['everything', everything],
];

/** One member who joins or leaves: what identity providers do all day. */
export const singleMemberRules: readonly Rule[] = wants.flatMap(([name, want]) => [
  {
    name: `one who joins or leaves changes the group, and a repeat does not: ${name} is wanted`,
    claimed: deltas,
    prove: ({ tenant }) => joinAndLeave(tenant, want),
  },
  {
    name: `one who cannot join changes nothing: ${name} is wanted`,
    claimed: deltas,
    prove: async ({ tenant, otherTenant }) => {
      const [jo, device] = [await tenant.user('jo'), await tenant.create('Device', { serial: 'S' })];
      const stranger = await (await otherTenant()).user('stranger');
      const group = await tenant.group('Staff');
      for (const member of [
        { id: createUuidV7() },
        { id: '__proto__' },
        { id: stranger.id },
        { id: stranger.id, type: 'User' },
        { id: group.id },
        { id: device.id },
        { id: device.id, type: 'Device' },
        { id: jo.id, type: 'Group' },
        { id: jo.id, type: '__proto__' },
      ]) {
        const refusal = await refused('unknownMember', tenant.members(group.id, { add: [member] }, { want }));
        assert.deepEqual(refusal.members, [member.id]);
        const skipping = { add: [member], unknownMembers: 'skip' } as const;
        const skipped = await tenant.members(group.id, skipping, { want });
        assert.deepEqual([skipped.changed, skipped.added], [false, []], member.id);
      }
      const read = await tenant.get('Group', group.id);
      assert.deepEqual([read.version, read.modified, read.members], [group.version, epoch, []]);
    },
  },
  {
    name: `a version that is named holds for one member, too: ${name} is wanted`,
    claimed: deltas,
    prove: async ({ tenant }) => {
      const [jo, kim] = [await tenant.user('jo'), await tenant.user('kim')];
      const group = await tenant.group('Staff', [{ id: jo.id }]);
      const stale = { want, ifVersion: 'another' };
      await refused('version', tenant.members(group.id, { add: [{ id: kim.id }] }, stale));
      await refused('version', tenant.members(group.id, { remove: [jo.id] }, stale));
      await refused('version', tenant.members(group.id, { remove: [kim.id] }, stale));
      assert.deepEqual(await tenant.memberIds(group.id), [jo.id]);
      assert.equal((await tenant.get('Group', group.id)).version, group.version);
      const now = { want, ifVersion: group.version };
      assert.equal((await tenant.members(group.id, { add: [{ id: kim.id }] }, now)).changed, true);
      await refused('version', tenant.members(group.id, { remove: [kim.id] }, now));
    },
  },
]);

async function joinAndLeave(tenant: TenantUnderTest, want: Want): Promise<void> {
  const [jo, inner] = [await tenant.user('jo'), await tenant.group('Inner')];
  const group = await tenant.group('Staff');
  let { version } = group;
  let at = epoch;
  for (const [member, type] of [
    [jo.id, 'User'],
    [inner.id, 'Group'],
  ] as const) {
    for (const delta of [{ add: [{ id: member }] }, { remove: [member] }, { add: [{ id: member, type }] }]) {
      at += 1000;
      const applied = await tenant.members(group.id, delta, { want, at });
      const moved = [{ id: member, type }];
      const plain = (members: typeof applied.added) => members.map(({ id, type: of }) => ({ id, type: of }));
      const joins = delta.add !== undefined;
      assert.equal(applied.changed, true);
      assert.deepEqual(plain(applied.added), joins ? moved : []);
      assert.deepEqual(plain(applied.removed), joins ? [] : moved);
      assert.equal(applied.before?.version, version);
      assert.notEqual(applied.after.version, version);
      assert.deepEqual([applied.after.created, applied.after.modified], [epoch, at]);
      ({ version } = applied.after);
      const again = await tenant.members(group.id, delta, { want, at: at + 1 });
      assert.deepEqual([again.changed, again.added, again.removed], [false, [], []]);
      assert.deepEqual([again.after.version, again.after.modified], [version, at]);
      const read = await tenant.get('Group', group.id);
      assert.deepEqual([read.version, read.modified, read.document], [version, at, group.document]);
      assert.equal(idsOf(read.members ?? []).includes(member), joins);
    }
  }
  for (const id of [createUuidV7(), '', '__proto__', 'x'.repeat(5000)]) {
    assert.equal((await tenant.members(group.id, { remove: [id] }, { want })).changed, false);
  }
  assert.deepEqual(await tenant.memberIds(group.id), idsOf([jo, inner]));
  const nowhere = createUuidV7();
  for (const delta of [{ add: [{ id: jo.id }] }, { remove: [jo.id] }]) {
    const change = { deltas: [membersDelta(delta)], want };
    assert.equal(await tenant.update('Group', nowhere, change), undefined);
  }
}
