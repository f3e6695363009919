import {
  type Applied,
  type Change,
  type Draft,
  type Scope,
  type StoredDocument,
  StoreError,
  type TypeName,
} from '@scimkit/core';
import { sql } from 'kysely';
import type { Session } from '../store/session.ts';
import { changeMappedMembers } from './change-mapped-members.ts';
import { ensureFits } from './ensure-fits.ts';
import { explaining } from './explain-refusal.ts';
import { findUnique, isTaken, type Taken } from './find-unique.ts';
import type { LocalId } from './local-id.ts';
import { reread } from './mapped-read.ts';
import type { MappedType } from './mapped-type.ts';
import { type MappedView, type Owner, ownerToWrite, typeOf } from './mapped-view.ts';
import { type Properties, valueAt, withValue } from './record.ts';
import { recordMapped } from './record-mapped.ts';
import { all } from './run-sql.ts';
import { splitDocument } from './split-document.ts';
import type { Found } from './to-mapped-stored.ts';
import { writeChildren } from './write-children.ts';
import { bytesOf, insertLink } from './write-link.ts';
import { changedCells, insertRow, ofRow, updateRow, type Writing } from './write-row.ts';

/** A resource that is there now. */
interface Made {
  readonly id: string;
  readonly local: LocalId;
}

/**
 * Makes a resource: a row of the application's, or one that was there and may be adopted.
 *
 * @throws StoreError `conflict`, `unknownMember`, `invalid` or `refused`; nothing has been made then.
 */
export async function createMapped(
  view: MappedView,
  scope: Scope,
  name: TypeName,
  draft: Draft,
  event?: Change['event'],
): Promise<Applied> {
  const type = typeOf(view, name);
  const owner = await ownerToWrite(view, scope);
  const work = async (session: Session): Promise<Applied> => {
    const inside = { ...view, session };
    await ensureFreeId(inside, type, owner, draft.id);
    const taken = await findUnique(inside, type, owner, draft.keys);
    const writing: Writing = { scope, owner, document: draft.document, at: draft.at };
    const made =
      taken === undefined
        ? await makeRow(inside, type, writing, draft)
        : await adoptRow(inside, type, writing, draft, taken);
    const { added, removed } = await fillGroup(inside, type, owner, made, draft);
    const after = await reread(inside, type, owner, made.id, draft.want ?? everything);
    if (after === undefined) {
      throw new StoreError(
        'unsupported',
        `The new row of ${type.mapping.table} is not seen: what \`where\` of the mapping asks for has to be in \`defaults\`.`,
      );
    }
    const applied: Applied = { after: after.stored, changed: true, added, removed };
    await recordMapped(inside, type, owner, made.id, draft.at, event, applied);
    return applied;
  };
  return explaining(view, type, 'write', () => view.session.atomic(work));
}

/** Ids are unique across types (RFC 7643 section 3.1). */
async function ensureFreeId(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  id: string | undefined,
): Promise<void> {
  if (id === undefined) return;
  if (!type.hidden) {
    if ((await reread(view, type, owner, id, nothing)) !== undefined) throw isTaken(undefined);
    return;
  }
  const rows = await all(
    view,
    sql`select 1 as n from ${view.schema.link} where tenant_id = ${owner.tenant} and id = ${bytesOf(id)}`,
  );
  if (rows.length > 0) throw isTaken(undefined);
}

const nothing = { document: false, members: false, memberOf: false };
const everything = { document: true, members: true, memberOf: true };

async function makeRow(view: MappedView, type: MappedType, writing: Writing, draft: Draft): Promise<Made> {
  const split = splitDocument(type, view.schema.engine, draft.document);
  const local = await insertRow(view, type, writing, split, draft.id);
  await writeChildren(view, type, local, undefined, split);
  const id = await publicIdOfNew(view, type, writing.owner, local, draft.id);
  const times = { created: draft.at, at: draft.at };
  await insertLink(view, type, writing.owner, { id, local }, split, draft.keys, times);
  return { id, local };
}

/** The sidecar's id is ours to make; the application's column may have been filled by the database. */
async function publicIdOfNew(
  view: MappedView,
  type: MappedType,
  { org }: Owner,
  local: Made['local'],
  wanted: string | undefined,
): Promise<string> {
  const { publicId, id, tenant } = type.mapping;
  if (publicId === undefined) return wanted ?? view.context.newId();
  if (publicId === id) return String(local);
  const [row] = await all<{ readonly pid: unknown }>(
    view,
    sql`select ${view.schema.engine.text(sql.id(publicId))} as pid from ${type.table} where ${sql.id(tenant)} = ${org} and ${sql.id(id)} = ${local}`,
  );
  return String(row?.pid ?? '');
}

/** Links a row that the application has made, and brings it up to date: only where the mapping says so, and nobody has linked it. */
async function adoptRow(
  view: MappedView,
  type: MappedType,
  writing: Writing,
  draft: Draft,
  taken: Taken,
): Promise<Made> {
  const found = await lockUnlinked(view, type, writing.owner, draft, taken);
  if (found === undefined) throw isTaken(taken.attribute);
  const { engine } = view.schema;
  const before = splitDocument(type, engine, found.stored.document);
  const after = splitDocument(type, engine, completed(type, draft.document, found.stored.document));
  const { local } = found;
  const values = changedCells(before, after, type);
  ensureFits(type, { values, children: after.children });
  await updateRow(view, type, writing, local, values);
  await writeChildren(view, type, local, before, after);
  const id = type.hidden ? (draft.id ?? view.context.newId()) : found.stored.id;
  const created = found.stored.created > 0 ? found.stored.created : draft.at;
  await insertLink(view, type, writing.owner, { id, local }, after, draft.keys, { created, at: draft.at });
  return { id, local };
}

/** Locks a row that may be adopted, and looks again: somebody else may have linked it in the meantime. */
async function lockUnlinked(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  draft: Draft,
  { found }: Taken,
): Promise<Found | undefined> {
  if (type.mapping.onExisting !== 'adopt-if-unlinked' || !type.linked || found.isLinked) return undefined;
  if (!view.schema.engine.locks) return found;
  const id = sql.id(type.mapping.id);
  const { change } = view.context.dialect.locks;
  await all(view, sql`select ${id} from ${type.table} where ${ofRow(type, found.local, owner)} ${change}`);
  const again = await findUnique(view, type, owner, draft.keys);
  return again === undefined || again.found.isLinked ? undefined : again.found;
}

/** What the client has said nothing about stays as the application has it. */
function completed(
  { fields }: MappedType,
  document: StoredDocument,
  existing: StoredDocument,
): StoredDocument {
  const { scalars, computed, singles, children } = fields;
  let whole: Properties = { ...document };
  for (const { attribute } of [...scalars, ...computed, ...singles, ...children]) {
    if (valueAt(document, attribute.steps) !== undefined) continue;
    const value = valueAt(existing, attribute.steps);
    if (value !== undefined) whole = withValue(whole, attribute.steps, value);
  }
  return whole;
}

async function fillGroup(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  { local }: Made,
  { members = [], membership, unknownMembers = 'reject' }: Draft,
) {
  if (members.length === 0 || type.model.membership === undefined) return { added: [], removed: [] };
  return changeMappedMembers(view, { type, owner, local }, [
    {
      ...(membership === undefined ? {} : { attribute: membership }),
      clear: false,
      add: members,
      remove: [],
      unknownMembers,
    },
  ]);
}
