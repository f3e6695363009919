import assert from 'node:assert/strict';
import { createUuidV7, type Member, type MemberPage, StoreError, type Want } from '@scimkit/core';
import { failed, type Rule } from './rule.ts';
import { idsOf, type TenantUnderTest } from './tenant-under-test.ts';

const claimed: Rule['claimed'] = (supports) => supports.memberPages;

const firstUuid = '00000000-0000-0000-0000-000000000000';
const lastUuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Loads the first members only. */
function first(limit: number): Want {
  return { document: false, members: { limit }, memberOf: false };
}

function page(
  { store, scope }: TenantUnderTest,
  group: string,
  after: string | undefined,
  limit: number,
  type = 'Group',
): Promise<MemberPage | undefined> {
  assert(store.memberPage !== undefined, 'The store says that it pages members, but has no `memberPage`.');
  return store.memberPage(scope, type, group, after, limit);
}

/** Reads what has to be there, and sees to it that no page has more than was asked for. */
async function pageOf(tenant: TenantUnderTest, group: string, after: string | undefined, limit: number) {
  const found = await page(tenant, group, after, limit);
  assert(found !== undefined, `The group ${group} is not there.`);
  assert(found.members.length <= limit, `${found.members.length} members instead of ${limit}.`);
  return found;
}

/** Goes on to the end. */
async function rest(
  tenant: TenantUnderTest,
  group: string,
  from: string | undefined,
  limit: number,
): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (let after = from; after !== undefined; ) {
    const found = await pageOf(tenant, group, after, limit);
    assert(found.members.length > 0, 'There were said to be others, and there are none.');
    members.push(...found.members);
    after = found.next;
  }
  return members;
}

async function all(tenant: TenantUnderTest, group: string, limit: number): Promise<readonly Member[]> {
  const { members, next } = await pageOf(tenant, group, undefined, limit);
  return [...members, ...(await rest(tenant, group, next, limit))];
}

/** Where ids have a form of the application's, such as that of a UUID, others are refused. */
function refusedAsValue(error: unknown): undefined {
  if (!(error instanceof StoreError) || error.code !== 'invalid') throw error;
}

