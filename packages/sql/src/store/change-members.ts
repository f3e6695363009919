import { type Change, type Delta, type Member, type MemberRef, StoreError } from '@scimkit/core';
import { toHex } from '../codec/hex.ts';
import { bytesOf, decodeId, encodeIdAsHex } from '../codec/resource-id.ts';
import type { NewMembers, OneGroup, ReferenceRow, SetChange } from '../statements/member-statements.ts';
import { addOne, removeOne } from './change-one-member.ts';
import type { View } from './context.ts';

/** What a change of a reference set came to. */
export interface Regrouped {
  readonly added: readonly Member[];
  readonly removed: readonly Member[];
}

/** A {@link Delta}, or the first members of a resource, whose set may not be named. */
export type MembershipChange = Omit<Delta, 'attribute'> & Partial<Pick<Delta, 'attribute'>>;

/** So many unknown ids are named; the client has to look at its own list anyway. */
const namedAtMost = 5;

/**
 * Changes a reference set by set statements: first `clear`, then `remove`, then `add`. A resource is never a member of
 * itself, which the policy for unknown members decides about.
 *
 * @throws StoreError `unknownMember`, naming a few; the caller's transaction undoes what was done until then.
 */
export async function changeMembers(
  view: View,
  group: OneGroup,
  at: number,
  changes: readonly MembershipChange[],
): Promise<Regrouped> {
  const added = new Map<string, Member>();
  const removed = new Map<string, Member>();
  for (const change of changes) {
    for (const member of await takeOut(view, group, change)) {
      // What one delta added and another takes out was never there.
      if (!added.delete(member.id)) removed.set(member.id, member);
    }
    if (change.add.length === 0) continue;
    // Types that other processes have made must be known before they are looked for.
    const types = await memberTypes(view, change.attribute?.memberTypes);
    for (const member of await addMembers(view, group, at, types, change)) {
      if (!removed.delete(member.id)) added.set(member.id, member);
    }
  }
  return { added: [...added.values()], removed: [...removed.values()] };
}

async function takeOut(view: View, group: OneGroup, change: MembershipChange): Promise<readonly Member[]> {
  const { statements } = view.context;
  if (change.clear && change.add.length === 0) {
    return toMembers(view, await changeSet(view, statements.clearMembers, group));
  }
  if (change.clear) {
    const ids = JSON.stringify(
      change.add.map((ref) => entryOf(view, ref)).filter((entry) => entry !== undefined),
    );
    return toMembers(view, await changeSet(view, statements.retainMembers, { ...group, ids }));
  }
  const [one] = change.remove;
  if (one === undefined) return [];
  if (change.remove.length === 1) return toMembers(view, await removeOne(view, group, one));
  const args = { ...group, ids: idList(change.remove) };
  return toMembers(view, await changeSet(view, statements.removeMembers, args));
}

async function addMembers(
  view: View,
  group: OneGroup,
  at: number,
  types: readonly number[],
  { add, unknownMembers }: MembershipChange,
): Promise<readonly Member[]> {
  const one = await addOne(view, group, at, types, add);
  // Who was not added is in the set already, or unknown, which the way for many finds out.
  if (one !== undefined && (one.length > 0 || unknownMembers === 'skip')) return toMembers(view, one);
  const { session, context } = view;
  const wanted = new Map<string, readonly [hex: string, type: number | null]>();
  const unknown: string[] = [];
  for (const ref of add) {
    const entry = entryOf(view, ref);
    if (entry === undefined) unknown.push(ref.id);
    else wanted.set(ref.id, entry);
  }
  const args: NewMembers = {
    ...group,
    at,
    ids: JSON.stringify([...wanted.values()]),
    types: JSON.stringify(types.map((type) => [type])),
  };
  const rows = one ?? (await addAll(view, args, wanted.size));
  if (unknownMembers === 'reject') {
    if (rows.length < wanted.size) {
      const found = await session.all(context.statements.unknownMembers, { ...args, limit: namedAtMost });
      unknown.push(...found.map(({ id }) => decodeId(id)));
    }
    if (unknown.length > 0) throw unknownMember(unknown.slice(0, namedAtMost));
  }
  return toMembers(view, rows);
}

async function addAll(view: View, args: NewMembers, count: number): Promise<readonly ReferenceRow[]> {
  return count === 0 ? [] : changeSet(view, view.context.statements.addMembers, args);
}

/**
 * Changes one membership and the version of its group by one statement. Only where writes have a place in a `with`.
 *
 * @param group - Its row is locked.
 * @param version - What the group gets where that has changed it.
 * @returns `undefined` when nothing was changed: {@link changeMembers} knows why, or can do it.
 */
export async function changeAlone(
  view: View,
  group: OneGroup,
  { deltas: [delta, ...others], at }: Change,
  version: number,
): Promise<Regrouped | undefined> {
  if (delta === undefined || others.length > 0 || delta.clear || delta.add.length + delta.remove.length !== 1)
    return undefined;
  const [joining] = delta.add;
  const touch = { at, version };
  if (joining === undefined) {
    const rows = await removeOne(view, group, delta.remove[0] ?? '', touch);
    return rows.length === 0 ? undefined : { added: [], removed: await toMembers(view, rows) };
  }
  const types = await memberTypes(view, delta.attribute.memberTypes);
  const rows = (await addOne(view, group, at, types, delta.add, touch)) ?? [];
  return rows.length === 0 ? undefined : { added: await toMembers(view, rows), removed: [] };
}

/** Changes a set, and tells whom that concerned. */
async function changeSet<Args extends OneGroup>(
  { session }: View,
  { find, write }: SetChange<Args>,
  args: Args,
): Promise<readonly ReferenceRow[]> {
  const rows = await session.all(find, args);
  if (write === undefined || rows.length === 0) return rows;
  const ids = rows.map((row) => [toHex(bytesOf(row.member_id)), Number(row.member_type)]);
  await session.run(write, { ...args, ids: JSON.stringify(ids) });
  return rows;
}

function unknownMember(members: readonly string[]): StoreError {
  return new StoreError(
    'unknownMember',
    'Some members do not exist, or are of a type that cannot be a member.',
    { members },
  );
}

/** `undefined` for what cannot be anybody: an impossible id, or a type that no resource has. */
function entryOf({ context }: View, { id, type }: MemberRef): readonly [string, number | null] | undefined {
  const hex = encodeIdAsHex(id);
  if (hex === undefined) return undefined;
  if (type === undefined) return [hex, null];
  const number = context.types.numberOf(type);
  return number === undefined ? undefined : [hex, number];
}

/** The numbers of the types that a set may hold; all there are when the set is not named. */
async function memberTypes(
  { context, session }: View,
  names: readonly string[] | undefined,
): Promise<readonly number[]> {
  if (names === undefined || names.some((name) => context.types.numberOf(name) === undefined)) {
    await context.types.reload(session);
  }
  if (names === undefined) return context.types.numbers();
  return names.flatMap((name) => context.types.numberOf(name) ?? []);
}

function idList(ids: readonly string[]): string {
  return JSON.stringify(
    ids.flatMap((id) => {
      const hex = encodeIdAsHex(id);
      return hex === undefined ? [] : [[hex]];
    }),
  );
}

async function toMembers(
  { context, session }: View,
  rows: readonly ReferenceRow[],
): Promise<readonly Member[]> {
  const { types } = context;
  if (rows.some((row) => types.nameOf(Number(row.member_type)) === undefined)) await types.reload(session);
  return rows.map((row) => ({
    type: types.nameOf(Number(row.member_type)) ?? '',
    id: decodeId(row.member_id),
  }));
}
