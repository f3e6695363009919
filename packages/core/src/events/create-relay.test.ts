import { createMemoryStore } from '@scimkit/memory';
import { describe, expect, it } from 'vitest';
import { User } from '../schema/definitions/user.ts';
import { createScimServer } from '../server.ts';
import type { OutboxStore } from '../storage/outbox-port.ts';
import type { ProvisioningEvent } from '../storage/provisioning-event.ts';
import { createRelay } from './create-relay.ts';
import { DeliveryError } from './delivery-error.ts';
import type { RelayOptions } from './relay-options.ts';

/** A server on a store with an outbox, and a clock that stands still until it is moved. */
function fixture() {
  let time = 1_700_000_000_000;
  const store = createMemoryStore({ outbox: true });
  const clock = {
    now: () => time,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
  const server = createScimServer({ store, authenticate: () => undefined as never, now: clock.now });
  const resources = server.resources('t');
  const delivered: ProvisioningEvent[] = [];
  const relay = (options: Partial<RelayOptions> = {}) =>
    createRelay({
      outbox: store.outbox,
      deliver: (event) => void delivered.push(event),
      now: clock.now,
      random: () => 1,
      ...options,
    });
  const user = async (userName: string) => (await resources.create(User, { userName })).id;
  const rename = (id: string, title: string) =>
    resources.patch(User, id, [{ op: 'replace', path: 'title', value: title }]);
  const told = () => delivered.map(({ kind, after }) => after?.title ?? kind);
  return { store, clock, resources, relay, delivered, user, rename, told };
}

describe('runOnce', () => {
  it('delivers all that is due, in order within a resource, and says how many', async () => {
    const { relay, user, rename, told, store, clock } = fixture();
    const id = await user('jo');
    await rename(id, 'one');
    await rename(id, 'two');
    expect(await relay().runOnce()).toEqual({ delivered: 3, failed: 0, parked: 0 });
    expect(told()).toEqual(['created', 'one', 'two']);
    clock.pass(1e9);
    expect(await store.outbox.claim({ limit: 10, leaseMs: 1, now: clock.now() })).toEqual([]);
    expect(await relay().runOnce()).toEqual({ delivered: 0, failed: 0, parked: 0 });
  });

  it('delivers events of several resources at once, at most so many, and one at a time of each', async () => {
    const { relay, user, rename } = fixture();
    for (let index = 0; index < 9; index += 1) await rename(await user(`u${index}`), 'x');
    const open = new Set<string>();
    let most = 0;
    const deliver = async ({ resourceId }: ProvisioningEvent) => {
      expect(open).not.toContain(resourceId);
      open.add(resourceId);
      most = Math.max(most, open.size);
      await new Promise((resolve) => setTimeout(resolve, 2));
      open.delete(resourceId);
    };
    expect((await relay({ deliver, concurrency: 4 }).runOnce()).delivered).toBe(18);
    expect(most).toBe(4);
  });

  it('tries again after a pause that doubles, and keeps what comes after until then', async () => {
    const { relay, user, rename, told, clock, delivered } = fixture();
    const id = await user('jo');
    await rename(id, 'one');
    await user('kim');
    const attempts: number[] = [];
    let works = false;
    const deliver: RelayOptions['deliver'] = (event, { attempt }) => {
      if (event.resourceId === id && !works) {
        attempts.push(attempt);
        throw new Error('status 500');
      }
      delivered.push(event);
    };
    const reported: string[] = [];
    const report = (error: unknown, during: string) =>
      reported.push(`${during}: ${(error as Error).message}`);
    const { runOnce } = relay({ deliver, report });
    expect(await runOnce()).toEqual({ delivered: 1, failed: 1, parked: 0 });
    for (const pause of [1_000, 2_000, 4_000]) {
      clock.pass(pause - 1);
      expect((await runOnce()).failed).toBe(0);
      clock.pass(1);
      expect((await runOnce()).failed).toBe(1);
    }
    expect(attempts).toEqual([1, 2, 3, 4]);
    expect(reported[3]).toMatch(/^delivery of event .*, attempt 4: status 500$/);
    works = true;
    clock.pass(8_000);
    await runOnce();
    expect(told()).toEqual(['created', 'created', 'one']);
  });

  it('parks an event after the last attempt, or at once when no retry can help, and goes on', async () => {
    const { relay, user, rename, told, clock, store, delivered } = fixture();
    const [jo, kim] = [await user('jo'), await user('kim')];
    await rename(jo, 'one');
    const deliver: RelayOptions['deliver'] = (event) => {
      if (event.kind === 'updated') return void delivered.push(event);
      throw event.resourceId === kim
        ? new DeliveryError('Gone.', { permanent: true })
        : new Error('status 500');
    };
    const { runOnce } = relay({ deliver, maxAttempts: 2 });
    expect(await runOnce()).toEqual({ delivered: 0, failed: 1, parked: 1 });
    clock.pass(1_000);
    expect(await runOnce()).toEqual({ delivered: 1, failed: 0, parked: 1 });
    expect(told()).toEqual(['one']);
    const parked = await store.outbox.parked({ limit: 10 });
    expect(parked.map(({ attempts, reason }) => [attempts, reason]).sort()).toEqual([
      [1, 'Gone.'],
      [2, 'status 500'],
    ]);
    await store.outbox.retry(parked, clock.now());
    expect((await relay().runOnce()).delivered).toBe(2);
  });

  it('keeps to what a receiver asks for, within a day', async () => {
    const { relay, user, clock } = fixture();
    await user('jo');
    const deliver = () => {
      throw new DeliveryError('Not now.', { retryAfter: 120_000 });
    };
    const { runOnce } = relay({ deliver });
    await runOnce();
    clock.pass(119_999);
    expect((await runOnce()).failed).toBe(0);
    clock.pass(1);
    expect((await runOnce()).failed).toBe(1);
  });

  it('gives a delivery so much time, and aborts its signal', async () => {
    const { relay, user, store } = fixture();
    await user('jo');
    let reason: unknown;
    const deliver: RelayOptions['deliver'] = (_, { signal }) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
        });
      });
    const { runOnce } = relay({ deliver, timeout: 5, maxAttempts: 1 });
    expect(await runOnce()).toEqual({ delivered: 0, failed: 0, parked: 1 });
    expect(reason).toBeInstanceOf(DeliveryError);
    expect((await store.outbox.parked({ limit: 1 }))[0]?.reason).toBe('Not delivered within 5 ms.');
  });

  it('parks an event whose attempts never came to an end, without another one', async () => {
    const { relay, user, store, clock, delivered } = fixture();
    await user('jo');
    for (let crash = 0; crash < 3; crash += 1) {
      await store.outbox.claim({ limit: 1, leaseMs: 10, now: clock.now() });
      clock.pass(10);
    }
    expect(await relay({ maxAttempts: 3 }).runOnce()).toEqual({ delivered: 0, failed: 0, parked: 1 });
    expect(delivered).toEqual([]);
  });

  it('claims nothing more once its signal is aborted', async () => {
    const { relay, user } = fixture();
    for (let index = 0; index < 5; index += 1) await user(`u${index}`);
    const controller = new AbortController();
    const deliver = () => controller.abort();
    const result = await relay({ deliver, concurrency: 2 }).runOnce({ signal: controller.signal });
    expect(result).toEqual({ delivered: 2, failed: 0, parked: 0 });
  });

  it('rejects when the outbox cannot be reached, after the deliveries under way', async () => {
    const { relay, user, store, delivered } = fixture();
    await user('jo');
    let claims = 0;
    const outbox: OutboxStore = {
      ...store.outbox,
      claim: (options) => {
        claims += 1;
        return claims === 1 ? store.outbox.claim(options) : Promise.reject(new Error('down'));
      },
    };
    await expect(relay({ outbox }).runOnce()).rejects.toThrow('down');
    expect(delivered).toHaveLength(1);
  });
});

