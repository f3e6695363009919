import type { Applied, Removal } from '@scimkit/core';
import { asMember } from './slot.ts';
import type { TenantData } from './tenant-data.ts';
import { ensureVersion } from './update-resource.ts';
import { touched } from './write-state.ts';

/**
 * Removes a resource. The reference sets that held it are changed by that, so they get a new version each.
 *
 * @returns The resource as it was, both as `before` and as `after`; `undefined` when there is none.
 * @throws StoreError `version`; nothing has changed then.
 */
export function removeResource(
  tenant: TenantData,
  type: string,
  id: string,
  removal: Removal,
): Applied | undefined {
  const slot = tenant.find(type, id);
  if (slot === undefined) return undefined;
  ensureVersion(slot, removal.ifVersion);
  const members = [...(slot.members?.values() ?? [])];
  for (const group of [...(slot.holders?.values() ?? [])]) {
    tenant.regroup(group, { added: [], removed: [slot] });
    tenant.rewrite(group, touched(group, tenant.nextVersion(), removal.at));
  }
  if (members.length > 0) tenant.regroup(slot, { added: [], removed: members });
  tenant.erase(slot);
  const { stored } = slot.state;
  return { before: stored, after: stored, changed: true, added: [], removed: members.map(asMember) };
}
