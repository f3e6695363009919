import type { Member, Membership } from '@scimkit/core';
import { decodeId, encodeIdAsHex } from '../codec/resource-id.ts';
import { inheritedLater } from '../statements/resource-columns.ts';
import type { View } from './context.ts';
import { decodeReferences } from './decode-references.ts';
import type { Selected } from './to-stored.ts';

/** A resource, and the groups that it is in itself. */
interface Held extends Selected {
  readonly direct: readonly Member[];
}

/** The groups that hold each of the resources, also by way of other groups. */
export async function membershipsOf(
  view: View,
  selected: readonly Selected[],
): Promise<readonly (readonly Membership[])[]> {
  const held: Held[] = [];
  for (const { id, row } of selected)
    held.push({ id, row, direct: await decodeReferences(view, row.holders) });
  const later = await inheritedBy(view, await whoInherits(view, held));
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

/** Those of whose groups one is in another, which nobody has looked up yet. */
async function whoInherits({ context, session }: View, held: readonly Held[]): Promise<readonly Selected[]> {
  const marked = held.filter(({ row }) => row.inherited === inheritedLater);
  const open = held.filter(({ row, direct }) => row.inherited === undefined && direct.length > 0);
  const groups = new Set(open.flatMap(({ direct }) => direct.map(({ id }) => id)));
  if (groups.size > 0) {
    const tenant = Number(open[0]?.row.tenant_id);
    const ids = JSON.stringify(Array.from(groups, (id) => [encodeIdAsHex(id)]));
    const found = await session.all(context.statements.nested, { tenant, ids });
    const nested = new Set(found.map(({ id }) => decodeId(id)));
    marked.push(...open.filter(({ direct }) => direct.some(({ id }) => nested.has(id))));
  }
  return marked;
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
