import { type Applied, type Draft, StoreError, type Want } from '@scimkit/core';
import { Body } from './body.ts';
import { planMembership } from './plan-membership.ts';
import { present, storedOf } from './present.ts';
import { asMember, type Slot } from './slot.ts';
import type { TenantData } from './tenant-data.ts';
import { contentsOf } from './write-state.ts';

/** The answer to a create shows the whole resource, unless it is told what is wanted. */
const everything: Want = { document: true, members: true, memberOf: true };

/**
 * Makes a resource.
 *
 * @throws StoreError `conflict` or `unknownMember`; nothing has been made then.
 */
export function createResource(tenant: TenantData, type: string, draft: Draft, newId: () => string): Applied {
  const id = draft.id ?? newId();
  if (tenant.any(id) !== undefined) throw new StoreError('conflict', `The id ${id} is taken.`);
  const body = new Body(draft.document);
  const contents = contentsOf(draft);
  tenant.table(type).ensureFree(contents.keys);
  const { added } = planMembership(tenant, { id }, firstMembers(draft));

  const head = { type, id, version: tenant.nextVersion(), created: draft.at, modified: draft.at };
  const slot: Slot = { type, id, state: { stored: storedOf(head, body), body, ...contents }, removed: false };
  tenant.insert(slot);
  tenant.regroup(slot, { added, removed: [] });
  return {
    after: present(slot, draft.want ?? everything),
    changed: true,
    added: added.map(asMember),
    removed: [],
  };
}

function firstMembers({ members, membership, unknownMembers = 'reject' }: Draft) {
  if (members === undefined) return [];
  const attribute = membership === undefined ? {} : { attribute: membership };
  return [{ ...attribute, clear: false, add: members, remove: [], unknownMembers }];
}
