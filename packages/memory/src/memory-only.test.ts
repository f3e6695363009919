import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { addGroup, addUser, documentOnly, everything, modelOf, nextOf, scope } from './test-tenant.ts';

const page = { kind: 'index', offset: 0, limit: 10 } as const;

describe('purge', () => {
  it('forgets everything of one tenant and nothing of another', async () => {
    const store = createMemoryStore();
    const [acme, other] = [
      await store.createTenant({ slug: 'acme', appRef: '7', at: 1 }),
      await store.createTenant({ slug: 'other', at: 1 }),
    ];
    const scopes = [acme, other].map(({ id }) => ({ ...scope, tenant: id }));
    const users = [];
    for (const each of scopes) {
      users.push(await addUser(store, 'jo', {}, each));
      const digest = new Uint8Array(32);
      await store.addToken({ id: 't', tenant: each.tenant, digest, label: '', createdAt: 1 });
    }
    await store.purge(acme.id);
    const list = (index: number) =>
      store.list(scopes[index] ?? scope, 'User', { page, total: 'exact', want: everything });
    expect([(await list(0)).total, (await list(1)).total]).toEqual([0, 1]);
    expect(await store.read(scopes[0] ?? scope, 'User', users[0]?.id ?? '', everything)).toBeUndefined();
    expect([await store.tenantBySlug('acme'), await store.tokens(acme.id)]).toEqual([undefined, []]);
    expect([(await store.tenantBySlug('other'))?.id, (await store.tokens(other.id)).length]).toEqual([
      other.id,
      1,
    ]);
    await store.createTenant({ slug: 'acme', appRef: '7', at: 2 });
    await addUser(store, 'jo', {}, scopes[0]);
    await store.purge('nobody');
  });

  it('does not let versions begin again', async () => {
    const store = createMemoryStore();
    const make = () =>
      store.create(scope, 'User', { ...nextOf('User', { userName: 'jo' }), id: 'jo', at: 1 });
    const { after: first } = await make();
    await store.purge(scope.tenant);
    const { after: second } = await make();
    expect(second.version).not.toBe(first.version);
  });

  it('waits for a transaction', async () => {
    const store = createMemoryStore();
    let purged: Promise<void> | undefined;
    await store.transaction(scope, async (view) => {
      purged = store.purge(scope.tenant);
      await addUser(view, 'jo');
    });
    await purged;
    expect((await store.list(scope, 'User', { page, total: 'exact', want: everything })).total).toBe(0);
  });

  it('ends a scan that is on its way', async () => {
    const store = createMemoryStore();
    for (let index = 0; index < 200; index += 1) await addUser(store, `user${index}`);
    let seen = 0;
    for await (const { id } of store.scan(scope, 'User', undefined, documentOnly)) {
      expect(id).not.toBe('');
      seen += 1;
      if (seen === 1) await store.purge(scope.tenant);
    }
    expect(seen).toBeLessThan(100);
  });
});

describe('options', () => {
  it('take ids from the host, for resources and tenants', async () => {
    let count = 0;
    const store = createMemoryStore({ newId: () => `id-${++count}` });
    expect((await store.createTenant({ slug: 'acme', at: 1 })).id).toBe('id-1');
    expect((await addUser(store, 'jo')).id).toBe('id-2');
    expect((await addUser(store, 'kim')).id).toBe('id-3');
  });

  it('take the time of ids from the host', async () => {
    const store = createMemoryStore({ now: () => 0x0123456789ab });
    expect((await addUser(store, 'jo')).id).toMatch(/^01234567-89ab-7/);
  });
});

