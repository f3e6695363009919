import type { OutboxEvent } from './port.ts';

/** An event of the outbox, by tenant and id. */
export interface EventName {
  readonly tenant: string;
  readonly id: string;
}

/** The right to deliver an event, until it runs out or the event is claimed again. */
export interface Lease extends EventName {
  /** Opaque; another one for each claim, so that who comes late cannot speak for who holds it now. */
  readonly lease: string;
}

/** An event that has been claimed. */
export interface ClaimedEvent extends OutboxEvent, Lease {
  /** How often it has been claimed since it was written or last retried; 1 the first time. */
  readonly attempt: number;
}

/** An event that is not delivered any more until {@link OutboxStore.retry}. */
export interface ParkedEvent extends OutboxEvent, EventName {
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly reason: string;
}

/** What to claim. */
export interface ClaimOptions {
  /** At most so many events. */
  readonly limit: number;
  /** For how many milliseconds nobody else gets them. */
  readonly leaseMs: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** How a delivery failed. */
export interface DeliveryFailure {
  /** When to try again, in epoch milliseconds. Absent: the event is parked. */
  readonly dueAt?: number;
  /** Why, in words, for those who look at parked events. At most 500 characters are kept. */
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * The outbox of a store: events that were written in the same commit as the change they tell of, and are still to be
 * delivered. All tenants are in it, for one relay delivers for all.
 *
 * Events of one resource are delivered in the order of its changes: none is claimed while an earlier one of the same
 * resource is leased or waits for its retry. A parked event stands in nobody's way.
 *
 * `createRelay` works on this; errors are `StoreError`s.
 */
export interface OutboxStore {
  /** Leases events that are due, the longest waiting first. Those whose lease has run out are due again. */
  claim(options: ClaimOptions): Promise<readonly ClaimedEvent[]>;
  /** Events were delivered. A lease that somebody else has got meanwhile is passed over. */
  done(leases: readonly Lease[], now: number): Promise<void>;
  /** An event was not delivered: it is due again later, or parked. Nothing happens when somebody else has the lease. */
  failed(lease: Lease, failure: DeliveryFailure): Promise<void>;
  /** Parked events in a fixed order, `limit` at most, after the one named. */
  parked(options: { readonly limit: number; readonly after?: EventName }): Promise<readonly ParkedEvent[]>;
  /** Makes parked events due, with no attempts. They keep their place before later events of their resource. */
  retry(events: readonly EventName[], now: number): Promise<void>;
  /**
   * Deletes what is kept of events that were delivered before a time.
   *
   * @returns How many, at most `limit`; fewer when none is left.
   */
  prune(options: { readonly before: number; readonly limit: number }): Promise<number>;
}
