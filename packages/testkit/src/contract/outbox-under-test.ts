import assert from 'node:assert/strict';
import { type ClaimedEvent, createUuidV7, type OutboxEvent, type OutboxStore } from '@scimkit/core';
import type { OpenStore } from './contract-case.ts';
import type { StoreWithOutbox } from './outbox-contract.ts';
import { newTenant } from './rule.ts';
import { epoch, nextOf, TenantUnderTest } from './tenant-under-test.ts';

/** Long after anything that a case writes. */
export const later = epoch + 1_000_000;
/** How long a lease of a case lasts, in milliseconds. */
export const leaseMs = 60_000;

/** An event with a word in it, by which a case knows it again. */
export function eventOf(word: string): OutboxEvent {
  return { id: createUuidV7(), kind: 'User.updated', data: { word } };
}

/** The outbox of the store under test, with short ways to say the usual. */
export class OutboxUnderTest {
  readonly store: StoreWithOutbox;
  readonly outbox: OutboxStore;
  readonly tenant: TenantUnderTest;
  /** Makes another one. */
  readonly otherTenant: () => Promise<TenantUnderTest>;

  private constructor(
    store: StoreWithOutbox,
    tenant: TenantUnderTest,
    otherTenant: () => Promise<TenantUnderTest>,
  ) {
    this.store = store;
    this.outbox = store.outbox;
    this.tenant = tenant;
    this.otherTenant = otherTenant;
  }

  /** Opens it, empty: what other cases have left is taken out. */
  static async open(opened: OpenStore<StoreWithOutbox>): Promise<OutboxUnderTest> {
    const { store } = opened;
    assert.equal(store.supports.outbox, true, 'The store says that it writes no events.');
    const otherTenant = async () => {
      const scope = { tenant: await newTenant(opened), connection: 'contract', principal: 'contract' };
      return new TenantUnderTest(store, scope);
    };
    const under = new OutboxUnderTest(store, await otherTenant(), otherTenant);
    await under.drain();
    return under;
  }

  claim(now = later, limit = 100): Promise<readonly ClaimedEvent[]> {
    return this.outbox.claim({ limit, leaseMs, now });
  }

  /** Claims what has to be one event. */
  async claimOne(now = later): Promise<ClaimedEvent> {
    const claimed = await this.claim(now);
    assert.equal(claimed.length, 1, `Expected one event to be claimed, got ${wordsOf(claimed).join()}.`);
    const [event] = claimed;
    assert(event !== undefined);
    return event;
  }

  /** Delivers everything there is. Whatever leases there were have run out by then. */
  async drain(now = later * 2): Promise<readonly ClaimedEvent[]> {
    const all: ClaimedEvent[] = [];
    for (;;) {
      const claimed = await this.claim(now);
      if (claimed.length === 0) return all;
      await this.outbox.done(claimed, now);
      all.push(...claimed);
    }
  }

  /** Makes a user whose event has this word. */
  async user(word: string, tenant = this.tenant): Promise<string> {
    const document = nextOf('User', { schemas: ['urn:test'], userName: `${word}-${createUuidV7()}` });
    const draft = { ...document, at: epoch };
    return (await this.store.create(tenant.scope, 'User', draft, () => eventOf(word))).after.id;
  }

  /** Changes a user, with an event that has this word. */
  async rename(id: string, word: string, tenant = this.tenant): Promise<void> {
    await tenant.set('User', id, { title: createUuidV7() }, { event: () => eventOf(word) });
  }
}

/** The words of events. */
export function wordsOf(events: readonly Pick<OutboxEvent, 'data'>[]): readonly string[] {
  return events.map(({ data }) =>
    typeof data === 'object' && data !== null && 'word' in data ? String(data.word) : JSON.stringify(data),
  );
}
