import type { Applied, Change, Next, Scope, Stored, TypeName, Want } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import { recordEvent } from '../outbox/record-event.ts';
import { wantsSets } from '../statements/resource-columns.ts';
import type { Key, LockedRow, Row } from '../statements/write-statements.ts';
import { changeAlone, changeMembers } from './change-members.ts';
import { changeSeenMember } from './change-seen-member.ts';
import type { View } from './context.ts';
import { type ColumnValues, sortKeys } from './key-rows.ts';
import { nextOf, only, takenBy, type Written } from './next-document.ts';
import { prepareWrite } from './prepare-write.ts';
import { readResource } from './read-resource.ts';
import type { ResourceType } from './resource-type.ts';
import { StoredRow } from './stored-row.ts';
import { crossed, type Named, updateAtOnce } from './update-at-once.ts';
import { ensureVersion, versionStep } from './version.ts';
import { replaceChanged } from './write-keys.ts';

/** The resource that is being changed, with its row; document and keys are there where they were read. */
interface Subject extends Named {
  readonly row: Pick<LockedRow, 'version' | 'created_at' | 'modified_at'> & Partial<LockedRow>;
}

/**
 * Changes a resource: at once where that can be done, under its row's lock otherwise. A change of the reference set alone reads no document unless it is wanted.
 *
 * @returns `undefined` when there is no such resource.
 * @throws StoreError `version`, `conflict` or `unknownMember`, and whatever `change.next` throws; nothing has changed then.
 */
export async function updateResource(
  view: View,
  scope: Scope,
  type: TypeName,
  id: string,
  change: Change,
): Promise<Applied | undefined> {
  const bytes = encodeId(id);
  if (bytes === undefined) return undefined;
  const tenant =
    view.context.tenants.peek(scope.tenant) ?? (await view.context.tenants.find(view.session, scope.tenant));
  const found = view.context.types.peek(type) ?? (await view.context.types.find(view.session, type));
  if (tenant === undefined || found === undefined) return undefined;
  const key = { tenant, type: found.number, id: bytes };
  if (change.next !== undefined) {
    const atOnce = await updateAtOnce(view, scope, { key, id, typeName: type }, change);
    if (atOnce !== crossed) return atOnce;
  }
  let { types, indexes } = view.context;
  const applied = await view.session.atomic(async (session) => {
    const named = { key, id, typeName: type };
    const alone = await changeSeenMember({ ...view, session }, named, change);
    if (alone !== crossed) return alone;
    // What is decided about types on the way counts once it is committed.
    types = view.context.types.fork();
    indexes = view.context.indexes.fork();
    const inside = { session, context: { ...view.context, types, indexes } };
    const row = await lock(inside, key, change);
    if (row === undefined) return undefined;
    const result = await apply(inside, scope, { ...named, row }, change);
    if (change.event !== undefined) await recordEvent(inside, key, change.at, change.event, result);
    return result;
  });
  view.context.types.adopt(types);
  view.context.indexes.adopt(indexes);
  return applied;
}

/** Reads the row, so that nobody else changes it. */
function lock(
  { session, context }: View,
  key: Key,
  { next, want }: Change,
): Promise<Subject['row'] | undefined> {
  const { lock: whole, lockHead } = context.statements;
  const needsDocument = next !== undefined || want.document;
  return needsDocument ? session.first(whole, key) : session.first(lockHead, key);
}

async function apply(view: View, scope: Scope, subject: Subject, change: Change): Promise<Applied> {
  const { row, id, typeName } = subject;
  ensureVersion(row, change.ifVersion);
  const current = new StoredRow(typeName, id, row);
  const becomes = nextOf(view, current, row.doc, change);
  const version = Number(row.version) + versionStep();
  if (becomes !== undefined) await rewrite(view, scope, subject, change.at, version, becomes);
  const canBeAlone = becomes === undefined && view.context.dialect.writesInWith;
  const alone = canBeAlone ? await changeAlone(view, subject.key, change, version) : undefined;
  const { added, removed } = alone ?? (await changeMembers(view, subject.key, change.at, change.deltas));
  const regrouped = added.length > 0 || removed.length > 0;
  const changed = becomes !== undefined || regrouped;
  if (becomes === undefined && regrouped && alone === undefined) {
    await view.session.run(view.context.statements.touch, { ...subject.key, version, at: change.at });
  }
  const { created_at } = row;
  const doc = becomes?.json ?? row.doc;
  const plain = changed
    ? new StoredRow(typeName, id, { version, created_at, modified_at: change.at, doc })
    : current;
  return {
    before: only(current, change.want),
    after: wantsSets(change.want) ? await reread(view, scope, plain, change.want) : only(plain, change.want),
    changed,
    added,
    removed,
  };
}

async function rewrite(
  view: View,
  scope: Scope,
  subject: Subject,
  at: number,
  version: number,
  { next, json: doc, same }: Written,
): Promise<void> {
  const { key, row, typeName } = subject;
  const { type } = await prepareWrite(view, scope, typeName, next);
  const rows = sortKeys(type, next.keys, same.others);
  const { columns } = rows;
  const written: Row = { ...key, version, at, columns, display: next.display ?? null, doc };
  const { statements } = view.context;
  if (columns.unique !== null && columns.unique !== row.unique_key)
    await ensureFree(view, type, written, next);
  if (sameColumns(row, columns)) await view.session.run(statements.rewrite, written);
  // Asked before, or taken by another transaction in between.
  else if (!(await view.session.tryWrite(statements.rewriteWithKeys, written))) throw takenBy(type, next);
  await replaceChanged(view, key, rows, same, type.moreUnique);
}

/** Asked before, because a refused statement would end the transaction on some databases. */
async function ensureFree(
  { session, context }: View,
  type: ResourceType,
  row: Row,
  next: Next,
): Promise<void> {
  const other = await session.first(context.statements.findUnique, { ...row, key: row.columns.unique });
  if (other !== undefined) throw takenBy(type, next);
}

function sameColumns(row: Subject['row'], columns: ColumnValues): boolean {
  return (
    row.unique_key === columns.unique &&
    row.external_id === columns.external &&
    row.display_key === columns.display &&
    row.sort_key === columns.sort
  );
}

/** Memberships are read in the same transaction, after the change. */
async function reread(view: View, scope: Scope, stored: Stored, want: Want): Promise<Stored> {
  return (await readResource(view, scope, stored.type, stored.id, want)) ?? stored;
}
