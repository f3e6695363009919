import type { Applied, Change, Scope } from '@scimkit/core';
import type { TenantData } from './tenant-data.ts';

/**
 * Makes a change and records its event, both or neither.
 *
 * @param event - Makes the event; absent when nobody keeps events.
 */
export function recordingEvent<T extends Applied | undefined>(
  tenant: TenantData,
  scope: Scope,
  at: number,
  event: Change['event'],
  write: () => T,
): T {
  if (event === undefined || !tenant.keepsEvents) return write();
  const savepoint = tenant.begin();
  try {
    const applied = write();
    if (applied?.changed === true) {
      const { id } = applied.after;
      tenant.record({ tenant: scope.tenant, resource: id, at, event: event(applied) });
    }
    tenant.commit(savepoint);
    return applied;
  } catch (error) {
    tenant.rollback(savepoint);
    throw error;
  }
}
