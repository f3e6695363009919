import type { ClaimedEvent } from '../storage/outbox-port.ts';
import { pauseAfter } from './back-off.ts';
import { deliverWithin } from './deliver-within.ts';
import { DeliveryError } from './delivery-error.ts';
import { readEvent } from './read-event.ts';
import type { RelaySettings } from './relay-options.ts';

/** What became of one attempt. */
export type AttemptOutcome = 'delivered' | 'failed' | 'parked';

/** So much of a failure's words is kept with the event. */
const reasonLength = 500;

/**
 * Tries to deliver a claimed event, and tells the outbox when that failed. Never rejects: where the outbox cannot be told,
 * the lease runs out and the event comes again.
 */
export async function attempt(settings: RelaySettings, claimed: ClaimedEvent): Promise<AttemptOutcome> {
  const { deliver, timeout, maxAttempts, report } = settings;
  try {
    // Those before did not come to an end, not even to a failure: an event that ends its process must not do so for ever.
    if (claimed.attempt > maxAttempts) throw new DeliveryError('None of its attempts came to an end.');
    await deliverWithin(deliver, readEvent(claimed), claimed.attempt, timeout);
    return 'delivered';
  } catch (error) {
    report(error, `delivery of event ${claimed.id}, attempt ${claimed.attempt}`);
    return await putBack(settings, claimed, error);
  }
}

async function putBack(
  { outbox, maxAttempts, backOff, now, random, report }: RelaySettings,
  claimed: ClaimedEvent,
  error: unknown,
): Promise<AttemptOutcome> {
  const { retryAfter, permanent } = error instanceof DeliveryError ? error : noWish;
  const isLast = permanent || claimed.attempt >= maxAttempts;
  const at = now();
  const pause = pauseAfter(claimed.attempt, backOff, retryAfter, random());
  try {
    await outbox.failed(claimed, {
      reason: (error instanceof Error ? error.message : String(error)).slice(0, reasonLength),
      now: at,
      ...(isLast ? {} : { dueAt: at + pause }),
    });
  } catch (failure) {
    report(failure, 'the outbox');
    return 'failed';
  }
  return isLast ? 'parked' : 'failed';
}

const noWish = { retryAfter: 0, permanent: false };
