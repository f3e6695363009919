import type { MemberPage } from '@scimkit/core';
import { orderOfMembers } from './member-order.ts';
import { asMember, type Slot } from './slot.ts';

/**
 * Some of the members of a resource's reference set, in the order of their ids.
 *
 * @param after - The id of the last member of the page before; it need not be a member any more.
 */
export function memberPage(slot: Slot, after: string | undefined, limit: number): MemberPage {
  const order = orderOfMembers(slot);
  const start = after === undefined ? 0 : order.through(after);
  const page = order.slice(start, start + limit);
  const members = page.map(asMember);
  const last = page.at(-1);
  return last === undefined || start + limit >= order.size ? { members } : { members, next: last.id };
}
