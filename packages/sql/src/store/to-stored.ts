import type { Stored, TypeName, Want } from '@scimkit/core';
import { decodeId } from '../codec/resource-id.ts';
import type { ResourceRow } from '../statements/resource-columns.ts';
import type { View } from './context.ts';
import { decodeReferences } from './decode-references.ts';
import { membershipsOf } from './memberships.ts';
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
  const stored: Stored[] = [];
  const memberships = want.memberOf ? await membershipsOf(view, rows) : [];
  for (const [index, row] of rows.entries()) {
    stored.push(
      new StoredRow(type, decodeId(row.id), row, {
        ...(want.members === false ? {} : await decodeMembers(view, row.members, want)),
        ...(want.memberOf ? { memberOf: memberships[index] ?? [] } : {}),
      }),
    );
  }
  return stored;
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
