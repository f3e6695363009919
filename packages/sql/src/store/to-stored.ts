import type { Stored, TypeName, Want } from '@scimkit/core';
import { decodeId } from '../codec/resource-id.ts';
import type { ListRow } from '../statements/list-statements.ts';
import type { ResourceRow } from '../statements/resource-columns.ts';
import type { View } from './context.ts';
import { decodeReferences } from './decode-references.ts';
import { membershipsOf } from './memberships.ts';
import { cutMembers } from './select-members.ts';
import { StoredRow } from './stored-row.ts';

/** A resource as it was selected, and its id. */
export interface Selected {
  readonly id: string;
  readonly row: ResourceRow;
}

/** Rows of a list with their ids. */
export function selectedFrom(rows: readonly ListRow[]): readonly Selected[] {
  return rows.map((row) => ({ id: decodeId(row.id), row }));
}

/** Resources as they were selected, with the memberships that were wanted. */
export async function toStored(
  view: View,
  type: TypeName,
  selected: readonly Selected[],
  want: Want,
): Promise<readonly Stored[]> {
  if (!want.members && !want.memberOf) return selected.map(({ id, row }) => new StoredRow(type, id, row));
  const stored: Stored[] = [];
  const memberships = want.memberOf ? await membershipsOf(view, selected) : [];
  for (const [index, { id, row }] of selected.entries()) {
    stored.push(
      new StoredRow(type, id, row, {
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
