import { OrderedSlots } from './ordered-slots.ts';
import type { MembershipPlan } from './plan-membership.ts';
import type { Slot } from './slot.ts';

/** So many members that join or leave are put in their places; with more, the order is made anew when it is next asked for. */
const few = 100;

const nobody = new OrderedSlots();

/** The members of a resource's reference set in the order of their ids. Not to be changed. */
export function orderOfMembers(slot: Slot): OrderedSlots {
  const { members } = slot;
  if (members === undefined) return nobody;
  slot.memberOrder ??= new OrderedSlots(members.values());
  return slot.memberOrder;
}

/** Keeps up the order of a set that is about to change. A set that nobody has read has none. */
export function keepMemberOrder(group: Slot, { added, removed }: MembershipPlan): void {
  const { memberOrder } = group;
  if (memberOrder === undefined) return;
  if (added.length + removed.length > few) {
    group.memberOrder = undefined;
    return;
  }
  for (const member of removed) memberOrder.delete(member);
  for (const member of added) memberOrder.insert(member);
}
