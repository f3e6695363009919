import type { Member, Membership, Stored, TypeName, Want } from '@scimkit/core';
import { toHex } from '../codec/hex.ts';
import { bytesOf, decodeId, decodeIdFromHex } from '../codec/resource-id.ts';
import { inheritedLater, type ResourceRow } from '../statements/resource-columns.ts';
import type { View } from './context.ts';
import { cutMembers } from './select-members.ts';
import { StoredRow } from './stored-row.ts';

/** Resources as they were selected, with the memberships that were wanted. */
export async function toStored(
  view: View,
  type: TypeName,
  rows: readonly ResourceRow[],
  want: Want,
): Promise<readonly Stored[]> {
  if (!want.members && !want.memberOf) return rows.map((row) => new StoredRow(type, decodeId(row.id), row));
  const later = await inheritedOf(
    view,
    rows.filter((row) => row.inherited === inheritedLater),
  );
  const stored: Stored[] = [];
  for (const row of rows) {
    stored.push(
      new StoredRow(type, decodeId(row.id), row, {
        ...(want.members === false ? {} : await decodeMembers(view, row.members, want)),
        ...(want.memberOf ? { memberOf: await decodeMemberships(view, row, later) } : {}),
      }),
    );
  }
  return stored;
}

async function decodeMemberships(
  view: View,
  row: ResourceRow,
  later: ReadonlyMap<string, readonly Member[]>,
): Promise<readonly Membership[]> {
  const direct = await decodeReferences(view, row.holders);
  if (row.inherited === null || row.inherited === undefined) return direct;
  const inherited =
    row.inherited === inheritedLater
      ? (later.get(decodeId(row.id)) ?? [])
      : await decodeReferences(view, row.inherited);
  return [...direct, ...inherited.map((group) => ({ ...group, indirect: true }))];
}

/** The groups that hold resources by way of others, by the ids of the resources, where the rows do not have them. */
async function inheritedOf(
  { context, session }: View,
  rows: readonly ResourceRow[],
): Promise<ReadonlyMap<string, readonly Member[]>> {
  const found = new Map<string, Member[]>();
  if (rows.length === 0) return found;
  const tenant = Number(rows[0]?.tenant_id);
  const ids = JSON.stringify(rows.map((row) => [toHex(bytesOf(row.id))]));
  const { types, statements } = context;
  const groups = await session.all(statements.inherited, { tenant, ids });
  if (groups.some(({ type }) => types.nameOf(Number(type)) === undefined)) await types.reload(session);
  for (const { start, id, type, display } of groups) {
    const member = { type: types.nameOf(Number(type)) ?? '', id: decodeId(id) };
    const of = decodeId(start);
    const list = found.get(of) ?? [];
    if (list.length === 0) found.set(of, list);
    list.push(display === null ? member : { ...member, display });
  }
  return found;
}

/** The members of a resource; with a limit, the first of them, and where the others begin. */
export async function decodeMembers(
  view: View,
  json: ResourceRow['members'],
  { members: wanted }: Want,
): Promise<Pick<Stored, 'members' | 'membersNext'>> {
  const members = await decodeReferences(view, json, wanted !== true);
  return typeof wanted === 'boolean' ? { members } : cutMembers(members, wanted.limit);
}

type Reference = readonly [id: string, type: number, display: string | null];

/**
 * References from JSON, by their ids where that is asked for: databases aggregate in the order they like. A type that another process has made in the meantime is looked up.
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
