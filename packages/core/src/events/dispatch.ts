import type { ClaimedEvent, Lease } from '../storage/outbox-port.ts';
import { type AttemptOutcome, attempt } from './attempt.ts';
import type { Bell } from './bell.ts';
import type { RelaySettings } from './relay-options.ts';

/** How many attempts ended how. */
export interface RelayResult {
  readonly delivered: number;
  /** To be tried again later. */
  readonly failed: number;
  readonly parked: number;
}

/** When a dispatch ends. */
export interface DispatchEnd {
  /** True once nothing more is to be claimed. Deliveries under way are waited for. */
  readonly isOver: () => boolean;
  /** True: ends, too, when nothing is left that is due, and throws when the outbox fails. False: reports that and goes on. */
  readonly once: boolean;
}

/**
 * Claims events and delivers them, as many at once as the settings say, until it is over. Several may work on one outbox.
 *
 * @throws whatever the outbox throws, with `once`; after the deliveries under way.
 */
export async function dispatch(
  settings: RelaySettings,
  bell: Bell,
  { isOver, once }: DispatchEnd,
): Promise<RelayResult> {
  const { outbox, concurrency, lease, interval, now, report } = settings;
  const result: Record<AttemptOutcome, number> = { delivered: 0, failed: 0, parked: 0 };
  /** Delivered, and not yet told to the outbox: those that end while it is busy are told together. */
  const delivered: Lease[] = [];
  let underWay = 0;
  let failure: { readonly error: unknown } | undefined;

  const deliver = async (claimed: ClaimedEvent): Promise<void> => {
    underWay += 1;
    const outcome = await attempt(settings, claimed);
    result[outcome] += 1;
    if (outcome === 'delivered') delivered.push(claimed);
    underWay -= 1;
    bell.ring();
  };
  const settle = async (): Promise<void> => {
    if (delivered.length === 0) return;
    const told = delivered.slice();
    await outbox.done(told, now());
    delivered.splice(0, told.length);
  };
  const claim = async (): Promise<readonly ClaimedEvent[]> => {
    const limit = concurrency - underWay;
    if (limit === 0 || isOver() || (once && failure !== undefined)) return [];
    return outbox.claim({ limit, leaseMs: lease, now: now() });
  };

  for (;;) {
    const rung = bell.listen();
    let claimed: readonly ClaimedEvent[] = [];
    try {
      await settle();
      claimed = await claim();
    } catch (error) {
      if (once) failure ??= { error };
      else report(error, 'the outbox');
      // What could not be told is delivered again when its lease runs out.
      if (once || isOver()) delivered.length = 0;
    }
    for (const event of claimed) void deliver(event);
    // An outbox may give less than there is: the others need not wait until one of these has been delivered.
    if (claimed.length > 0 && underWay < concurrency) continue;
    if (underWay > 0 || delivered.length > 0) await rung(interval);
    else if (failure !== undefined) throw failure.error;
    else if (once || isOver()) return result;
    else await rung(interval);
  }
}
