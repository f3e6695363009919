import type { Change, Next, Stored, StoreError, Want } from '@scimkit/core';
import type { View } from './context.ts';
import type { ResourceType } from './resource-type.ts';
import { type SameKeys, sameKeys } from './same-keys.ts';
import type { Sets } from './stored-row.ts';
import { taken } from './write-keys.ts';

/** A document that is about to be written. */
export interface Written {
  readonly next: Next;
  readonly json: string;
  /** Which of its keys stay as they are. */
  readonly same: SameKeys;
}

/** Asks for the new document. The same text as before is no change. */
export function nextOf(
  { context }: View,
  current: Stored,
  text: string | undefined,
  change: Change,
): Written | undefined {
  const next = change.next?.(current);
  if (next === undefined) return undefined;
  const { keyed, document } = next;
  const json = JSON.stringify(document);
  if (json === text) return undefined;
  const type = context.types.peek(current.type);
  const isKnown = type !== undefined && keyed !== undefined;
  return { next, json, same: isKnown ? sameKeys(type, keyed, current.document, document) : others };
}

const others: SameKeys = { columns: false, rows: false };

/** The error for a unique value in the resource's row that another resource has. */
export function takenBy(type: ResourceType, { keys }: Next): StoreError {
  return taken(keys.find(({ attribute }) => attribute.id === type.columns.unique)?.attribute);
}

/** What was wanted of a resource, with the memberships that were read. */
export function only(stored: Stored, { document }: Want): Stored {
  if (document) return stored;
  const { type, id, version, created, modified } = stored;
  return { type, id, version, created, modified, document: {}, ...setsOf(stored) };
}

/** The memberships that were read with a resource. */
export function setsOf({ members, membersNext, memberOf }: Stored): Sets {
  return {
    ...(members === undefined ? {} : { members }),
    ...(membersNext === undefined ? {} : { membersNext }),
    ...(memberOf === undefined ? {} : { memberOf }),
  };
}
