import type { OutboxStore } from '../storage/outbox-port.ts';
import type { BackOff } from './back-off.ts';
import type { Deliver } from './deliver.ts';

/** What {@link createRelay} needs. */
export interface RelayOptions {
  /** Where events wait: the `outbox` of a store. */
  readonly outbox: OutboxStore;
  /** Delivers one event. */
  readonly deliver: Deliver;
  /** How many events are delivered at once, each of another resource; 10 by default. */
  readonly concurrency?: number;
  /** Milliseconds for one delivery; 30,000 by default. */
  readonly timeout?: number;
  /**
   * For how many milliseconds a claimed event is kept from other relays; a minute more than `timeout` by default. A process
   * that dies holds its events back for so long.
   */
  readonly lease?: number;
  /** Milliseconds between two looks at an outbox that was empty; 1,000 by default. */
  readonly interval?: number;
  /** Pauses between attempts: from a second to an hour by default, each twice as long as the one before, with jitter. */
  readonly backOff?: Partial<BackOff>;
  /** After so many attempts an event is parked; 60 by default, which with the default pauses is a day and a half. */
  readonly maxAttempts?: number;
  /** Told what went wrong: deliveries that failed, with their causes, and the outbox when it cannot be reached. */
  readonly report?: (error: unknown, during: string) => void;
  /** The clock, in epoch milliseconds; for tests. */
  readonly now?: () => number;
  /** From 0 to below 1, for the jitter; for tests. */
  readonly random?: () => number;
}

/** The same with nothing left out. */
export type RelaySettings = Required<Omit<RelayOptions, 'backOff'>> & { readonly backOff: BackOff };

/** A log that fails must not end the relay. */
function quiet(report: RelayOptions['report']): RelaySettings['report'] {
  return (error, during) => {
    // An `async` function is one that returns nothing, too, and its rejection would end the process.
    (async () => report?.(error, during))().catch(() => {
      // There is nobody left to tell.
    });
  };
}

/** The longest time that a timer of every runtime can wait. */
const longestTimer = 2 ** 31 - 1;

/**
 * Fills in what was left out.
 *
 * @throws TypeError, in words, for a number that makes no sense.
 */
export function readRelayOptions(options: RelayOptions): RelaySettings {
  const timeout = options.timeout ?? 30_000;
  const settings: RelaySettings = {
    concurrency: 10,
    interval: 1_000,
    maxAttempts: 60,
    now: Date.now,
    random: Math.random,
    ...options,
    report: quiet(options.report),
    timeout,
    lease: options.lease ?? timeout + 60_000,
    backOff: { first: 1_000, longest: 3_600_000, ...options.backOff },
  };
  const { concurrency, interval, maxAttempts, lease, backOff } = settings;
  const numbers = { concurrency, timeout, lease, interval, maxAttempts, ...backOff };
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isSafeInteger(value) || value < 1 || value > longestTimer) {
      throw new TypeError(`${name}: it has to be a whole number from 1 to ${longestTimer}, not ${value}.`);
    }
  }
  if (lease <= timeout) {
    throw new TypeError(
      'lease: it has to be longer than timeout, or an event is claimed again while it is being delivered.',
    );
  }
  return settings;
}
