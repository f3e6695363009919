import type { AttributeRef, Key, Member, Stored } from '@scimkit/core';
import type { Body } from './body.ts';
import type { OrderedSlots } from './ordered-slots.ts';

/** A key of a resource, as the indexes need it. */
export interface Keyed {
  readonly attribute: AttributeRef;
  readonly key: Key;
}

/** All of a resource that one write replaces together. */
export interface State {
  /** With the document and without members: what most reads ask for is handed out as it lies here. */
  readonly stored: Stored;
  readonly body: Body;
  readonly keys: readonly Keyed[];
  readonly display: string | undefined;
}

/** A resource's place in the store. It stays the same object for the life of the resource. */
export interface Slot {
  readonly type: string;
  readonly id: string;
  state: State;
  /** What the reference set holds, by id; absent until something joins. */
  members?: Map<string, Slot>;
  /** The same in the order of ids; made when it is first asked for, and kept up from then on. */
  memberOrder?: OrderedSlots | undefined;
  /** Whose reference sets hold this resource, by id; absent until one does. */
  holders?: Map<string, Slot>;
  /** True once the resource is gone; who still has the slot from before must not use it. */
  removed: boolean;
}

/** Names a resource as a member. */
export function asMember(slot: Slot): Member {
  const { type, id, state } = slot;
  return state.display === undefined ? { type, id } : { type, id, display: state.display };
}
