import type { Scope, Stored, TypeName, Want } from '@scimkit/core';
import { mostMembers } from '../store/select-members.ts';
import type { MappedType } from './mapped-type.ts';
import { type MappedView, type Owner, ownerOf, typeOf } from './mapped-view.ts';
import { type Found, shown, toFound } from './to-mapped-stored.ts';

/** Reads a resource, whole, in one statement. */
export async function reread(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  id: string,
  want: Want,
): Promise<Found | undefined> {
  const { statements } = view.schema;
  const row = await view.session.first(statements.read(type, want), {
    ...owner,
    id,
    members: mostMembers(want),
  });
  if (row === undefined) return undefined;
  const found = toFound(statements.words, type, row, want);
  // Ids are case exact; a column of the application's may not be.
  return found.stored.id === id ? found : undefined;
}

/** Reads a resource of a mapped type by its id. */
export async function readMapped(
  view: MappedView,
  scope: Scope,
  name: TypeName,
  id: string,
  want: Want,
): Promise<Stored | undefined> {
  const type = typeOf(view, name);
  const found = await reread(view, type, await ownerOf(view, scope), id, want);
  return found === undefined ? undefined : shown(found, want);
}
