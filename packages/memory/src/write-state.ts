import type { Next } from '@scimkit/core';
import type { Body } from './body.ts';
import { storedOf } from './present.ts';
import type { Keyed, Slot, State } from './slot.ts';

/** What a write says about a resource besides its document. */
export interface Contents {
  readonly keys: readonly Keyed[];
  readonly display: string | undefined;
}

/** Copies keys and display, so that the caller may do with its own what it likes. */
export function contentsOf(next: Next): Contents {
  return { keys: next.keys.map(({ attribute, key }) => ({ attribute, key })), display: next.display };
}

/** The state after a change of the document. */
export function rewritten(
  slot: Slot,
  body: Body,
  contents: Contents,
  version: string,
  modified: number,
): State {
  const { type, id, created } = slot.state.stored;
  return { stored: storedOf({ type, id, version, created, modified }, body), body, ...contents };
}

/** The state after a change of the reference set alone: a new version of the same document. */
export function touched(slot: Slot, version: string, modified: number): State {
  const { body, keys, display } = slot.state;
  return rewritten(slot, body, { keys, display }, version, modified);
}
