import type { Member } from '@scimkit/core';
import { decodeIdFromHex } from '../codec/resource-id.ts';
import type { ResourceRow } from '../statements/resource-columns.ts';
import type { View } from './context.ts';

type Reference = readonly [id: string, type: number, display: string | null];

/**
 * References from JSON, by their ids where that is asked for: databases aggregate in the order they like. A type that
 * another process has made in the meantime is looked up.
 */
export async function decodeReferences(
  { context, session }: View,
  json: ResourceRow['members'],
  sorted = false,
): Promise<readonly Member[]> {
  if (json === null || json === undefined || json === '[]') return [];
  // The statement made the JSON from three columns for each row; some drivers have parsed it already.
  const references = (typeof json === 'string' ? JSON.parse(json) : json) as readonly Reference[];
  const { types } = context;
  if (references.some(([, type]) => types.nameOf(type) === undefined)) await types.reload(session);
  return (sorted ? inOrder(references) : references).map(([hex, type, display]) => {
    const member = { type: types.nameOf(type) ?? '', id: decodeIdFromHex(hex) };
    return display === null ? member : { ...member, display };
  });
}

/** The order of hexadecimal digits is the order of the bytes. Mostly they come in it. */
function inOrder(references: readonly Reference[]): readonly Reference[] {
  const isSorted = references.every(
    ([hex], index) => index === 0 || (references[index - 1]?.[0] ?? '') < hex,
  );
  return isSorted ? references : references.toSorted(([left], [right]) => (left < right ? -1 : 1));
}
