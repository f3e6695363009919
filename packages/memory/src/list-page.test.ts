import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { addGroup, addUser, documentOnly, everything, filterOf, scope } from './test-tenant.ts';

const page = { kind: 'index', offset: 0, limit: 1000 } as const;
const query = { page, total: 'exact', want: documentOnly } as const;

/** Makes the clock run so fast that a search rests at every chance. */
function hurry(): void {
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    time += 1000;
    return time;
  });
}

async function fill(count: number) {
  const store = createMemoryStore();
  const users = [];
  for (let index = 0; index < count; index += 1) {
    users.push(
      await addUser(store, `user${index}`, { title: index % 2 === 0 ? 'even' : 'odd', userType: 'x' }),
    );
  }
  return { store, users, ids: users.map(({ id }) => id) };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a long search', () => {
  it('lets others have their turn', async () => {
    const { store, ids } = await fill(300);
    hurry();
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    const filter = filterOf('User', 'title eq "even"');
    const { resources, total } = await store.list(scope, 'User', { ...query, filter });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
    expect([resources.map(({ id }) => id), total]).toEqual([ids.filter((_, index) => index % 2 === 0), 150]);
  });

  it('misses nobody and lists nobody twice while others come and go', async () => {
    const { store, ids } = await fill(300);
    hurry();
    const filter = filterOf('User', 'title pr');
    const listed = store.list(scope, 'User', { ...query, filter });
    for (const id of ids.slice(0, 50)) await store.remove(scope, 'User', id, { at: 2 });
    for (let index = 0; index < 50; index += 1) await addUser(store, `early${index}`, { title: 'new' });
    const found = (await listed).resources.map(({ id }) => id);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual([...found].sort());
    expect(found).toEqual(expect.arrayContaining(ids.slice(64)));
  });

  it('shows each resource as it was when it matched', async () => {
    const { store, ids } = await fill(200);
    hurry();
    const filter = filterOf('User', 'title eq "even"');
    const listed = store.list(scope, 'User', { ...query, filter });
    const next = () => ({ document: { userName: 'user0', title: 'changed' }, keys: [] });
    await store.update(scope, 'User', ids[0] ?? '', { at: 2, deltas: [], next, want: documentOnly });
    for (const { document } of (await listed).resources) expect(document.title).toBe('even');
  });

  it('leaves out of an index answer who is gone by the time', async () => {
    const { store, ids } = await fill(300);
    for (const id of ids) await addGroup(store, 'Staff', [{ id }]);
    hurry();
    const filter = filterOf('Group', 'displayName eq "staff"');
    const listed = store.list(scope, 'Group', { ...query, filter, want: everything });
    const last = (await store.list(scope, 'Group', { ...query, page: { ...page, offset: 299 } }))
      .resources[0];
    await store.remove(scope, 'Group', last?.id ?? '', { at: 2 });
    expect((await listed).total).toBe(299);
  });

  it('stops when its client is gone', async () => {
    const { store } = await fill(300);
    hurry();
    const controller = new AbortController();
    const filter = filterOf('User', 'title pr');
    const listed = store.list({ ...scope, signal: controller.signal }, 'User', { ...query, filter });
    const reason = new Error('gone');
    controller.abort(reason);
    await expect(listed).rejects.toBe(reason);
  });

  it('sees nothing of a transaction that runs when it goes on', async () => {
    const { store, ids } = await fill(300);
    hurry();
    const filter = filterOf('User', 'title pr');
    const listed = store.list(scope, 'User', { ...query, filter });
    const failing = store.transaction(scope, async (view) => {
      for (const id of ids) await view.remove(scope, 'User', id, { at: 2 });
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect((await listed).total).toBe(300);
  });
});

describe('a scan', () => {
  it('rests, and sees nothing of a transaction that runs when it goes on', async () => {
    const { store, ids } = await fill(300);
    hurry();
    const seen: string[] = [];
    let failing: Promise<unknown> = Promise.resolve();
    for await (const { id } of store.scan(scope, 'User', filterOf('User', 'title eq "odd"'), documentOnly)) {
      if (seen.length === 0) {
        failing = store.transaction(scope, async (view) => {
          for (const each of ids) await view.remove(scope, 'User', each, { at: 2 });
          throw new Error('undone');
        });
        failing.catch(() => undefined);
      }
      seen.push(id);
    }
    await expect(failing).rejects.toThrow('undone');
    expect(seen).toEqual(ids.filter((_, index) => index % 2 === 1));
  });
});

describe('a page', () => {
  it('of a search by position stops at the first match that does not fit', async () => {
    const { store, ids } = await fill(100);
    const filter = filterOf('User', 'userType pr');
    const after = { id: ids[9] ?? '' };
    const cut = await store.list(scope, 'User', {
      filter,
      page: { kind: 'cursor', after, limit: 5 },
      total: 'skip',
      want: documentOnly,
    });
    expect(cut.resources.map(({ id }) => id)).toEqual(ids.slice(10, 15));
    expect([cut.next, cut.previous, cut.total]).toEqual([{ id: ids[14] }, { id: ids[10] }, undefined]);
  });

  it('between two positions holds what is between them', async () => {
    const { store, ids } = await fill(10);
    const between = { after: { id: ids[2] ?? '' }, before: { id: ids[6] ?? '' } };
    const { resources } = await store.list(scope, 'User', {
      ...query,
      page: { kind: 'cursor', limit: 10, ...between },
    });
    expect(resources.map(({ id }) => id)).toEqual(ids.slice(3, 6));
    const none = { after: between.before, before: between.after };
    const empty = await store.list(scope, 'User', { ...query, page: { kind: 'cursor', limit: 10, ...none } });
    expect([empty.resources, empty.next, empty.previous]).toEqual([[], undefined, undefined]);
  });
});
