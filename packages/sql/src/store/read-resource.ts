import type { Scope, Stored, TypeName, Want } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import type { View } from './context.ts';
import { mostMembers } from './select-members.ts';
import { toStored } from './to-stored.ts';

/**
 * Reads a resource by its id, in one statement.
 *
 * @param after - Whose place in the order of members those begin after that are wanted.
 */
export async function readResource(
  view: View,
  scope: Scope,
  type: TypeName,
  id: string,
  want: Want,
  after?: Uint8Array,
): Promise<Stored | undefined> {
  const { context, session } = view;
  const bytes = encodeId(id);
  if (bytes === undefined) return undefined;
  const tenant = context.tenants.peek(scope.tenant) ?? (await context.tenants.find(session, scope.tenant));
  const found = context.types.peek(type) ?? (await context.types.find(session, type));
  if (tenant === undefined || found === undefined) return undefined;
  const row = await session.first(context.statements.read(want), {
    tenant,
    type: found.number,
    id: bytes,
    members: mostMembers(want),
    after,
  });
  if (row === undefined) return undefined;
  const [stored] = await toStored(view, type, [{ id, row }], want);
  return stored;
}
