import type { Member } from '@scimkit/core';
import { toHex } from '../codec/hex.ts';
import { bytesOf, decodeId } from '../codec/resource-id.ts';
import type { ResourceRow } from '../statements/resource-columns.ts';
import type { View } from './context.ts';

/** A group that holds resources, and whether another one holds it. */
export interface Group {
  readonly member: Member;
  readonly nests: boolean;
}

/** The id of a group in hexadecimal digits, and its type. */
export type GroupKey = readonly [hex: string, type: number];

/** The groups of a row of a page. */
export function groupKeysOf(json: ResourceRow['holder_ids']): readonly GroupKey[] {
  if (json === null || json === undefined) return [];
  // The statement made the JSON from two columns for each row; some drivers have parsed it already.
  return (typeof json === 'string' ? JSON.parse(json) : json) as readonly GroupKey[];
}

/** What a group is called in {@link groupsOf}. Digits come in upper case from some databases. */
export function groupNameOf([hex, type]: GroupKey): string {
  return `${type} ${hex.toLowerCase()}`;
}

/** The groups that keys stand for, each once, by {@link groupNameOf}. One that has been removed in the meantime is not there. */
export async function groupsOf(
  { context, session }: View,
  tenant: number,
  keys: readonly (readonly GroupKey[])[],
): Promise<ReadonlyMap<string, Group>> {
  const asked = new Map<string, GroupKey>();
  for (const some of keys) for (const key of some) asked.set(groupNameOf(key), key);
  const groups = new Map<string, Group>();
  if (asked.size === 0) return groups;
  const { types, statements } = context;
  const ids = JSON.stringify(Array.from(asked.values()));
  const rows = await session.all(statements.groups, { tenant, ids });
  if (rows.some(({ type }) => types.nameOf(Number(type)) === undefined)) await types.reload(session);
  for (const { id, type, display, nests } of rows) {
    const member = { type: types.nameOf(Number(type)) ?? '', id: decodeId(id) };
    groups.set(groupNameOf([toHex(bytesOf(id)), Number(type)]), {
      member: display === null ? member : { ...member, display },
      nests: nests !== null,
    });
  }
  return groups;
}
