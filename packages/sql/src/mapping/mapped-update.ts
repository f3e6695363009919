import {
  type Applied,
  type Change,
  extractKeys,
  type Next,
  type Scope,
  StoreError,
  type TypeName,
} from '@scimkit/core';
import type { Session } from '../store/session.ts';
import { changeMappedMembers, touch } from './change-mapped-members.ts';
import { ensureFits } from './ensure-fits.ts';
import { explaining } from './explain-refusal.ts';
import { findUnique, isTaken } from './find-unique.ts';
import { reread } from './mapped-read.ts';
import type { MappedType } from './mapped-type.ts';
import { type MappedView, nobody, type Owner, ownerOf, ownerToWrite, typeOf } from './mapped-view.ts';
import { stableJson } from './record.ts';
import { recordMapped } from './record-mapped.ts';
import { splitDocument } from './split-document.ts';
import { type Found, shown } from './to-mapped-stored.ts';
import { writeChildren } from './write-children.ts';
import { insertLink, updateLink } from './write-link.ts';
import { changedCells, updateRow, type Writing } from './write-row.ts';

const documentOnly = { document: true, members: false, memberOf: false };

/** Locks a resource and reads it. What was waited for is seen, because the reading is a statement of its own. */
export async function lockMapped(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  id: string,
  isRemoval = false,
): Promise<Found | undefined> {
  const { statements, engine } = view.schema;
  if (
    engine.locks &&
    (await view.session.first(statements.lock(type, isRemoval), { ...owner, id })) === undefined
  ) {
    return undefined;
  }
  return reread(view, type, owner, id, documentOnly);
}

/** @throws StoreError `version` when the resource is at another one than expected. */
export function ensureMappedVersion({ stored }: Found, expected: string | undefined): void {
  if (expected === undefined || expected === stored.version) return;
  throw new StoreError('version', `The resource is at version ${stored.version}, not at the one named.`);
}

/**
 * Changes a resource under its row's lock.
 *
 * @returns `undefined` when there is no such resource.
 * @throws StoreError `version`, `conflict`, `unknownMember`, `invalid` or `refused`, and whatever `change.next` throws; nothing has changed then.
 */
export async function updateMapped(
  view: MappedView,
  scope: Scope,
  name: TypeName,
  id: string,
  change: Change,
): Promise<Applied | undefined> {
  const type = typeOf(view, name);
  const owner = await ownerFor(view, scope, type, id);
  if (owner === undefined) return undefined;
  const work = async (session: Session): Promise<Applied | undefined> => {
    const inside = { ...view, session };
    const found = await lockMapped(inside, type, owner, id);
    if (found === undefined) return undefined;
    ensureMappedVersion(found, change.ifVersion);
    const next = nextOf(found, change);
    if (next !== undefined) {
      const writing: Writing = { scope, owner, document: next.document, at: change.at };
      await rewrite(inside, type, writing, found, next);
    }
    const subject = { type, owner, local: found.local };
    const { added, removed } = await changeMappedMembers(inside, subject, change.deltas);
    const regrouped = added.length > 0 || removed.length > 0;
    if (next === undefined && regrouped) await markRegrouped(inside, type, owner, found, change.at);
    const changed = next !== undefined || regrouped;
    const { want } = change;
    const isKnown = !changed && !want.members && !want.memberOf;
    const after = isKnown ? found : await reread(inside, type, owner, id, want);
    if (after === undefined) {
      throw new StoreError(
        'unsupported',
        'The change has taken the row out of what `where` of the mapping shows.',
      );
    }
    const applied: Applied = {
      before: shown(found, want),
      after: shown(after, want),
      changed,
      added,
      removed,
    };
    await recordMapped(inside, type, owner, id, change.at, change.event, applied);
    return applied;
  };
  return explaining(view, type, 'write', () => view.session.atomic(work));
}

/** Whose resource it is. A tenant gets a number of ours only when there is something to write for it. */
async function ownerFor(
  view: MappedView,
  scope: Scope,
  type: MappedType,
  id: string,
): Promise<Owner | undefined> {
  const owner = await ownerOf(view, scope);
  if (owner.tenant !== nobody) return owner;
  if (type.hidden || (await reread(view, type, owner, id, documentOnly)) === undefined) return undefined;
  return ownerToWrite(view, scope);
}

/** Asks for the new document. The same as before is no change. */
function nextOf(found: Found, change: Change): Next | undefined {
  const next = change.next?.(found.stored);
  if (next === undefined) return undefined;
  return stableJson(next.document) === stableJson(found.stored.document) ? undefined : next;
}

/** Members are not in the document, so the sidecar says that they have changed; a group of the application's enters it here. */
async function markRegrouped(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  { stored, local, isLinked }: Found,
  at: number,
): Promise<void> {
  await touch(view, type, owner, at, [local]);
  if (isLinked || !type.linked) return;
  const split = splitDocument(type, view.schema.engine, stored.document);
  const keys = extractKeys(type.model, stored.document);
  await insertLink(view, type, owner, { id: stored.id, local }, split, keys, { created: stored.created, at });
}

async function rewrite(
  view: MappedView,
  type: MappedType,
  writing: Writing,
  found: Found,
  next: Next,
): Promise<void> {
  const { owner, at } = writing;
  const { local, stored } = found;
  const taken = await findUnique(view, type, owner, next.keys, local);
  if (taken !== undefined) throw isTaken(taken.attribute);
  const before = splitDocument(type, view.schema.engine, stored.document);
  const after = splitDocument(type, view.schema.engine, next.document);
  const values = changedCells(before, after, type);
  ensureFits(type, { values, children: after.children });
  await updateRow(view, type, writing, local, values);
  await writeChildren(view, type, local, before, after);
  const linked = { id: stored.id, local };
  if (found.isLinked) await updateLink(view, type, owner, linked, after, next.keys, at);
  else await insertLink(view, type, owner, linked, after, next.keys, { created: stored.created, at });
}
