import type { Stored, Want } from '@scimkit/core';
import type { Body } from './body.ts';
import { listMembers, listMemberships } from './list-members.ts';
import { memberPage } from './member-page.ts';
import type { Slot, State } from './slot.ts';
import { type Head, StoredView } from './stored-view.ts';

/** A resource with its document, as it is kept and handed out. */
export function storedOf(head: Head, body: Body): Stored {
  return Object.freeze(new StoredView(head, body));
}

/**
 * Makes what a caller sees of a resource.
 *
 * @param state - Which state of it; the current one unless the caller has looked at an earlier one.
 */
export function present(slot: Slot, want: Want, state: State = slot.state): Stored {
  if (want.document && !want.members && !want.memberOf) return state.stored;
  const view = new StoredView(state.stored, want.document ? state.body : undefined);
  if (want.members === true) view.members = listMembers(slot);
  else if (want.members !== false) {
    const { members, next } = memberPage(slot, undefined, want.members.limit);
    view.members = members;
    if (next !== undefined) view.membersNext = next;
  }
  if (want.memberOf) view.memberOf = listMemberships(slot);
  return view;
}
