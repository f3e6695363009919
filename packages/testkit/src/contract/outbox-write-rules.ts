import assert from 'node:assert/strict';
import { type Applied, createUuidV7 } from '@scimkit/core';
import { nastyStrings } from './nasty-strings.ts';
import type { OutboxRule } from './outbox-rule.ts';
import { eventOf, wordsOf } from './outbox-under-test.ts';
import { failed, refused } from './rule.ts';
import { documentOf, documentOnly, epoch, everything, nextOf } from './tenant-under-test.ts';

class Stop extends Error {}

/** Every change leaves its event in the same commit, and nothing else does. */
export const outboxWriteRules: readonly OutboxRule[] = [
  {
    name: 'a change of any kind leaves its event, in the order of the changes',
    prove: async (under) => {
      const { tenant } = under;
      const id = await under.user('created');
      await under.rename(id, 'changed');
      const group = await tenant.group('Staff');
      await tenant.members(group.id, { add: [{ id }] }, { event: () => eventOf('joined') });
      await tenant.remove('User', id, { event: () => eventOf('removed') });
      const events = await under.drain();
      const told = (words: readonly string[]) => wordsOf(events).filter((word) => words.includes(word));
      assert.deepEqual(told(['created', 'changed', 'removed']), ['created', 'changed', 'removed']);
      assert.deepEqual(told(['joined']), ['joined']);
      assert.equal(events.length, 4);
    },
  },
  {
    name: 'one who joins or leaves leaves its event, whatever is wanted of the answer',
    prove: async (under) => {
      const { tenant } = under;
      const { id } = await tenant.user('jo');
      const group = await tenant.group('Staff');
      const nothing = { document: false, members: false, memberOf: false };
      for (const [index, want] of [nothing, documentOnly, everything].entries()) {
        const told = (word: string) => ({
          want,
          event: ({ added, removed, changed }: Applied) =>
            eventOf(`${index} ${word} ${added.length}${removed.length}${changed}`),
        });
        await tenant.members(group.id, { add: [{ id }] }, told('joined'));
        await tenant.members(group.id, { add: [{ id }] }, told('again'));
        await tenant.members(group.id, { remove: [id] }, told('left'));
        await tenant.members(group.id, { remove: [id] }, told('again'));
      }
      const expected = [0, 1, 2].flatMap((index) => [`${index} joined 10true`, `${index} left 01true`]);
      assert.deepEqual(wordsOf(await under.drain()), expected);
    },
  },
  {
    name: 'an event is made from what the write did, and comes back as it was made',
    prove: async (under) => {
      const { tenant } = under;
      const data = JSON.parse(
        JSON.stringify({
          __proto__: null,
          texts: nastyStrings.filter((text) => text.isWellFormed()),
          n: 1.5,
        }),
      );
      Object.defineProperty(data, '__proto__', { value: { polluted: true }, enumerable: true });
      const id = createUuidV7();
      const { id: resource } = await tenant.user('jo', { title: 'before' });
      let seen: unknown[] = [];
      await tenant.set(
        'User',
        resource,
        { title: 'after' },
        {
          event: ({ before, after, changed, added, removed }) => {
            seen = [before?.document.title, after.document.title, changed, added, removed];
            return { id, kind: 'User.updated', data };
          },
        },
      );
      assert.deepEqual(seen, ['before', 'after', true, [], []]);
      const event = await under.claimOne();
      assert.deepEqual([event.id, event.kind, event.tenant], [id, 'User.updated', tenant.scope.tenant]);
      assert.equal(JSON.stringify(event.data), JSON.stringify(data));
    },
  },
  {
    name: 'a write that changes nothing leaves none',
    prove: async (under) => {
      const { tenant } = under;
      const { id } = await tenant.user('jo', { title: 'same' });
      const group = await tenant.group('Staff', [{ id }]);
      const event = () => assert.fail('Asked for an event of nothing.');
      await tenant.set('User', id, { title: 'same' }, { event });
      await tenant.change('User', id, { next: () => undefined, event });
      await tenant.members(group.id, { add: [{ id }], remove: [createUuidV7()] }, { event });
      assert.equal(await tenant.remove('User', createUuidV7(), { event }), undefined);
      assert.deepEqual(await under.claim(), []);
    },
  },
  {
    name: 'a write that fails leaves none',
    prove: async (under) => {
      const { tenant, store } = under;
      const { id } = await tenant.user('jo', { externalId: 'x' });
      const group = await tenant.group('Staff');
      const event = () => eventOf('never');
      const draft = { ...nextOf('User', documentOf('User', { userName: 'jo' })), at: epoch };
      await refused('conflict', store.create(tenant.scope, 'User', draft, event));
      await refused('version', tenant.set('User', id, { title: 'x' }, { ifVersion: 'another', event }));
      await refused(
        'version',
        tenant.remove('User', id, { ifVersion: 'another', event }) as Promise<unknown>,
      );
      await refused('unknownMember', tenant.members(group.id, { add: [{ id: createUuidV7() }] }, { event }));
      const stop = new Stop();
      const next = () => {
        throw stop;
      };
      assert.equal(await failed(tenant.change('User', id, { next, event })), stop);
      assert.deepEqual(await under.claim(), []);
    },
  },
  {
    name: 'without its event there is no change',
    prove: async (under) => {
      const { tenant, store } = under;
      const { id, version } = await tenant.user('jo', { title: 'before' });
      const stop = new Stop();
      const event = () => {
        throw stop;
      };
      const draft = { ...nextOf('User', documentOf('User', { userName: 'kim' })), at: epoch };
      assert.equal(await failed(store.create(tenant.scope, 'User', draft, event)), stop);
      assert.equal(await failed(tenant.set('User', id, { title: 'after' }, { event })), stop);
      assert.equal(await failed(tenant.remove('User', id, { event })), stop);
      assert.deepEqual(await tenant.ids('User'), [id]);
      const { document, version: after } = await tenant.get('User', id);
      assert.deepEqual([document.title, after], ['before', version]);
      assert.deepEqual(await under.claim(), []);
    },
  },
  {
    name: 'a transaction leaves the events of all it did, or of nothing',
    prove: async (under) => {
      const { tenant, store } = under;
      if (store.supports.transactions !== 'interactive') return;
      const id = await under.user('before');
      const stop = new Stop();
      const work = async (
        inside: typeof store | Parameters<Parameters<NonNullable<typeof store.transaction>>[1]>[0],
      ) => {
        const view = tenant.by({ store: inside });
        await under.rename(id, 'one', view);
        await under.rename(id, 'two', view);
        await view.remove('User', id, { event: () => eventOf('three') });
      };
      const rolledBack = store.transaction?.(tenant.scope, async (inside) => {
        await work(inside);
        throw stop;
      });
      assert.equal(await failed(Promise.resolve(rolledBack)), stop);
      assert.deepEqual(wordsOf(await under.drain()), ['before']);
      await store.transaction?.(tenant.scope, async (inside) => {
        // What fails inside and is caught leaves nothing, and the rest is kept.
        const event = () => eventOf('never');
        await failed(
          tenant.by({ store: inside }).set('User', id, { title: 'x' }, { ifVersion: 'another', event }),
        );
        await work(inside);
      });
      assert.deepEqual(wordsOf(await under.drain()), ['one', 'two', 'three']);
    },
  },
];
