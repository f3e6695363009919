import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { addGroup, addUser, everything, filterOf, regroup, scope } from './test-tenant.ts';

async function groupsOf(store: ReturnType<typeof createMemoryStore>, id: string, type = 'User') {
  const { memberOf = [] } = (await store.read(scope, type, id, everything)) ?? {};
  return memberOf.map(({ display, indirect }) => `${display}${indirect === true ? ' (indirect)' : ''}`);
}

describe('members', () => {
  it('come in the order of their ids, with type and present name', async () => {
    const store = createMemoryStore();
    const [jo, kim, lou] = [
      await addUser(store, 'jo'),
      await addUser(store, 'kim'),
      await addUser(store, 'lou'),
    ];
    const group = await addGroup(store, 'Staff', [{ id: lou.id }, { id: jo.id }]);
    const nested = await addGroup(store, 'Nested');
    await regroup(store, group.id, [nested.id, kim.id, jo.id], [lou.id]);
    await regroup(store, group.id, [lou.id]);
    const { members } = (await store.read(scope, 'Group', group.id, everything)) ?? {};
    expect(members).toEqual([
      { type: 'User', id: jo.id, display: 'jo' },
      { type: 'User', id: kim.id, display: 'kim' },
      { type: 'User', id: lou.id, display: 'lou' },
      { type: 'Group', id: nested.id, display: 'Nested' },
    ]);
  });
});

describe('the order of members', () => {
  it('is kept up by few changes and many, by removals, and by what a transaction undoes', async () => {
    const store = createMemoryStore();
    const ids: string[] = [];
    for (let index = 0; index < 300; index += 1) ids.push((await addUser(store, `user${index}`)).id);
    const group = await addGroup(
      store,
      'Staff',
      ids.slice(100, 103).map((id) => ({ id })),
    );
    const shown = async () => {
      const { members = [], next } =
        (await store.memberPage(scope, 'Group', group.id, undefined, 1000)) ?? {};
      expect(next).toBeUndefined();
      return members.map(({ id }) => id);
    };
    expect(await shown()).toEqual(ids.slice(100, 103));
    await regroup(store, group.id, [ids[200] ?? '', ids[5] ?? ''], [ids[101] ?? '']);
    expect(await shown()).toEqual([5, 100, 102, 200].map((index) => ids[index]));
    await store.remove(scope, 'User', ids[102] ?? '', { at: 1 });
    expect(await shown()).toEqual([5, 100, 200].map((index) => ids[index]));
    for (const joining of [ids.slice(0, 3), ids.slice(0, 100), ids.slice(103)]) {
      const undone = store.transaction(scope, async (inside) => {
        await inside.memberPage?.(scope, 'Group', group.id, undefined, 1);
        await regroup(inside, group.id, joining, [ids[100] ?? '']);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect(await shown()).toEqual([5, 100, 200].map((index) => ids[index]));
    }
    const others = ids.filter((_, index) => index !== 102);
    await regroup(store, group.id, others);
    expect(await shown()).toEqual(others);
  });
});

describe('memberships', () => {
  it('of nested groups are indirect; each group comes once, direct if it is', async () => {
    const store = createMemoryStore();
    const jo = await addUser(store, 'jo');
    const inner = await addGroup(store, 'Inner', [{ id: jo.id }]);
    const middle = await addGroup(store, 'Middle', [{ id: inner.id }]);
    await addGroup(store, 'Outer', [{ id: middle.id }, { id: inner.id }]);
    await addGroup(store, 'Both', [{ id: middle.id }, { id: jo.id }]);
    expect(await groupsOf(store, jo.id)).toEqual(['Inner', 'Both', 'Middle (indirect)', 'Outer (indirect)']);
    expect(await groupsOf(store, inner.id, 'Group')).toEqual(['Middle', 'Outer', 'Both (indirect)']);
  });

  it('end where a circle closes, and never name the group itself', async () => {
    const store = createMemoryStore();
    const jo = await addUser(store, 'jo');
    const a = await addGroup(store, 'A', [{ id: jo.id }]);
    const b = await addGroup(store, 'B', [{ id: a.id }]);
    const c = await addGroup(store, 'C', [{ id: b.id }]);
    await regroup(store, a.id, [c.id]);
    expect(await groupsOf(store, jo.id)).toEqual(['A', 'B (indirect)', 'C (indirect)']);
    expect(await groupsOf(store, a.id, 'Group')).toEqual(['B', 'C (indirect)']);
  });

  it('are found by filters as they are shown', async () => {
    const store = createMemoryStore();
    const [jo, kim] = [await addUser(store, 'jo'), await addUser(store, 'kim')];
    const inner = await addGroup(store, 'Inner', [{ id: jo.id }]);
    const outer = await addGroup(store, 'Outer', [{ id: inner.id }, { id: kim.id }]);
    await regroup(store, inner.id, [outer.id]);
    const page = { kind: 'index', offset: 0, limit: 10 } as const;
    const filter = filterOf('User', `groups.value eq "${outer.id}"`);
    const found = await store.list(scope, 'User', { filter, page, total: 'exact', want: everything });
    expect(found.resources.map(({ id }) => id)).toEqual([jo.id, kim.id]);
  });

  it('are looked for through a bounded number of levels and groups', async () => {
    const store = createMemoryStore();
    const jo = await addUser(store, 'jo');
    let below = jo.id;
    for (let level = 0; level < 100; level += 1)
      below = (await addGroup(store, `${level}`, [{ id: below }])).id;
    expect(await groupsOf(store, jo.id)).toHaveLength(32);

    const kim = await addUser(store, 'kim');
    const wide = await addGroup(store, 'wide', [{ id: kim.id }]);
    for (let index = 0; index < 10_050; index += 1) await addGroup(store, `w${index}`, [{ id: wide.id }]);
    expect(await groupsOf(store, kim.id)).toHaveLength(10_001);
  });
});