describe('ids', () => {
  it('are unique across types, so that a member can be named without its type', async () => {
    const store = createMemoryStore();
    const draft = (type: string, name: Record<string, string>) =>
      store.create(scope, type, { ...nextOf(type, name), id: '1', at: 1 });
    await draft('User', { userName: 'jo' });
    await expect(draft('Group', { displayName: 'Staff' })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are ordered whatever the host makes of them', async () => {
    const ids = ['b', 'a', '10', '9', '\ufffd', '😀', ''];
    const store = createMemoryStore({ newId: () => ids.shift() ?? 'end' });
    for (let index = 0; index < 7; index += 1) await addUser(store, `user${index}`);
    const { resources } = await store.list(scope, 'User', { page, total: 'skip', want: documentOnly });
    expect(resources.map(({ id }) => id)).toEqual(['', '10', '9', 'a', 'b', '\ufffd', '😀']);
  });
});

describe('reading', () => {
  it('costs nothing when only the document is wanted: it is the stored object itself', async () => {
    const store = createMemoryStore();
    const { id } = await addUser(store, 'jo');
    const first = await store.read(scope, 'User', id, documentOnly);
    expect(await store.read(scope, 'User', id, documentOnly)).toBe(first);
    expect(first?.json).toBe('{"userName":"jo"}');
  });

  it('survives being spread, document and text included', async () => {
    const store = createMemoryStore();
    const { id } = await addUser(store, 'jo');
    for (const want of [documentOnly, everything]) {
      const copy = { ...(await store.read(scope, 'User', id, want)) };
      expect([copy.document, copy.json]).toEqual([{ userName: 'jo' }, '{"userName":"jo"}']);
    }
  });
});

describe('a change function that writes itself', () => {
  it('is refused, because it is called once more by other stores', async () => {
    const store = createMemoryStore();
    const { id } = await addUser(store, 'jo');
    const next = () => {
      void store.remove(scope, 'User', id, { at: 2 });
      return nextOf('User', { userName: 'kim' });
    };
    const change = store.update(scope, 'User', id, { at: 2, deltas: [], next, want: documentOnly });
    await expect(change).rejects.toMatchObject({ code: 'busy' });
  });
});

describe('several deltas of one change', () => {
  it('follow one another, and what comes to nothing is no change', async () => {
    const store = createMemoryStore();
    const [jo, kim] = [await addUser(store, 'jo'), await addUser(store, 'kim')];
    const group = await addGroup(store, 'Staff', [{ id: jo.id }]);
    const attribute = modelOf('Group').membership;
    if (attribute === undefined) expect.fail();
    const delta = { attribute, clear: false, add: [], remove: [], unknownMembers: 'reject' } as const;
    const apply = (...deltas: Parameters<typeof store.update>[3]['deltas']) =>
      store.update(scope, 'Group', group.id, { at: 2, deltas, want: everything });
    const nothing = await apply(
      { ...delta, remove: [jo.id], add: [{ id: kim.id }] },
      { ...delta, add: [{ id: jo.id }], remove: [kim.id] },
    );
    expect([nothing?.changed, nothing?.after.version]).toEqual([false, group.version]);
    const cleared = await apply(
      { ...delta, add: [{ id: kim.id }] },
      { ...delta, clear: true },
      { ...delta, add: [{ id: kim.id }] },
    );
    expect(cleared?.added.map(({ id }) => id)).toEqual([kim.id]);
    expect(cleared?.removed.map(({ id }) => id)).toEqual([jo.id]);
    expect(cleared?.after.members?.map(({ id }) => id)).toEqual([kim.id]);
  });
});

describe('tokens', () => {
  it('stay revoked since the first time, and remember their latest use', async () => {
    const store = createMemoryStore();
    const digest = new Uint8Array(32).fill(7);
    await store.addToken({ id: 't', tenant: 'host', digest, label: '', createdAt: 1 });
    for (const at of [5, 9]) await store.revokeToken('host', 't', at);
    for (const at of [8, 3]) await store.touchToken('host', 't', at);
    expect(await store.tokenByDigest('host', digest)).toMatchObject({ revokedAt: 5, lastUsedAt: 8 });
    await expect(
      store.addToken({ id: 't', tenant: 'host', digest: new Uint8Array(32), label: '', createdAt: 1 }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});
