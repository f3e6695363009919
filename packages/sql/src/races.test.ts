import { type Scope, StoreError } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlStore } from './options.ts';
import { onServers, type TestDatabase } from './test-support/engines.ts';
import { create, documentOnly, everything, modelOf, nextOf, scopeOf } from './test-support/tenant.ts';

const [user, group] = [modelOf('User'), modelOf('Group')];
const { membership } = group;
if (membership === undefined) throw new TypeError('Groups have members.');
/** As many as the pool has connections. */
const racers = 20;

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** The codes of what was refused; everything else has to be done. */
async function settle(calls: readonly Promise<unknown>[]): Promise<{ done: number; refused: string[] }> {
  const results = await Promise.allSettled(calls);
  const refused = results.flatMap((result) => {
    if (result.status === 'fulfilled') return [];
    if (result.reason instanceof StoreError) return [result.reason.code];
    throw result.reason;
  });
  return { done: results.length - refused.length, refused };
}

// Servers only: PGlite and SQLite have one connection, on which nothing happens at once.
describe.each(onServers)('%s with 20 connections', (_, start) => {
  let database: TestDatabase;
  let store: SqlStore;
  let number = 0;
  let scope: Scope;
  /** A tenant for each race, with types that are known, so that the race is about what it says. */
  const newTenant = async (): Promise<void> => {
    number += 1;
    scope = scopeOf(`race-${number}`);
    await create(store, scope, user, { userName: 'first' });
    await create(store, scope, group, { displayName: 'First' });
  };
  const change = { at: 5, want: documentOnly };
  const adding = (ids: readonly string[]) => ({
    attribute: membership,
    clear: false,
    add: ids.map((id) => ({ id })),
    remove: [],
    unknownMembers: 'reject' as const,
  });

  beforeAll(async () => {
    database = await start();
    store = database.open();
    await store.migrate();
  });
  afterAll(() => database.end());

  it('of 20 who create the same userName exactly one wins, 20 times', { timeout: 60_000 }, async () => {
    await newTenant();
    for (const round of times(20, String)) {
      const { done, refused } = await settle(
        times(racers, () => create(store, scope, user, { userName: `same${round}` })),
      );
      expect(done).toBe(1);
      expect(new Set(refused)).toEqual(new Set(['conflict']));
    }
  });

  it('of 20 who rename themselves to the same userName exactly one wins', async () => {
    await newTenant();
    const users = await Promise.all(
      times(racers, (index) => create(store, scope, user, { userName: `u${index}` })),
    );
    const next = () => nextOf(user, { userName: 'wanted' });
    const { done, refused } = await settle(
      users.map(({ after }) => store.update(scope, 'User', after.id, { ...change, deltas: [], next })),
    );
    expect(done).toBe(1);
    expect(new Set(refused)).toEqual(new Set(['conflict']));
  });

  it('the first resources of a new tenant and a new type are made at once', async () => {
    const fresh = times(racers, () => database.open());
    const tenant = scopeOf(`brand-new-${number}`);
    const { done } = await settle(
      fresh.map((each, index) => create(each, tenant, user, { userName: `u${index}` })),
    );
    expect(done).toBe(racers);
    expect((await store.list(tenant, 'User', all)).total).toBe(racers);
  });
  const all = {
    page: { kind: 'index', offset: 0, limit: 1000 },
    total: 'exact',
    want: documentOnly,
  } as const;

  it('a page of users shows whole groups or none, while groups come and go', {
    timeout: 60_000,
  }, async () => {
    await newTenant();
    const users = await Promise.all(
      times(racers, (index) => create(store, scope, user, { userName: `u${index}` })),
    );
    const members = users.map(({ after }) => ({ id: after.id }));
    let changing = true;
    const change = async (name: string) => {
      for (let round = 0; round < 20; round += 1) {
        const { after } = await create(store, scope, group, { displayName: name }, { members });
        await store.remove(scope, 'Group', after.id, { at: 6 });
      }
    };
    const shown = new Set<string>();
    const look = async () => {
      while (changing) {
        const { resources } = await store.list(scope, 'User', { ...all, want: everything });
        for (const { memberOf } of resources)
          for (const { type, display } of memberOf ?? []) shown.add(`${type} ${display}`);
      }
    };
    const looking = times(4, look);
    try {
      await Promise.all(times(4, (index) => change(`Group ${index}`)));
    } finally {
      changing = false;
    }
    await Promise.all(looking);
    expect(Array.from(shown).toSorted()).toEqual(times(4, (index) => `Group Group ${index}`));
  });

  it('of 200 members that join one group at once none is lost, nor of 100 that leave', {
    timeout: 60_000,
  }, async () => {
    await newTenant();
    const users: string[] = [];
    for (const index of times(200, Number)) {
      users.push((await create(store, scope, user, { userName: `u${index}` })).after.id);
    }
    const staff = (await create(store, scope, group, { displayName: 'Staff' })).after.id;
    const joined = await settle(
      users.map((id) => store.update(scope, 'Group', staff, { ...change, deltas: [adding([id])] })),
    );
    expect(joined).toEqual({ done: 200, refused: [] });
    expect((await store.read(scope, 'Group', staff, everything))?.members?.length).toBe(200);
    const leaving = users.slice(0, 100);
    const left = await settle(
      leaving.map((id) =>
        store.update(scope, 'Group', staff, { ...change, deltas: [{ ...adding([]), remove: [id] }] }),
      ),
    );
    expect(left).toEqual({ done: 100, refused: [] });
    const rest = await store.read(scope, 'Group', staff, everything);
    expect(rest?.members?.map(({ id }) => id).sort()).toEqual(users.slice(100).sort());
  });

  it('of 20 changes with the same If-Match exactly one wins', async () => {
    await newTenant();
    const made = await create(store, scope, user, { userName: 'jo', title: '0' });
    const { id, version } = made.after;
    const { done, refused } = await settle(
      times(racers, (index) =>
        store.update(scope, 'User', id, {
          ...change,
          ifVersion: version,
          deltas: [],
          next: () => nextOf(user, { userName: 'jo', title: `${index + 1}` }),
        }),
      ),
    );
    expect(done).toBe(1);
    expect(refused).toEqual(times(racers - 1, () => 'version'));
  });

  it('of 500 changes of one resource none is lost', { timeout: 60_000 }, async () => {
    await newTenant();
    const { id } = (await create(store, scope, user, { userName: 'jo', title: '0' })).after;
    const { done } = await settle(
      times(500, () =>
        store.update(scope, 'User', id, {
          ...change,
          deltas: [],
          next: ({ document }) => nextOf(user, { userName: 'jo', title: `${Number(document.title) + 1}` }),
        }),
      ),
    );
    expect(done).toBe(500);
    expect((await store.read(scope, 'User', id, documentOnly))?.document.title).toBe('500');
  });

  it('nobody who is removed while joining groups is left behind in one', { timeout: 60_000 }, async () => {
    await newTenant();
    for (const round of times(8, Number)) {
      const users: string[] = [];
      for (const index of times(10, Number)) {
        users.push((await create(store, scope, user, { userName: `r${round}u${index}` })).after.id);
      }
      const groups: string[] = [];
      for (const index of times(4, Number)) {
        groups.push((await create(store, scope, group, { displayName: `r${round}g${index}` })).after.id);
      }
      const calls = users.flatMap((id, index) => [
        ...groups.map((each) => store.update(scope, 'Group', each, { ...change, deltas: [adding([id])] })),
        ...(index % 2 === 0 ? [store.remove(scope, 'User', id, { at: 6 })] : []),
      ]);
      const { refused } = await settle(calls);
      // Who is gone is unknown; everything else has to be done, deadlock or not.
      expect(new Set(refused.filter((code) => code !== 'unknownMember'))).toEqual(new Set());
      const orphans = await database.query(
        'select count(*) as n from @member m where not exists (select 1 from @resource r where r.tenant_id = m.tenant_id and r.type = m.member_type and r.id = m.member_id)',
      );
      expect(Number(orphans[0]?.n)).toBe(0);
      for (const each of groups) {
        const members = (await store.read(scope, 'Group', each, everything))?.members ?? [];
        expect(members.length).toBe(5);
      }
    }
  });

  it('groups that are removed while they are changed leave no members', async () => {
    await newTenant();
    const users = await Promise.all(
      times(20, (index) => create(store, scope, user, { userName: `u${index}` })),
    );
    const groups = await Promise.all(
      times(10, (index) => create(store, scope, group, { displayName: `g${index}` })),
    );
    const { refused } = await settle(
      groups.flatMap(({ after }, index) => [
        ...users.map((each) =>
          store.update(scope, 'Group', after.id, { ...change, deltas: [adding([each.after.id])] }),
        ),
        ...(index % 2 === 0 ? [store.remove(scope, 'Group', after.id, { at: 6 })] : []),
      ]),
    );
    expect(refused).toEqual([]);
    const orphans = await database.query(
      'select count(*) as n from @member m where not exists (select 1 from @resource r where r.tenant_id = m.tenant_id and r.type = m.group_type and r.id = m.group_id)',
    );
    expect(Number(orphans[0]?.n)).toBe(0);
  });

  it('transactions that lock two resources in opposite order are refused or done, never lost', async () => {
    await newTenant();
    const [a, b] = (
      await Promise.all(['a', 'b'].map((name) => create(store, scope, user, { userName: name, title: '0' })))
    ).map(({ after }) => after.id);
    const bump = (view: Pick<SqlStore, 'update'>, id: string | undefined) =>
      view.update(scope, 'User', id ?? '', {
        ...change,
        deltas: [],
        next: ({ document }) => nextOf(user, { ...document, title: `${Number(document.title) + 1}` }),
      });
    const { done, refused } = await settle(
      times(racers, (index) =>
        store.transaction(scope, async (view) => {
          const [first, second] = index % 2 === 0 ? [a, b] : [b, a];
          await bump({ ...store, update: view.update }, first);
          await bump({ ...store, update: view.update }, second);
        }),
      ),
    );
    expect(new Set(refused.filter((code) => code !== 'busy'))).toEqual(new Set());
    for (const id of [a, b]) {
      expect((await store.read(scope, 'User', id ?? '', documentOnly))?.document.title).toBe(`${done}`);
    }
  });

  it('who goes on after a deadlock keeps all of a transaction or nothing', { timeout: 60_000 }, async () => {
    await newTenant();
    const names = ['a', 'b'];
    const made = await Promise.all(
      names.map((name) => create(store, scope, user, { userName: name, title: 'old' })),
    );
    const ids = made.map(({ after }) => after.id);
    const rename = (view: Pick<SqlStore, 'update'>, index: number, title: string) =>
      view.update(scope, 'User', ids[index % 2] ?? '', {
        ...change,
        deltas: [],
        next: ({ document }) => nextOf(user, { ...document, title }),
      });
    const first = names.map(() => Promise.withResolvers<void>());
    const results = await Promise.allSettled(
      names.map((name, index) =>
        store.transaction(scope, async (view) => {
          await create({ ...store, create: view.create }, scope, user, { userName: `${name} before` });
          await rename({ update: view.update }, index, name);
          first[index]?.resolve();
          await Promise.all(first.map(({ promise }) => promise));
          // One of them is the victim, and takes no notice.
          await rename({ update: view.update }, index + 1, name).catch(() => undefined);
          await create({ ...store, create: view.create }, scope, user, { userName: `${name} after` }).catch(
            () => undefined,
          );
        }),
      ),
    );
    const found = new Set(
      (await store.list(scope, 'User', all)).resources.map(({ document }) => document.userName),
    );
    for (const [index, name] of names.entries()) {
      const kept = results[index]?.status === 'fulfilled';
      expect([name, found.has(`${name} before`), found.has(`${name} after`)]).toEqual([name, kept, kept]);
    }
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'busy' });
  });
});

describe.each(onServers)('%s while several processes migrate', (_, start) => {
  it('one does the work and the others find it done', { timeout: 60_000 }, async () => {
    const database = await start();
    try {
      const results = await Promise.all(times(10, () => database.open().migrate()));
      expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
      expect(await database.open().migrate()).toEqual({ version: results[0]?.version, applied: [] });
      await create(database.open(), scopeOf('t'), user, { userName: 'jo' });
    } finally {
      await database.end();
    }
  });
});

if (onServers.length === 0) {
  it('no server is there, so races are not run; CONTRIBUTING.md says how to start some', () => {
    expect(onServers).toEqual([]);
  });
}
