import type { Member, Membership } from '@scimkit/core';
import { decodeId, encodeIdAsHex } from '../codec/resource-id.ts';
import { inheritedLater } from '../statements/resource-columns.ts';
import type { View } from './context.ts';
import { decodeReferences } from './decode-references.ts';
import { groupKeysOf, groupNameOf, groupsOf } from './groups-of.ts';
import type { Selected } from './to-stored.ts';

/** A resource, and the groups that it is in itself. */
interface Held extends Selected {
  readonly direct: readonly Member[];
  /** True when one of these is in another group, which nobody has looked up yet. */
  readonly inherits: boolean;
}

/** The groups that hold each of the resources, also by way of other groups. */
export async function membershipsOf(
  view: View,
  selected: readonly Selected[],
): Promise<readonly (readonly Membership[])[]> {
  const held = await heldBy(view, selected);
  const later = await inheritedBy(
    view,
    held.filter(({ inherits }) => inherits),
  );
  const memberships: (readonly Membership[])[] = [];
  for (const { id, row, direct } of held) {
    const inherited =
      row.inherited === undefined || row.inherited === inheritedLater
        ? (later.get(id) ?? [])
        : await decodeReferences(view, row.inherited);
    const indirect = inherited.map((group) => ({ ...group, indirect: true }));
    memberships.push(indirect.length === 0 ? direct : [...direct, ...indirect]);
  }
  return memberships;
}

async function heldBy(view: View, selected: readonly Selected[]): Promise<readonly Held[]> {
  const keys = selected.map(({ row }) => groupKeysOf(row.holder_ids));
  const groups = await groupsOf(view, Number(selected[0]?.row.tenant_id), keys);
  const held: Held[] = [];
  for (const [index, { id, row }] of selected.entries()) {
    if (row.holder_ids === undefined) {
      const direct = await decodeReferences(view, row.holders);
      held.push({ id, row, direct, inherits: row.inherited === inheritedLater });
      continue;
    }
    // A group that has been removed in the meantime holds nobody any more.
    const found = (keys[index] ?? []).flatMap((key) => groups.get(groupNameOf(key)) ?? []);
    held.push({
      id,
      row,
      direct: found.map(({ member }) => member),
      inherits: found.some(({ nests }) => nests),
    });
  }
  return held;
}

/** The groups that hold resources by way of others, by the ids of the resources. */
async function inheritedBy(
  { context, session }: View,
  selected: readonly Selected[],
): Promise<ReadonlyMap<string, readonly Member[]>> {
  const found = new Map<string, Member[]>();
  if (selected.length === 0) return found;
  const tenant = Number(selected[0]?.row.tenant_id);
  const ids = JSON.stringify(selected.map(({ id }) => [encodeIdAsHex(id)]));
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
