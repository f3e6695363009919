import { type Delta, StoreError } from '@scimkit/core';
import type { Slot } from './slot.ts';
import type { TenantData } from './tenant-data.ts';

/** What a change of a reference set really comes to. */
export interface MembershipPlan {
  /** Who was not in it before. */
  readonly added: readonly Slot[];
  /** Who is in it no longer. */
  readonly removed: readonly Slot[];
}

/** A {@link Delta}, or the first members of a resource. */
export type MembershipChange = Omit<Delta, 'attribute'> & Partial<Pick<Delta, 'attribute'>>;

/** So many unknown ids are named; the client has to look at its own list anyway. */
const namedAtMost = 5;

/**
 * Works out who joins and who leaves, without changing anything and without looking at anybody else.
 *
 * A resource is never a member of itself: taken literally, it would make a group that contains everything it contains,
 * and no client means that. Its id counts as unknown, so that the policy for unknown members decides. Circles over
 * several groups are let in, because no single change makes them and every reader ends where it began.
 *
 * @throws StoreError `unknownMember`, naming a few.
 */
export function planMembership(
  tenant: TenantData,
  group: Pick<Slot, 'id' | 'members'>,
  changes: readonly MembershipChange[],
): MembershipPlan {
  const current = group.members;
  const joining = new Map<string, Slot>();
  const leaving = new Map<string, Slot>();
  let cleared = false;
  for (const change of changes) {
    if (change.clear) {
      cleared = true;
      joining.clear();
      leaving.clear();
    }
    for (const id of change.remove) {
      joining.delete(id);
      const member = current?.get(id);
      if (member !== undefined) leaving.set(id, member);
    }
    for (const member of known(tenant, group.id, change)) {
      leaving.delete(member.id);
      if (cleared || current?.has(member.id) !== true) joining.set(member.id, member);
    }
  }
  if (!cleared || current === undefined)
    return { added: [...joining.values()], removed: [...leaving.values()] };
  return {
    added: [...joining.values()].filter((member) => !current.has(member.id)),
    removed: [...current.values()].filter((member) => !joining.has(member.id)),
  };
}

/** Finds the resources that a change adds. */
function known(tenant: TenantData, group: string, change: MembershipChange): readonly Slot[] {
  const types = change.attribute?.memberTypes;
  const found: Slot[] = [];
  const unknown: string[] = [];
  for (const { id, type } of change.add) {
    const slot = id === group ? undefined : tenant.any(id);
    const fits =
      slot !== undefined && (type ?? slot.type) === slot.type && (types?.includes(slot.type) ?? true);
    if (fits) found.push(slot);
    else if (unknown.length < namedAtMost) unknown.push(id);
  }
  if (unknown.length > 0 && change.unknownMembers === 'reject') {
    throw new StoreError(
      'unknownMember',
      'Some members do not exist, or are of a type that cannot be a member.',
      {
        members: unknown,
      },
    );
  }
  return found;
}
