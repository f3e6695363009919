import type { MemberRef } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import type { OneGroup, ReferenceRow } from '../statements/member-statements.ts';
import type { GroupAndMember, OneChange } from '../statements/one-member-statements.ts';
import type { View } from './context.ts';

/** What a group gets by a change, where the same statement gives it. */
interface Touch {
  readonly at: number;
  readonly version: number;
}

/** Adds a single member; `undefined` when it is not a single one, or none that can be. */
export async function addOne(
  view: View,
  { tenant, type: groupType, id }: OneGroup,
  at: number,
  types: readonly number[],
  add: readonly MemberRef[],
  touch?: Touch,
): Promise<readonly ReferenceRow[] | undefined> {
  const [one] = add;
  const member = one === undefined || add.length > 1 ? undefined : encodeId(one.id);
  if (one === undefined || member === undefined) return undefined;
  const { type } = one;
  const fitting =
    type === undefined ? types : types.filter((number) => view.context.types.numberOf(type) === number);
  const statement = view.context.statements.addMember(fitting);
  if (statement === undefined) return undefined;
  return changeOne(view, statement, { tenant, type: groupType, id, member, at }, touch);
}

/** Removes a single member. */
export async function removeOne(
  view: View,
  { tenant, type, id }: OneGroup,
  one: string,
  touch?: Touch,
): Promise<readonly ReferenceRow[]> {
  const member = encodeId(one);
  if (member === undefined) return [];
  const { removeMember } = view.context.statements;
  return changeOne(view, removeMember, { tenant, type, id, member, at: touch?.at ?? 0 }, touch);
}

/** Changes one membership, and tells whether that changed anything. */
async function changeOne(
  { session }: View,
  { find, write, touching }: OneChange,
  args: GroupAndMember,
  touch: Touch | undefined,
): Promise<readonly ReferenceRow[]> {
  if (touch !== undefined && touching !== undefined) return session.all(touching, { ...args, ...touch });
  const rows = await session.all(find, args);
  const [row] = rows;
  if (write !== undefined && row !== undefined)
    await session.run(write, { ...args, memberType: Number(row.member_type) });
  return rows;
}