/** Members of a reference set, page by page. */
export const memberPageRules: readonly Rule[] = [
  {
    name: 'pages of any size are complete, without duplicates, in one order, and with type and name',
    claimed,
    prove: async ({ tenant }) => {
      const users = [...(await tenant.users(16))];
      // Ids at the ends of every order, and of other lengths, as a host may issue them.
      for (const id of [firstUuid, lastUuid, 'x-y', '~~~~~~~~~~~~~~~~~~~~']) {
        const made = tenant.create('User', { userName: id }, { id }).catch(refusedAsValue);
        users.push(...[await made].filter((user) => user !== undefined));
      }
      const nested = await tenant.group('Nested');
      const group = await tenant.group('Staff', [...users, nested].reverse());
      await tenant.group('Other', [...users].slice(3));
      const whole = (await tenant.get('Group', group.id)).members ?? [];
      const order = await all(tenant, group.id, 1000);
      assert.deepEqual(idsOf(order), idsOf([...users, nested]));
      const byId = new Map(whole.map((member) => [member.id, member]));
      for (const member of order) assert.deepEqual(member, byId.get(member.id));
      for (const limit of [1, 2, 5, users.length, users.length + 1, users.length + 2])
        assert.deepEqual(await all(tenant, group.id, limit), order, `${limit}`);
    },
  },
  {
    name: 'a read, a list, a new group and a changed one have the first members, and say where the others begin',
    claimed,
    prove: async ({ tenant }) => {
      const users = await tenant.users(7);
      const want = first(3);
      const made = await tenant.create('Group', { displayName: 'Staff' }, { members: users, want });
      const order = await all(tenant, made.id, 100);
      const changed = await tenant.set('Group', made.id, { displayName: 'People' }, { want });
      const [listed] = (await tenant.list('Group', { want })).resources;
      for (const stored of [made, changed.after, await tenant.read('Group', made.id, want), listed]) {
        assert.deepEqual(stored?.members, order.slice(0, 3));
        assert.deepEqual(await rest(tenant, made.id, stored?.membersNext, 3), order.slice(3));
      }
    },
  },
  {
    name: 'where all members are shown nothing says that there are others',
    claimed,
    prove: async ({ tenant }) => {
      const users = await tenant.users(4);
      const group = await tenant.group('Staff', users);
      const empty = await tenant.group('Empty');
      for (const limit of [4, 5, 1000]) {
        const read = await tenant.get('Group', group.id, first(limit));
        assert.deepEqual([read.members?.length, read.membersNext], [4, undefined], `${limit}`);
        assert.equal((await pageOf(tenant, group.id, undefined, limit)).next, undefined);
        const none = await tenant.get('Group', empty.id, first(limit));
        assert.deepEqual([none.members, none.membersNext], [[], undefined]);
        assert.deepEqual(await page(tenant, empty.id, undefined, limit), { members: [] });
      }
      assert.equal((await tenant.get('Group', group.id)).membersNext, undefined);
      const made = await tenant.create('Group', { displayName: 'New' }, { members: users, want: first(4) });
      assert.deepEqual([made.members?.length, made.membersNext], [4, undefined]);
    },
  },
  {
    name: 'each group of a list has the first of its own members',
    claimed,
    prove: async ({ tenant }) => {
      const users = await tenant.users(6);
      for (const size of [0, 1, 2, 3, 6]) await tenant.group(`g${size}`, users.slice(0, size));
      const { resources } = await tenant.list('Group', { want: first(2) });
      const sizes = await Promise.all(
        resources.map(async ({ id, members = [], membersNext }) => {
          assert.equal(
            members.length + (await rest(tenant, id, membersNext, 2)).length,
            (await all(tenant, id, 9)).length,
          );
          return members.length;
        }),
      );
      assert.deepEqual(sizes.sort(), [0, 1, 2, 2, 2]);
    },
  },
  {
    name: 'who is in the set all the while comes once, and nobody twice, whoever joins and leaves between pages',
    claimed,
    prove: async ({ tenant }) => {
      const users = await tenant.users(30);
      const ids = users.map(({ id }) => id);
      const some = (from: number) => ids.filter((_, index) => index % 3 === from).map((id) => ({ id }));
      const [staying, leaving, joining] = [some(0), some(1), some(2)];
      const group = await tenant.group('Staff', [...staying, ...leaving]);
      const begun = await tenant.get('Group', group.id, first(4));
      const seen = [...(begun.members ?? [])];
      let after = begun.membersNext;
      for (let round = 0; after !== undefined && round < 100; round += 1) {
        // The very member that the page ended with, one that was shown before, and others in front and behind.
        const marked = seen.at(-1)?.id;
        const gone = [
          ...leaving.slice(round, round + 3).map(({ id }) => id),
          ...(marked === undefined ? [] : [marked]),
        ];
        await tenant.members(group.id, { remove: gone });
        await tenant.members(group.id, {
          add: [...joining.slice(round, round + 3), ...gone.slice(-1).map((id) => ({ id }))],
        });
        const next = await pageOf(tenant, group.id, after, 4);
        seen.push(...next.members);
        after = next.next;
      }
      assert.equal(new Set(idsOf(seen)).size, seen.length, 'Somebody came twice.');
      const shown = new Set(idsOf(seen));
      for (const { id } of staying) assert(shown.has(id), 'Somebody who stayed did not come.');
    },
  },
  {
    name: 'of what is no group, or none any more, there is no page, and not an empty one',
    claimed,
    prove: async ({ tenant }) => {
      const users = await tenant.users(5);
      const group = await tenant.group('Staff', users);
      const { membersNext } = await tenant.get('Group', group.id, first(2));
      assert(membersNext !== undefined, 'Nothing says where the others begin.');
      for (const id of [createUuidV7(), 'nobody', '__proto__', '', "' or 1=1 --", 'x'.repeat(5000)]) {
        assert.equal(await page(tenant, id, undefined, 2), undefined, id);
        assert.equal(await page(tenant, id, membersNext, 2), undefined, id);
      }
      assert.equal(await page(tenant, users[0]?.id ?? '', undefined, 2), undefined);
      assert.equal(await page(tenant, group.id, undefined, 9, 'Device'), undefined);
      assert.equal(await page(tenant, group.id, undefined, 9, '__proto__'), undefined);
      await tenant.remove('Group', group.id);
      assert.equal(await page(tenant, group.id, membersNext, 2), undefined);
    },
  },
  {
    name: "another tenant's group has no pages, and the same ids in two tenants never meet",
    claimed,
    prove: async ({ tenant, otherTenant }) => {
      const other = await otherTenant();
      const [group, stranger] = [createUuidV7(), await tenant.group('Strange', await tenant.users(5))];
      const { membersNext } = await tenant.get('Group', stranger.id, first(2));
      assert.equal(await page(other, stranger.id, undefined, 2), undefined);
      assert.equal(await page(other, stranger.id, membersNext, 2), undefined);
      const [mine, theirs] = [await tenant.users(4, 'mine'), await other.users(3, 'theirs')];
      await tenant.create('Group', { displayName: 'Staff' }, { id: group, members: mine });
      await other.create('Group', { displayName: 'Staff' }, { id: group, members: theirs });
      assert.deepEqual(idsOf(await all(tenant, group, 2)), idsOf(mine));
      assert.deepEqual(idsOf(await all(other, group, 2)), idsOf(theirs));
    },
  },
  {
    name: 'inside a transaction pages show what it has done',
    claimed: (supports) => supports.memberPages && supports.transactions === 'interactive',
    prove: async ({ tenant }) => {
      const users = await tenant.users(5);
      const group = await tenant.group('Staff', users);
      const leaver = users[3]?.id ?? '';
      await tenant.store.transaction?.(tenant.scope, async (store) => {
        const inside = tenant.by({ store });
        await inside.members(group.id, { remove: [leaver] });
        assert.deepEqual(
          idsOf(await all(inside, group.id, 2)),
          idsOf(users).filter((id) => id !== leaver),
        );
      });
    },
  },
  {
    name: 'no page is read for a client that is gone',
    claimed,
    prove: async ({ tenant }) => {
      const group = await tenant.group('Staff', await tenant.users(3));
      const reason = new Error('The client is gone.');
      const late = tenant.by({ signal: AbortSignal.abort(reason) });
      assert.equal(await failed(page(late, group.id, undefined, 2)), reason);
    },
  },
];
