import type { ProvisioningEvent } from '../storage/provisioning-event.ts';
import type { Deliver } from './deliver.ts';
import { DeliveryError } from './delivery-error.ts';

/**
 * Runs a deliverer for so long. One that does not listen to its signal is not waited for: the relay must go on.
 *
 * @param timeout - In milliseconds.
 * @throws DeliveryError when the time is over; otherwise what the deliverer throws.
 */
export async function deliverWithin(
  deliver: Deliver,
  event: ProvisioningEvent,
  attempt: number,
  timeout: number,
): Promise<void> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeIsOver = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DeliveryError(`Not delivered within ${timeout} ms.`);
      // First the words, then the signal: the deliverer's own failure comes after them.
      reject(error);
      controller.abort(error);
    }, timeout);
  });
  try {
    // Also a deliverer that throws at once has failed like any other.
    const delivered = Promise.resolve().then(() => deliver(event, { attempt, signal: controller.signal }));
    await Promise.race([delivered, timeIsOver]);
  } finally {
    clearTimeout(timer);
  }
}
