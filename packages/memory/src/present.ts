import type { Member, Membership, Stored, StoredDocument, Want } from '@scimkit/core';
import type { Body } from './body.ts';
import { listMembers, listMemberships } from './list-members.ts';
import type { Slot, State } from './slot.ts';

/** What a resource is besides its document. */
export interface Head {
  readonly type: string;
  readonly id: string;
  readonly version: string;
  readonly created: number;
  readonly modified: number;
}

const unloaded: StoredDocument = Object.freeze({});

/** A resource with its document, as it is kept and handed out. */
export function storedOf(head: Head, body: Body): Stored {
  const { type, id, version, created, modified } = head;
  return Object.freeze({
    type,
    id,
    version,
    created,
    modified,
    json: body.json,
    get document() {
      return body.document;
    },
  });
}

/**
 * Makes what a caller sees of a resource.
 *
 * @param state - Which state of it; the current one unless the caller has looked at an earlier one.
 */
export function present(slot: Slot, want: Want, state: State = slot.state): Stored {
  if (want.document && !want.members && !want.memberOf) return state.stored;
  const { type, id, version, created, modified } = state.stored;
  const { body } = state;
  const sets: { members?: readonly Member[]; memberOf?: readonly Membership[] } = {};
  if (want.members) sets.members = listMembers(slot);
  if (want.memberOf) sets.memberOf = listMemberships(slot);
  if (!want.document) return { type, id, version, created, modified, document: unloaded, ...sets };
  return {
    type,
    id,
    version,
    created,
    modified,
    json: body.json,
    get document() {
      return body.document;
    },
    ...sets,
  };
}
