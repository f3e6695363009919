import assert from 'node:assert/strict';
import { createUuidV7 } from '@scimkit/core';
import type { OutboxRule } from './outbox-rule.ts';
import { eventOf, later, leaseMs, wordsOf } from './outbox-under-test.ts';
import { documentOf, epoch, nextOf } from './tenant-under-test.ts';

const day = 86_400_000;

/** How events are claimed, and what becomes of them. */
export const outboxClaimRules: readonly OutboxRule[] = [
  {
    name: 'an event waits until the one before it has been delivered',
    prove: async (under) => {
      const id = await under.user('first');
      await under.rename(id, 'second');
      await under.rename(id, 'third');
      for (const word of ['first', 'second', 'third']) {
        const event = await under.claimOne();
        assert.deepEqual([wordsOf([event]), event.attempt], [[word], 1]);
        assert.deepEqual(await under.claim(), [], `Claimed while "${word}" was under way.`);
        await under.outbox.done([event], later);
      }
      assert.deepEqual(await under.claim(later * 10), []);
    },
  },
  {
    name: 'resources do not wait for each other, nor do tenants, whatever their ids are',
    prove: async (under) => {
      const other = await under.otherTenant();
      const id = createUuidV7();
      for (const [tenant, word] of [
        [under.tenant, 'mine'],
        [other, 'theirs'],
      ] as const) {
        const draft = { ...nextOf('User', documentOf('User', { userName: 'jo' })), id, at: epoch };
        await under.store.create(tenant.scope, 'User', draft, () => eventOf(word));
      }
      await under.user('another');
      const claimed = await under.claim();
      assert.deepEqual([...wordsOf(claimed)].sort(), ['another', 'mine', 'theirs']);
      const tenants = new Map(claimed.map((event) => [wordsOf([event])[0], event.tenant]));
      assert.deepEqual(
        [tenants.get('mine'), tenants.get('theirs')],
        [under.tenant.scope.tenant, other.scope.tenant],
      );
      // By the name of another tenant it is nobody's.
      await under.outbox.done(
        claimed.map((event) => ({
          ...event,
          tenant: (wordsOf([event])[0] === 'mine' ? other : under.tenant).scope.tenant,
        })),
        later,
      );
      const again = await under.claim(later + leaseMs);
      assert.deepEqual([...wordsOf(again)].sort(), ['mine', 'theirs']);
    },
  },
  {
    name: 'a claim takes no more than it is asked for, the longest waiting first, and nothing before its time',
    prove: async (under) => {
      for (const [word, at] of [
        ['third', 3000],
        ['first', 1000],
        ['second', 2000],
      ] as const) {
        const draft = { ...nextOf('User', documentOf('User', { userName: word })), at: epoch + at };
        await under.store.create(under.tenant.scope, 'User', draft, () => eventOf(word));
      }
      assert.deepEqual(await under.claim(epoch + 999), []);
      assert.deepEqual(wordsOf(await under.claim(later, 2)), ['first', 'second']);
      assert.deepEqual(wordsOf(await under.claim(later, 2)), ['third']);
    },
  },
  {
    name: 'a lease that has run out is claimed again, and who had it cannot speak for the event any more',
    prove: async (under) => {
      const id = await under.user('first');
      await under.rename(id, 'second');
      const dead = await under.claimOne();
      assert.deepEqual(await under.claim(later + leaseMs - 1), []);
      const alive = await under.claimOne(later + leaseMs);
      assert.deepEqual([alive.id, alive.attempt], [dead.id, 2]);
      assert.notEqual(alive.lease, dead.lease);
      await under.outbox.done([dead], later + leaseMs);
      await under.outbox.failed(dead, { reason: 'late', now: later + leaseMs });
      assert.deepEqual(await under.claim(later + leaseMs), [], 'The event was given away by a dead lease.');
      await under.outbox.done([alive], later + leaseMs);
      assert.deepEqual(wordsOf([await under.claimOne(later + leaseMs)]), ['second']);
    },
  },
  {
    name: 'an event that was not delivered comes again at its time, and holds up those behind it',
    prove: async (under) => {
      const id = await under.user('first');
      await under.rename(id, 'second');
      const event = await under.claimOne();
      await under.outbox.failed(event, { dueAt: later + day, reason: 'status 500', now: later });
      assert.deepEqual(await under.claim(later + day - 1), []);
      const again = await under.claimOne(later + day);
      assert.deepEqual([wordsOf([again]), again.attempt], [['first'], 2]);
      await under.outbox.done([again], later + day);
      assert.deepEqual(wordsOf([await under.claimOne(later + day)]), ['second']);
    },
  },
  {
    name: 'a parked event is kept and seen, and those behind it go on, until it is retried',
    prove: async (under) => {
      const { outbox, tenant } = under;
      const id = await under.user('first');
      await under.rename(id, 'second');
      await under.rename(id, 'third');
      const mine = async () =>
        (await outbox.parked({ limit: 1000 })).filter((event) => event.tenant === tenant.scope.tenant);
      const first = await under.claimOne();
      await outbox.failed(first, { reason: `gone ${'x'.repeat(2000)}`, now: later });
      const [parked, ...more] = await mine();
      assert(parked !== undefined && more.length === 0);
      assert.deepEqual([parked.id, parked.kind, parked.attempts], [first.id, first.kind, 1]);
      assert.deepEqual([parked.data, parked.reason], [first.data, `gone ${'x'.repeat(2000)}`.slice(0, 500)]);
      assert.deepEqual(
        await outbox
          .parked({ limit: 1000, after: parked })
          .then((rest) => rest.filter((event) => event.id === parked.id)),
        [],
      );
      const second = await under.claimOne();
      assert.deepEqual(wordsOf([second]), ['second']);
      await outbox.done([second], later);
      await outbox.retry([parked, { tenant: tenant.scope.tenant, id: createUuidV7() }], later);
      assert.deepEqual(await mine(), []);
      const again = await under.claimOne();
      assert.deepEqual([wordsOf([again]), again.attempt], [['first'], 1]);
      await outbox.done([again], later);
      assert.deepEqual(wordsOf(await under.drain()), ['third']);
    },
  },
  {
    name: 'several who claim at once share the work: each event goes to one of them',
    prove: async (under) => {
      const ids: string[] = [];
      for (let index = 0; index < 40; index += 1) ids.push(await under.user(`${index}`));
      for (const id of ids.slice(0, 10)) await under.rename(id, 'behind');
      const taken: string[] = [];
      for (let round = 0; round < 20 && taken.length < 40; round += 1) {
        const claims = await Promise.all(Array.from({ length: 4 }, () => under.claim(later, 5)));
        taken.push(...wordsOf(claims.flat()));
      }
      assert.deepEqual(
        [...taken].sort((left, right) => Number(left) - Number(right)),
        Array.from({ length: 40 }, (_, index) => `${index}`),
      );
    },
  },
  {
    name: 'a resource with very many events keeps no other waiting',
    prove: async (under) => {
      const busy = await under.user('0');
      for (let index = 1; index <= 250; index += 1) await under.rename(busy, `${index}`);
      const quiet = { ...nextOf('User', documentOf('User', { userName: 'quiet' })), at: epoch + day / 100 };
      await under.store.create(under.tenant.scope, 'User', quiet, () => eventOf('quiet'));
      const now = epoch + day;
      const claimed = [...(await under.claim(now, 2)), ...(await under.claim(now, 2))];
      assert.deepEqual(wordsOf(claimed), ['0', 'quiet']);
      await under.outbox.done(claimed, now);
      const rest = await under.drain(now);
      assert.deepEqual(
        wordsOf(rest),
        Array.from({ length: 250 }, (_, index) => `${index + 1}`),
      );
    },
  },
  {
    name: 'pruning takes nothing that is still to be delivered',
    prove: async (under) => {
      const { outbox } = under;
      const prune = async () => {
        while ((await outbox.prune({ before: later * 100, limit: 100 })) > 0);
      };
      const id = await under.user('delivered');
      await under.drain(later);
      await under.rename(id, 'waiting');
      await prune();
      const event = await under.claimOne();
      await prune();
      await outbox.failed(event, { reason: 'parked', now: later });
      await prune();
      const parked = await outbox.parked({ limit: 1000 });
      assert.equal(parked.filter((each) => each.id === event.id).length, 1);
      await outbox.retry([event], later);
      assert.deepEqual(wordsOf(await under.drain()), ['waiting']);
    },
  },
];
