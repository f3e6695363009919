import type { ResourceStore } from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { addGroup, addUser, documentOnly, everything, nextOf, regroup, scope } from './test-tenant.ts';

const total = async (store: ResourceStore, type = 'User') => {
  const page = { kind: 'index', offset: 0, limit: 0 } as const;
  return (await store.list(scope, type, { page, total: 'exact', want: documentOnly })).total;
};

/** A transaction that stays open until it is told to end. */
function openTransaction(store: ReturnType<typeof createMemoryStore>) {
  let end: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    end = resolve;
  });
  const done = store.transaction(scope, async (view) => {
    await addUser(view, 'inside');
    await gate;
  });
  return { end, done };
}

describe('a transaction inside a transaction', () => {
  it('is a savepoint: what it did is undone when it fails, and the rest is kept', async () => {
    const store = createMemoryStore();
    const jo = await addUser(store, 'jo');
    const group = await addGroup(store, 'Staff');
    await store.transaction(scope, async (outer) => {
      await addUser(outer, 'outer');
      await regroup(outer, group.id, [jo.id]);
      const inner = outer.transaction?.(scope, async (view) => {
        await addUser(view, 'inner');
        await regroup(view, group.id, [], [jo.id]);
        throw new Error('inner');
      });
      await expect(inner).rejects.toThrow('inner');
      await outer.transaction?.(scope, async (view) => {
        await addUser(view, 'second');
      });
      await addUser(outer, 'last');
    });
    expect(await total(store)).toBe(4);
    const read = await store.read(scope, 'Group', group.id, everything);
    expect(read?.members?.map(({ id }) => id)).toEqual([jo.id]);
  });

  it('is undone with the one around it', async () => {
    const store = createMemoryStore();
    const jo = await addUser(store, 'jo', { title: 'before' });
    const failing = store.transaction(scope, async (outer) => {
      await outer.transaction?.(scope, async (inner) => {
        await inner.transaction?.(scope, async (innermost) => {
          await addUser(innermost, 'kim');
        });
        const refused = inner.transaction?.(scope, async (innermost) => {
          await innermost.remove(scope, 'User', jo.id, { at: 2 });
          throw new Error('innermost');
        });
        await expect(refused).rejects.toThrow('innermost');
        const next = () => nextOf('User', { userName: 'jo', title: 'after' });
        await inner.update(scope, 'User', jo.id, { at: 2, deltas: [], next, want: documentOnly });
      });
      throw new Error('outer');
    });
    await expect(failing).rejects.toThrow('outer');
    expect(await total(store)).toBe(1);
    expect(await store.read(scope, 'User', jo.id, documentOnly)).toEqual(
      jo && { ...jo, memberOf: undefined, members: undefined },
    );
  });

  it('waits for another one that was begun at the same time', async () => {
    const store = createMemoryStore();
    await store.transaction(scope, async (outer) => {
      const begun = ['a', 'b', 'c'].map((name) =>
        outer.transaction?.(scope, async (view) => {
          await addUser(view, name);
          await Promise.resolve();
          await addUser(view, `${name}2`);
          if (name === 'b') throw new Error('b');
        }),
      );
      expect((await Promise.allSettled(begun)).map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
    });
    expect(await total(store)).toBe(4);
  });

  it('has to be awaited: otherwise everything is undone', async () => {
    const store = createMemoryStore();
    let inner: Promise<unknown> | undefined;
    const outer = store.transaction(scope, async (view) => {
      await addUser(view, 'outer');
      inner = view.transaction?.(scope, async (inside) => {
        await addUser(inside, 'inner');
        await new Promise((resolve) => setTimeout(resolve, 5));
        await addUser(inside, 'late');
      });
    });
    await expect(outer).rejects.toMatchObject({ code: 'unsupported' });
    await expect(inner).rejects.toMatchObject({ code: 'unsupported' });
    expect(await total(store)).toBe(0);
    await addUser(store, 'after');
    expect(await total(store)).toBe(1);
  });
});

describe('the store of a transaction', () => {
  it('cannot be used when the transaction is over', async () => {
    const store = createMemoryStore();
    let kept: ResourceStore | undefined;
    await store.transaction(scope, async (view) => {
      kept = view;
    });
    if (kept === undefined) expect.fail();
    await expect(addUser(kept, 'late')).rejects.toMatchObject({ code: 'unsupported' });
    await expect(kept.transaction?.(scope, async () => undefined)).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(await total(store)).toBe(0);
  });

  it('is for one tenant', async () => {
    const store = createMemoryStore();
    const other = { ...scope, tenant: 'other' };
    const mixed = store.transaction(scope, (view) => addUser(view, 'jo', {}, other));
    await expect(mixed).rejects.toMatchObject({ code: 'unsupported' });
    expect(await total(store)).toBe(0);
  });

  it('does not make other tenants wait', async () => {
    const store = createMemoryStore({ lockTimeout: 10 });
    const open = openTransaction(store);
    const other = { ...scope, tenant: 'other' };
    await addUser(store, 'jo', {}, other);
    open.end();
    await open.done;
  });
});

describe('a call while a transaction runs', () => {
  it('waits for its end, and calls take their turns in the order of arrival', async () => {
    const store = createMemoryStore();
    const open = openTransaction(store);
    const order: string[] = [];
    const calls = [
      addUser(store, 'first').then(() => order.push('create')),
      store.transaction(scope, async (view) => order.push(`transaction sees ${await total(view)}`)),
      total(store).then((count) => order.push(`list sees ${count}`)),
      addUser(store, 'second').then(() => order.push('create')),
      store.transaction(scope, async (view) => order.push(`transaction sees ${await total(view)}`)),
    ];
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(order).toEqual([]);
    open.end();
    await Promise.all([...calls, open.done]);
    expect(order).toEqual(['create', 'transaction sees 2', 'list sees 2', 'create', 'transaction sees 3']);
  });

  it('gives up when the transaction does not end, which happens to who uses the outer store inside', async () => {
    const store = createMemoryStore({ lockTimeout: 10 });
    const stuck = store.transaction(scope, async () => addUser(store, 'jo'));
    await expect(stuck).rejects.toMatchObject({ code: 'busy', message: expect.stringContaining('10 ms') });
    await addUser(store, 'jo');
    expect(await total(store)).toBe(1);
  });

  it('gives up when its client is gone', async () => {
    const store = createMemoryStore();
    const open = openTransaction(store);
    const controller = new AbortController();
    const waiting = addUser(store, 'jo', {}, { ...scope, signal: controller.signal });
    const reason = new Error('gone');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    open.end();
    await open.done;
    expect(await total(store)).toBe(1);
  });
});
