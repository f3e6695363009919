import { type Applied, type Change, extractKeys, type Scope, StoreError, type TypeName } from '@scimkit/core';
import { recordTold, toldOf } from '../outbox/record-event.ts';
import type { Count, Seen } from '../statements/at-once-statements.ts';
import type { Told } from '../statements/event-statements.ts';
import { wantsSets } from '../statements/resource-columns.ts';
import type { Key } from '../statements/write-statements.ts';
import type { View } from './context.ts';
import { type KeyRows, sortKeys } from './key-rows.ts';
import { nextOf, only, setsOf, type Written } from './next-document.ts';
import { prepareWrite } from './prepare-write.ts';
import type { SameKeys } from './same-keys.ts';
import { mostMembers } from './select-members.ts';
import { StoredRow } from './stored-row.ts';
import { toStored } from './to-stored.ts';
import { ensureVersion, versionStep } from './version.ts';
import { replaceChanged } from './write-keys.ts';

/** Says that a change has to be made under the lock of its row, and that nothing has been changed. */
export const crossed: unique symbol = Symbol('crossed');

/** The resource that is to be changed. */
export interface Named {
  readonly key: Key;
  readonly id: string;
  readonly typeName: TypeName;
}

/**
 * Changes a document without a lock: reads it, and writes what has become of it where it still has the version that was
 * read. Most changes meet nobody, and so take half of the statements; who has been crossed by another begins anew, under
 * the lock, so that of many at once each is made.
 *
 * @returns {@link crossed} when it was not possible, or cannot be tried: inside a transaction, with members that come or
 *   go.
 * @throws StoreError `version`, and whatever `change.next` throws; nothing has changed then.
 */
export async function updateAtOnce(
  view: View,
  scope: Scope,
  { key, id, typeName }: Named,
  change: Change,
): Promise<Applied | undefined | typeof crossed> {
  const { session, context } = view;
  const { next: ask, deltas, want } = change;
  if (session.joined || ask === undefined || deltas.length > 0) return crossed;
  const whole = { ...want, document: true };
  const row = await session.first(context.statements.read(whole), { ...key, members: mostMembers(whole) });
  if (row === undefined) return undefined;
  ensureVersion(row, change.ifVersion);
  const plain = new StoredRow(typeName, id, row);
  // Memberships stay as they are, or the version would not.
  const [current = plain] = wantsSets(want) ? await toStored(view, typeName, [{ id, row }], whole) : [];
  const becomes = nextOf(view, current, row.doc, change);
  const unchanged = { before: only(plain, want), changed: false, added: [], removed: [] };
  if (becomes === undefined) return { ...unchanged, after: only(current, want) };
  const seen = Number(row.version);
  const version = seen + versionStep();
  const { created_at } = row;
  const head = { version, created_at, modified_at: change.at, doc: becomes.json };
  const after = new StoredRow(typeName, id, head, wantsSets(want) ? setsOf(current) : undefined);
  const applied: Applied = { ...unchanged, changed: true, after: only(after, want) };
  const told = toldOf(context, change.event, applied);
  const writing = { key, typeName, at: change.at, seen, version, becomes, told };
  return (await write(view, scope, writing)) ? applied : crossed;
}

/** A document, and the version that it is written over. */
interface Writing {
  readonly key: Key;
  readonly typeName: TypeName;
  readonly at: number;
  readonly seen: number;
  readonly version: number;
  readonly becomes: Written;
  readonly told: Told | undefined;
}

/** False when the resource has another version by now, or something else is in the way, which shows under the lock. */
async function write(
  view: View,
  scope: Scope,
  { key, typeName, at, seen, version, becomes, told }: Writing,
): Promise<boolean> {
  const { statements } = view.context;
  const { next, json: doc, same } = becomes;
  const { type } = await prepareWrite(view, scope, typeName, next);
  if (type.moreUnique && !same.rows) return false;
  const isSame = same.columns && same.rows;
  const takesAll = !isSame && statements.replaceIf !== undefined;
  const keys =
    takesAll || same.attributes === undefined
      ? next.keys
      : extractKeys({ keyed: same.attributes }, next.document);
  const rows = sortKeys(type, keys, takesAll ? undefined : same.others);
  const { columns } = rows;
  const row: Seen = { ...key, version, at, columns, display: next.display ?? null, doc, seen };
  const written =
    inOneStatement(view, row, isSame ? undefined : rows, told) ?? inTransaction(view, row, rows, same, told);
  return unlessCrossed(view, written);
}

/** `undefined` where one statement cannot write to several tables, and has to. */
function inOneStatement(
  { session, context }: View,
  row: Seen,
  rows: KeyRows | undefined,
  told: Told | undefined,
): Promise<boolean> | undefined {
  const { rewriteIf, rewriteAndTell, replaceIf, replaceAndTell } = context.statements;
  const one = ({ n }: Partial<Count> = {}) => Number(n) === 1;
  if (rows === undefined) {
    if (told === undefined) return session.tryWrite(rewriteIf, row);
    return rewriteAndTell && session.first(rewriteAndTell, { ...row, ...told }).then(one);
  }
  const args = { ...row, rows: JSON.stringify(rows.values) };
  if (told === undefined) return replaceIf && session.first(replaceIf, args).then(one);
  return replaceAndTell && session.first(replaceAndTell, { ...args, ...told }).then(one);
}

/** The same by several statements. */
function inTransaction(
  view: View,
  row: Seen,
  rows: KeyRows,
  same: SameKeys,
  told: Told | undefined,
): Promise<boolean> {
  const { rewriteIf, rewriteWithKeysIf } = view.context.statements;
  return view.session.atomic(async (session) => {
    const inside = { ...view, session };
    if (!(await session.tryWrite(same.columns ? rewriteIf : rewriteWithKeysIf, row))) return false;
    await replaceChanged(inside, row, rows, same, false);
    await recordTold(inside, row, row.at, told);
    return true;
  });
}

/** What stands in the way of a statement alone is waited for, or told, by a transaction. */
async function unlessCrossed({ context: { dialect } }: View, written: Promise<boolean>): Promise<boolean> {
  try {
    return await written;
  } catch (error) {
    const cause = error instanceof StoreError ? error.cause : undefined;
    if (dialect.isRetryable(cause) || dialect.isUniqueViolation(cause)) return false;
    throw error;
  }
}
