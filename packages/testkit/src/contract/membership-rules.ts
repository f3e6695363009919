import assert from 'node:assert/strict';
import type { Stored } from '@scimkit/core';
import { type Rule, refused } from './rule.ts';
import { epoch, idsOf, membersDelta } from './tenant-under-test.ts';

const deltas: Rule['claimed'] = (supports) => supports.deltas;
const unknownId = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Members by id, as type and display. */
function described({ members = [] }: Stored): Readonly<Record<string, readonly (string | undefined)[]>> {
  return Object.fromEntries(members.map(({ id, type, display }) => [id, [type, display]]));
}

/** Reference sets: `Group.members`, and `User.groups` on the other side. */
export const membershipRules: readonly Rule[] = [
  {
    name: 'a group is made with its members',
    prove: async ({ tenant }) => {
      const [jo, kim] = [await tenant.user('jo'), await tenant.user('kim', { displayName: 'Kim' })];
      const members = [{ id: jo.id }, { id: kim.id, type: 'User' }, { id: jo.id }];
      const applied = await tenant.apply('Group', { displayName: 'Staff' }, { members });
      assert.deepEqual(idsOf(applied.added), idsOf([jo, kim]));
      assert.deepEqual(idsOf(applied.after.members ?? []), idsOf([jo, kim]));
      const read = await tenant.get('Group', applied.after.id);
      assert.deepEqual(idsOf(read.members ?? []), idsOf([jo, kim]));
      for (const member of read.members ?? []) assert.equal(member.type, 'User');
      const [held] = (await tenant.get('User', jo.id)).memberOf ?? [];
      assert.deepEqual([held?.id, held?.type, held?.indirect ?? false], [read.id, 'Group', false]);
      assert.equal(read.version, applied.after.version);
    },
  },
  {
    name: 'a group without members has an empty set',
    prove: async ({ tenant }) => {
      const { id, members } = await tenant.group('Empty');
      assert.deepEqual(members, []);
      assert.deepEqual((await tenant.get('Group', id)).members, []);
    },
  },
  {
    name: 'names of members and groups are those of now',
    prove: async ({ tenant }) => {
      const jo = await tenant.user('jo', { displayName: 'Jo' });
      const group = await tenant.group('Staff', [{ id: jo.id }]);
      await tenant.set('User', jo.id, { displayName: 'Jo B.' });
      await tenant.set('Group', group.id, { displayName: 'People' });
      // A store need not have names at hand, but an old one would be wrong.
      const [member] = (await tenant.get('Group', group.id)).members ?? [];
      assert([undefined, 'Jo B.'].includes(member?.display), `${member?.display}`);
      const [held] = (await tenant.get('User', jo.id)).memberOf ?? [];
      assert([undefined, 'People'].includes(held?.display), `${held?.display}`);
      const [listed] = (
        await tenant.list('Group', { want: { document: false, members: true, memberOf: false } })
      ).resources;
      assert.deepEqual(listed === undefined ? {} : described(listed), { [jo.id]: ['User', member?.display] });
    },
  },
  {
    name: 'adding and removing tells what really changed, and a repeat changes nothing',
    claimed: deltas,
    prove: async ({ tenant }) => {
      const [jo, kim, lou] = [await tenant.user('jo'), await tenant.user('kim'), await tenant.user('lou')];
      const group = await tenant.group('Staff', [{ id: jo.id }]);
      const first = await tenant.members(group.id, {
        add: [{ id: jo.id }, { id: kim.id }, { id: kim.id }],
        remove: [lou.id],
      });
      assert.deepEqual([first.changed, idsOf(first.added), first.removed], [true, [kim.id], []]);
      assert.notEqual(first.after.version, group.version);
      assert.equal(first.after.modified, epoch + 1000);
      const repeat = await tenant.members(
        group.id,
        { add: [{ id: jo.id }, { id: kim.id }], remove: [lou.id, unknownId, '__proto__'] },
        { at: epoch + 5000 },
      );
      assert.deepEqual([repeat.changed, repeat.added, repeat.removed], [false, [], []]);
      assert.deepEqual([repeat.after.version, repeat.after.modified], [first.after.version, epoch + 1000]);
      const last = await tenant.members(group.id, { add: [{ id: lou.id }], remove: [jo.id, kim.id] });
      assert.deepEqual([idsOf(last.added), idsOf(last.removed)], [[lou.id], idsOf([jo, kim])]);
      assert.deepEqual(await tenant.memberIds(group.id), [lou.id]);
      assert.deepEqual((await tenant.get('User', jo.id)).memberOf ?? [], []);
      assert.deepEqual(idsOf((await tenant.get('User', lou.id)).memberOf ?? []), [group.id]);
    },
  },
  {
    name: 'clearing makes the set exactly what is added, and tells the difference',
    claimed: deltas,
    prove: async ({ tenant }) => {
      const [jo, kim, lou] = [await tenant.user('jo'), await tenant.user('kim'), await tenant.user('lou')];
      const group = await tenant.group('Staff', [{ id: jo.id }, { id: kim.id }]);
      const same = await tenant.members(group.id, { clear: true, add: [{ id: kim.id }, { id: jo.id }] });
      assert.deepEqual([same.changed, same.after.version], [false, group.version]);
      const moved = await tenant.members(group.id, { clear: true, add: [{ id: kim.id }, { id: lou.id }] });
      assert.deepEqual([idsOf(moved.added), idsOf(moved.removed)], [[lou.id], [jo.id]]);
      assert.deepEqual(await tenant.memberIds(group.id), idsOf([kim, lou]));
      const emptied = await tenant.members(group.id, { clear: true });
      assert.deepEqual(idsOf(emptied.removed), idsOf([kim, lou]));
      assert.deepEqual((await tenant.get('Group', group.id)).members, []);
      assert.equal((await tenant.members(group.id, { clear: true })).changed, false);
    },
  },
  {
    name: 'a change of the members alone does not touch the document, and the other way round',
    claimed: deltas,
    prove: async ({ tenant }) => {
      const jo = await tenant.user('jo');
      const group = await tenant.create('Group', { displayName: 'Staff', externalId: 'x' });
      await tenant.members(group.id, { add: [{ id: jo.id }] });
      assert.deepEqual((await tenant.get('Group', group.id)).document, group.document);
      await tenant.set('Group', group.id, { displayName: 'People' });
      assert.deepEqual(await tenant.memberIds(group.id), [jo.id]);
      const both = await tenant.set(
        'Group',
        group.id,
        { displayName: 'Nobody' },
        { deltas: [membersDelta({ remove: [jo.id] })] },
      );
      assert.deepEqual([both.after.document.displayName, both.after.members], ['Nobody', []]);
    },
  },
  {
    name: 'unknown members are named, and everything else of the change is undone',
    claimed: deltas,
    prove: async ({ tenant }) => {
      const jo = await tenant.user('jo');
      const group = await tenant.group('Staff');
      for (const id of [unknownId, '', 'nobody', '__proto__', "' or 1=1 --", 'x'.repeat(5000)]) {
        const add = [{ id: jo.id }, { id }];
        const error = await refused('unknownMember', tenant.members(group.id, { add }));
        assert.deepEqual(error.members, [id]);
        const made = tenant.apply('Group', { displayName: 'Other' }, { members: add });
        assert.deepEqual((await refused('unknownMember', made)).members, [id]);
      }
      await refused(
        'unknownMember',
        tenant.set(
          'Group',
          group.id,
          { displayName: 'People' },
          { deltas: [membersDelta({ add: [{ id: unknownId }] })] },
        ),
      );
      const read = await tenant.get('Group', group.id);
      assert.deepEqual([read.version, read.document, read.members], [group.version, group.document, []]);
      assert.deepEqual(await tenant.ids('Group'), [group.id]);
    },
  },
  {
    name: 'of many unknown members at least one is named, and at most a few',
    claimed: deltas,
    prove: async ({ tenant }) => {
      const group = await tenant.group('Staff');
      const add = Array.from({ length: 500 }, () => ({ id: crypto.randomUUID() }));
      const { members } = await refused('unknownMember', tenant.members(group.id, { add }));
      assert(members.length > 0 && members.length <= 20, `${members.length} were named.`);
      for (const id of members) assert(add.some((each) => each.id === id));
    },
  },
  {
    name: 'unknown members are left out where that is the policy',
    claimed: deltas,
    prove: async ({ tenant }) => {
      const jo = await tenant.user('jo');
      const add = [{ id: unknownId }, { id: jo.id }, { id: 'nobody' }];
      const made = await tenant.create(
        'Group',
        { displayName: 'A' },
        { members: add, unknownMembers: 'skip' },
      );
      assert.deepEqual(idsOf(made.members ?? []), [jo.id]);
      const group = await tenant.group('B');
      const applied = await tenant.members(group.id, { add, unknownMembers: 'skip' });
      assert.deepEqual(idsOf(applied.added), [jo.id]);
      const nobody = await tenant.members(group.id, { add: [{ id: unknownId }], unknownMembers: 'skip' });
      assert.equal(nobody.changed, false);
    },
  },
  {
    name: 'a member of the wrong type is unknown: one that is not what was said, and one the set cannot hold',
    claimed: deltas,
    prove: async ({ tenant }) => {
      const jo = await tenant.user('jo');
      const device = await tenant.create('Device', { serial: 'S' });
      const group = await tenant.group('Staff');
      for (const member of [
        { id: jo.id, type: 'Group' },
        { id: jo.id, type: '__proto__' },
        { id: group.id, type: 'User' },
        { id: device.id },
        { id: device.id, type: 'Device' },
      ]) {
        await refused('unknownMember', tenant.members(group.id, { add: [member] }));
        await refused('unknownMember', tenant.apply('Group', { displayName: 'x' }, { members: [member] }));
      }
      assert.deepEqual(await tenant.memberIds(group.id), []);
    },
  },
  {
    name: 'groups nest, also in a circle, but none is a member of itself',
    claimed: deltas,
    prove: async ({ tenant }) => {
      const jo = await tenant.user('jo');
      const inner = await tenant.group('Inner', [{ id: jo.id }]);
      const outer = await tenant.group('Outer', [{ id: inner.id }]);
      const [nested] = (await tenant.get('Group', outer.id)).members ?? [];
      assert.deepEqual([nested?.id, nested?.type], [inner.id, 'Group']);
      await tenant.members(inner.id, { add: [{ id: outer.id, type: 'Group' }] });
      assert.deepEqual(await tenant.memberIds(inner.id), idsOf([jo, outer]));
      const { memberOf = [] } = await tenant.get('User', jo.id);
      assert.deepEqual(idsOf(memberOf.filter(({ indirect }) => indirect !== true)), [inner.id]);
      for (const { id, indirect } of memberOf) if (indirect) assert.equal(id, outer.id);
      await refused('unknownMember', tenant.members(inner.id, { add: [{ id: inner.id }] }));
      const skipped = await tenant.members(inner.id, { add: [{ id: inner.id }], unknownMembers: 'skip' });
      assert.equal(skipped.changed, false);
    },
  },
  {
    name: 'who is removed leaves every group, and those groups have changed',
    prove: async ({ tenant }) => {
      const [jo, kim] = [await tenant.user('jo'), await tenant.user('kim')];
      const first = await tenant.group('First', [{ id: jo.id }, { id: kim.id }]);
      const second = await tenant.group('Second', [{ id: jo.id }]);
      const other = await tenant.group('Other', [{ id: kim.id }]);
      await tenant.remove('User', jo.id);
      for (const [before, members] of [
        [first, [kim.id]],
        [second, []],
      ] as const) {
        const after = await tenant.get('Group', before.id);
        assert.deepEqual(idsOf(after.members ?? []), members);
        assert.notEqual(after.version, before.version);
        assert.equal(after.modified, epoch + 2000);
      }
      const untouched = await tenant.get('Group', other.id);
      assert.deepEqual([untouched.version, untouched.modified], [other.version, epoch]);
    },
  },
  {
    name: 'a group that is removed holds nobody any more',
    prove: async ({ tenant }) => {
      const jo = await tenant.user('jo');
      const group = await tenant.group('Staff', [{ id: jo.id }]);
      const outer = await tenant.group('Outer', [{ id: group.id }]);
      await tenant.remove('Group', group.id);
      const read = await tenant.get('User', jo.id);
      assert.deepEqual([read.memberOf ?? [], read.version], [[], jo.version]);
      assert.deepEqual(await tenant.memberIds(outer.id), []);
      const again = await tenant.group('Staff');
      assert.deepEqual(await tenant.memberIds(again.id), []);
    },
  },
];
