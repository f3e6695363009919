import type { Applied, Change, Next, Scope, Stored, TypeName, Want } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import { recordEvent } from '../outbox/record-event.ts';
import type { Key, LockedRow, Row } from '../statements/write-statements.ts';
import { changeAlone, changeMembers } from './change-members.ts';
import type { View } from './context.ts';
import { type ColumnValues, sortKeys } from './key-rows.ts';
import { nextOf, only, takenBy, type Written } from './next-document.ts';
import { prepareWrite } from './prepare-write.ts';
import { readResource } from './read-resource.ts';
import type { ResourceType } from './resource-type.ts';
import { storedOf } from './to-stored.ts';
import { crossed, updateAtOnce } from './update-at-once.ts';
import { ensureVersion, versionStep } from './version.ts';
import { replaceKeys } from './write-keys.ts';

/** The resource that is being changed. */
interface Subject {
  readonly key: Key;
  readonly id: string;
  readonly typeName: TypeName;
  readonly row: Omit<LockedRow, 'doc'> & { readonly doc?: string };
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
    // What is decided about types on the way counts once it is committed.
    types = view.context.types.fork();
    indexes = view.context.indexes.fork();
    const inside = { session, context: { ...view.context, types, indexes } };
    const subject = await lock(inside, { key, id, typeName: type }, change);
    if (subject === undefined) return undefined;
    const result = await apply(inside, scope, subject, change);
    if (change.event !== undefined) await recordEvent(inside, key, change.at, change.event, result);
    return result;
  });
  view.context.types.adopt(types);
  view.context.indexes.adopt(indexes);
  return applied;
}

async function lock(
  { session, context }: View,
  subject: Omit<Subject, 'row'>,
  change: Change,
): Promise<Subject | undefined> {
  const { lock: whole, lockHead } = context.statements;
  const row =
    change.next === undefined && !change.want.document
      ? await session.first(lockHead, subject.key)
      : await session.first(whole, subject.key);
  // Keys are only looked at where there is a document, with which they came.
  return row === undefined ? undefined : { ...subject, row: { ...noKeys, ...row } };
}

const noKeys = { unique_key: null, external_id: null, display_key: null, sort_key: null };

async function apply(view: View, scope: Scope, subject: Subject, change: Change): Promise<Applied> {
  const { row, id, typeName } = subject;
  ensureVersion(row, change.ifVersion);
  const current = storedOf(typeName, id, row);
  const next = nextOf(view, current, row.doc, change);
  const version = Number(row.version) + versionStep();
  const head = { ...row, version, modified_at: change.at };
  if (next !== undefined) await rewrite(view, scope, subject, change.at, version, next);
  const canBeAlone = next === undefined && view.context.dialect.writesInWith;
  const alone = canBeAlone ? await changeAlone(view, subject.key, change, version) : undefined;
  const { added, removed } = alone ?? (await changeMembers(view, subject.key, change.at, change.deltas));
  const regrouped = added.length > 0 || removed.length > 0;
  const changed = next !== undefined || regrouped;
  if (next === undefined && regrouped && alone === undefined) {
    await view.session.run(view.context.statements.touch, { ...subject.key, version, at: change.at });
  }
  const plain = storedOf(
    typeName,
    id,
    changed ? { ...head, ...(next === undefined ? {} : { doc: next.json }) } : row,
  );
  return {
    before: only(current, change.want),
    after: needsSets(change.want) ? await reread(view, scope, plain, change.want) : only(plain, change.want),
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
  next: Written,
): Promise<void> {
  const { key, row, typeName } = subject;
  const { type } = await prepareWrite(view, scope, typeName, next);
  const rows = sortKeys(type, next.keys);
  const { columns } = rows;
  const written: Row = { ...key, version, at, columns, display: next.display ?? null, doc: next.json };
  const { statements } = view.context;
  if (columns.unique !== null && columns.unique !== row.unique_key)
    await ensureFree(view, type, written, next);
  if (sameColumns(row, columns)) await view.session.run(statements.rewrite, written);
  // Asked before, or taken by another transaction in between.
  else if (!(await view.session.tryWrite(statements.rewriteWithKeys, written))) throw takenBy(type, next);
  if (!next.same.rows) await replaceKeys(view, key, rows, type.moreUnique);
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

function needsSets({ members, memberOf }: Want): boolean {
  return members !== false || memberOf;
}

/** Memberships are read in the same transaction, after the change. */
async function reread(view: View, scope: Scope, stored: Stored, want: Want): Promise<Stored> {
  return (await readResource(view, scope, stored.type, stored.id, want)) ?? stored;
}