describe('start and stop', () => {
  it('delivers what is written meanwhile as soon as it is woken', async () => {
    const { relay, user, delivered } = fixture();
    const running = relay({ interval: 2 ** 31 - 1 });
    running.start();
    running.start();
    await user('jo');
    while (delivered.length === 0) {
      running.wake();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await running.stop();
    await user('kim');
    running.wake();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(delivered).toHaveLength(1);
    running.start();
    await running.stop();
    await running.stop();
  });

  it('waits for a delivery under way, and leaves the others to the next', async () => {
    const { relay, user, store, clock } = fixture();
    await user('jo');
    await user('kim');
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let ended = false;
    const deliver = async () => {
      begun.resolve();
      await goOn.promise;
      ended = true;
    };
    const running = relay({ deliver, concurrency: 1 });
    running.start();
    await begun.promise;
    const stopped = running.stop();
    goOn.resolve();
    await stopped;
    expect(ended).toBe(true);
    clock.pass(1e9);
    expect(await store.outbox.claim({ limit: 10, leaseMs: 1, now: clock.now() })).toHaveLength(1);
  });

  it('goes on when the outbox fails for a while, and tells it then what was delivered', async () => {
    const { relay, user, store, delivered, clock } = fixture();
    await user('jo');
    const failures = { claim: 2, done: 2 };
    const down = (call: 'claim' | 'done'): void => {
      failures[call] -= 1;
      if (failures[call] >= 0) throw new Error('down');
    };
    const told = Promise.withResolvers<void>();
    const outbox: OutboxStore = {
      ...store.outbox,
      claim: async (options) => {
        down('claim');
        return store.outbox.claim(options);
      },
      done: async (leases, now) => {
        down('done');
        await store.outbox.done(leases, now);
        told.resolve();
      },
    };
    const reported: string[] = [];
    const running = relay({ outbox, interval: 1, report: (_, during) => reported.push(during) });
    running.start();
    await told.promise;
    await running.stop();
    expect(delivered).toHaveLength(1);
    expect(reported).toEqual(Array.from({ length: 4 }, () => 'the outbox'));
    clock.pass(1e9);
    expect(await store.outbox.claim({ limit: 1, leaseMs: 1, now: clock.now() })).toEqual([]);
  });

  it('asks again at once when the outbox gives less than is wanted, however slow the first delivery is', async () => {
    const { relay, user, store, clock } = fixture();
    const slow = await user('slow');
    clock.pass(1);
    await user('kim');
    const outbox: OutboxStore = {
      ...store.outbox,
      claim: (options) => store.outbox.claim({ ...options, limit: 1 }),
    };
    const others = Promise.withResolvers<void>();
    const deliver = ({ resourceId }: ProvisioningEvent) => {
      if (resourceId === slow) return others.promise;
      others.resolve();
    };
    const failures: unknown[] = [];
    const report = (error: unknown) => failures.push(error);
    const running = relay({ outbox, deliver, report, timeout: 2_000, interval: 2 ** 31 - 1 });
    running.start();
    await others.promise;
    await running.stop();
    // The other one did not come because the slow one's time was over.
    expect(failures).toEqual([]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('disk full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('a log that %s ends nothing', async (_, fail) => {
    const { relay, user } = fixture();
    await user('jo');
    expect((await relay({ deliver: fail, report: fail }).runOnce()).failed).toBe(1);
    // Time for a rejection that nobody handles to be noticed.
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

it.each([
  [{ concurrency: 0 }, /concurrency/],
  [{ timeout: 1.5 }, /timeout/],
  [{ interval: -1 }, /interval/],
  [{ maxAttempts: Number.NaN }, /maxAttempts/],
  [{ timeout: 1_000, lease: 1_000 }, /lease/],
  [{ backOff: { first: 0 } }, /first/],
] as const)('refuses %j in words', (options, words) => {
  const { outbox } = createMemoryStore();
  expect(() => createRelay({ outbox, deliver: () => undefined, ...options })).toThrow(words);
});
