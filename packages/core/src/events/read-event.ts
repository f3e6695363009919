import type { ClaimedEvent } from '../storage/outbox-port.ts';
import type { ProvisioningEvent } from '../storage/provisioning-event.ts';

/**
 * What a claimed event holds.
 *
 * @throws TypeError when it is of a form that this release does not know.
 */
export function readEvent({ id, data }: Pick<ClaimedEvent, 'id' | 'data'>): ProvisioningEvent {
  const format = typeof data === 'object' && data !== null && 'format' in data ? data.format : undefined;
  if (format !== 1) {
    throw new TypeError(
      `The event ${id} has the format ${JSON.stringify(format)}, and this release knows 1.`,
    );
  }
  // Core itself wrote it in this format, and nobody else writes to an outbox.
  return data as ProvisioningEvent;
}
