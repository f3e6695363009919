import type { Applied, Change, Member } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import { recordEvent } from '../outbox/record-event.ts';
import type { OneChange, SeenTogether } from '../statements/one-member-statements.ts';
import type { View } from './context.ts';
import { StoredRow } from './stored-row.ts';
import { crossed, type Named } from './update-at-once.ts';
import { ensureVersion, versionStep } from './version.ts';

/** One who joins a group or leaves it. */
interface Move {
  readonly joins: boolean;
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly change: OneChange;
}

/**
 * Changes one membership by one look at group and member and two writes, which is the least there is where a database
 * answers at once and nobody else can write in the meantime. Identity providers do little else to groups.
 *
 * @param view - Inside a transaction that has the right to write.
 * @returns `undefined` when there is no such group; {@link crossed} when more has to be known or done: nothing was changed.
 * @throws StoreError `version`.
 */
export async function changeSeenMember(
  view: View,
  { key, id, typeName }: Named,
  change: Change,
): Promise<Applied | undefined | typeof crossed> {
  const move = moveOf(view, change);
  if (move?.change.look === undefined || move.change.write === undefined) return crossed;
  const { session, context } = view;
  const { tenant, type, id: group } = key;
  const { at } = change;
  const args = { tenant, type, id: group, member: move.bytes, at };
  const seen = await session.first(move.change.look, args);
  if (seen === undefined) return undefined;
  ensureVersion(seen, change.ifVersion);
  const before = new StoredRow(typeName, id, headOf(seen));
  const unchanged: Applied = { before, after: before, changed: false, added: [], removed: [] };
  if (seen.member_type === null) return move.joins ? crossed : unchanged;
  const memberType = Number(seen.member_type);
  const member: Member = { type: context.types.nameOf(memberType) ?? '', id: move.id };
  if (member.type === '') return crossed;
  // Who is in the set already changes nothing.
  if ((await session.run(move.change.write, { ...args, memberType })) === 0) return unchanged;
  const version = Number(seen.version) + versionStep();
  await session.run(context.statements.touch, { tenant, type, id: group, version, at });
  const applied: Applied = {
    before,
    after: new StoredRow(typeName, id, { version, created_at: seen.created_at, modified_at: at }),
    changed: true,
    added: move.joins ? [member] : [],
    removed: move.joins ? [] : [member],
  };
  if (change.event !== undefined) await recordEvent(view, key, at, change.event, applied);
  return applied;
}

/** `undefined` for every change but that of one membership whose answer needs nothing else. */
function moveOf({ context }: View, { next, deltas, want }: Change): Move | undefined {
  const [delta] = deltas;
  if (delta === undefined || deltas.length > 1 || delta.clear) return undefined;
  if (next !== undefined || want.document || want.members !== false || want.memberOf) return undefined;
  const { add, remove, attribute } = delta;
  if (add.length + remove.length !== 1) return undefined;
  const [joining] = add;
  const id = joining?.id ?? remove[0] ?? '';
  const bytes = encodeId(id);
  if (bytes === undefined) return undefined;
  if (joining === undefined) return { joins: false, id, bytes, change: context.statements.removeMember };
  const names = joining.type === undefined ? attribute.memberTypes : [joining.type];
  if (names === undefined || attribute.memberTypes === undefined) return undefined;
  const types: number[] = [];
  for (const name of names) {
    const number = context.types.numberOf(name);
    // Another process may have made the type by now.
    if (number === undefined || !attribute.memberTypes.includes(name)) return undefined;
    types.push(number);
  }
  const found = context.statements.addMember(types);
  return found === undefined ? undefined : { joins: true, id, bytes, change: found };
}

function headOf({ version, created_at, modified_at }: SeenTogether) {
  return { version, created_at, modified_at };
}
