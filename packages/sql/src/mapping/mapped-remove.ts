import { type Applied, type Removal, type Scope, StoreError, type TypeName } from '@scimkit/core';
import { sql } from 'kysely';
import type { Session } from '../store/session.ts';
import { disband, leaveAll } from './change-mapped-members.ts';
import { columnOf } from './engine-sql.ts';
import { explaining } from './explain-refusal.ts';
import type { LocalId } from './local-id.ts';
import type { MappedType } from './mapped-type.ts';
import { ensureMappedVersion, lockMapped } from './mapped-update.ts';
import { type MappedView, type Owner, ownerOf, ownerToWrite, typeOf } from './mapped-view.ts';
import type { Properties } from './record.ts';
import { recordMapped } from './record-mapped.ts';
import { all, run } from './run-sql.ts';
import { resource, sourceOf } from './source-of.ts';
import { encodeAll, splitDocument } from './split-document.ts';
import { type Found, shown } from './to-mapped-stored.ts';
import { wholeRow } from './whole-row.ts';
import { removeChildren } from './write-children.ts';
import { markGone, removeLink } from './write-link.ts';
import { callbackContext, ofRow, updateRow, type Writing } from './write-row.ts';

const documentOnly = { document: true, members: false, memberOf: false };

/**
 * Removes a resource: its memberships, its place in the sidecar, and of its row what `onDelete` says.
 *
 * @returns The resource as it was, both as `before` and as `after`; `undefined` when there is none.
 * @throws StoreError `version`, or `refused` by the application's data; nothing has changed then.
 */
export async function removeMapped(
  view: MappedView,
  scope: Scope,
  name: TypeName,
  id: string,
  { at, ifVersion, event }: Removal,
): Promise<Applied | undefined> {
  const type = typeOf(view, name);
  // What is left behind may have to be remembered, under the tenant's number.
  const owner = type.hidden ? await ownerOf(view, scope) : await ownerToWrite(view, scope);
  const work = async (session: Session): Promise<Applied | undefined> => {
    const inside = { ...view, session };
    const found = await lockMapped(inside, type, owner, id, true);
    if (found === undefined) return undefined;
    ensureMappedVersion(found, ifVersion);
    const { local } = found;
    await leaveAll(inside, { type, owner, local }, at);
    const removed = await disband(inside, { type, owner, local });
    const writing: Writing = { scope, owner, document: found.stored.document, at };
    const stays = await removeRow(inside, type, writing, found);
    await unlink(inside, type, writing, found, stays);
    const stored = shown(found, documentOnly);
    const applied: Applied = { before: stored, after: stored, changed: true, added: [], removed };
    await recordMapped(inside, type, owner, id, at, event, applied);
    return applied;
  };
  return explaining(view, type, 'removal', () => view.session.atomic(work));
}

/** @returns True when the row is still there. */
async function removeRow(
  view: MappedView,
  type: MappedType,
  writing: Writing,
  { local, stored }: Found,
): Promise<boolean> {
  const { mapping } = type;
  const remove = mapping.rows?.remove;
  if (remove !== undefined) {
    await remove(local, callbackContext(view, writing));
    return true;
  }
  if (mapping.onDelete === 'delete') {
    await removeChildren(view, type, local);
    await run(view, sql`delete from ${type.table} where ${ofRow(type, local, writing.owner)}`);
    return false;
  }
  if (mapping.onDelete === 'deactivate') {
    const { engine } = view.schema;
    const active = [...type.model.byId.values()].find(({ path }) => path === 'active');
    if (active === undefined) return true;
    const { values } = splitDocument(type, engine, { ...stored.document, active: false });
    await updateRow(view, type, writing, local, cellsOfActive(type, values));
    return true;
  }
  const row = await wholeRow(view, type, writing.owner, local);
  const patch = mapping.onDelete(row, { at: writing.at, scope: writing.scope });
  await updateRow(view, type, writing, local, encodeAll(type, view.schema.engine, patch));
  return true;
}

/** Of all that a document writes, only what `active` writes. */
function cellsOfActive({ fields }: MappedType, values: Readonly<Properties>): Properties {
  const scalar = fields.scalars.find(({ attribute }) => attribute.path === 'active');
  if (scalar !== undefined) return { [scalar.column]: values[scalar.column] };
  const computed = fields.computed.find(({ attribute }) => attribute.path === 'active');
  const columns = Object.keys(computed?.codec.write(false) ?? {});
  return Object.fromEntries(columns.map((column) => [column, values[column]]));
}

/**
 * A row that stays would be seen again, under an id of the application's or once rows are adopted, so the sidecar remembers
 * that it is gone. A row that `where` does not show any more needs no such mark: it is the application's to bring back.
 */
async function unlink(
  view: MappedView,
  type: MappedType,
  { owner, at }: Writing,
  { local, stored }: Found,
  stays: boolean,
): Promise<void> {
  const linked = { id: stored.id, local };
  await removeLink(view, type, owner, linked);
  if (!stays || !(await isShown(view, type, owner, local))) return;
  if (type.linked) {
    await markGone(view, type, owner, linked, at);
    return;
  }
  throw new StoreError(
    'unsupported',
    `A removed row of ${type.mapping.table} is still seen: \`onDelete\` has to change what \`where\` of the mapping asks for.`,
  );
}

/** Does `where` of the mapping let the row through? */
async function isShown(view: MappedView, type: MappedType, owner: Owner, local: LocalId): Promise<boolean> {
  const { from, where } = sourceOf(view.schema.statements.words, type, resource, 'rows', 'row');
  const row = columnOf(resource.row, type.mapping.id);
  return (
    (await all(view, sql`select 1 as n from ${from} where ${where} and ${row} = ${local}`, owner)).length > 0
  );
}
