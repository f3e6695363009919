import type { Scope, Stored, TypeName, Want } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import type { View } from './context.ts';
import { toStored } from './to-stored.ts';

/** Reads a resource by its id, in one statement. */
export async function readResource(
  view: View,
  scope: Scope,
  type: TypeName,
  id: string,
  want: Want,
): Promise<Stored | undefined> {
  const { context, session } = view;
  const bytes = encodeId(id);
  if (bytes === undefined) return undefined;
  const tenant = context.tenants.peek(scope.tenant) ?? (await context.tenants.find(session, scope.tenant));
  const found = context.types.peek(type) ?? (await context.types.find(session, type));
  if (tenant === undefined || found === undefined) return undefined;
  const row = await session.first(context.statements.read(want), { tenant, type: found.number, id: bytes });
  if (row === undefined) return undefined;
  const [stored] = await toStored(view, type, [row], want);
  return stored;
}
