import type { Applied, Change, Next, Scope, TypeName } from '@scimkit/core';
import { StoreError } from '@scimkit/core';
import { changeMappedMembers, touch } from './change-mapped-members.ts';
import { findUnique, isTaken } from './find-unique.ts';
import { reread } from './mapped-read.ts';
import type { MappedType } from './mapped-type.ts';
import { type MappedView, type Owner, ownerOf, ownerToWrite, typeOf } from './mapped-view.ts';
import { stableJson } from './record.ts';
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
): Promise<Found | undefined> {
  const { statements, engine } = view.schema;
  if (engine.locks && (await view.session.first(statements.lock(type), { ...owner, id })) === undefined) {
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
 * @throws StoreError `version`, `conflict` or `unknownMember`, and whatever `change.next` throws; nothing has changed then.
 */
export async function updateMapped(
  view: MappedView,
  scope: Scope,
  name: TypeName,
  id: string,
  change: Change,
): Promise<Applied | undefined> {
  const type = typeOf(view, name);
  if ((await reread(view, type, await ownerOf(view, scope), id, documentOnly)) === undefined)
    return undefined;
  const owner = await ownerToWrite(view, scope);
  return view.session.atomic(async (session) => {
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
    if (next === undefined && regrouped) await touch(inside, type, owner, change.at, { local: found.local });
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
    return { before: shown(found, want), after: shown(after, want), changed, added, removed };
  });
}

/** Asks for the new document. The same as before is no change. */
function nextOf(found: Found, change: Change): Next | undefined {
  const next = change.next?.(found.stored);
  if (next === undefined) return undefined;
  return stableJson(next.document) === stableJson(found.stored.document) ? undefined : next;
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
  await updateRow(view, type, writing, local, changedCells(before, after, type));
  await writeChildren(view, type, local, before, after);
  const linked = { id: stored.id, local };
  if (found.isLinked) await updateLink(view, type, owner, linked, after, next.keys, at);
  else await insertLink(view, type, owner, linked, after, next.keys, { created: stored.created, at });
}
