import type { MemberPage, Scope, TypeName } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import type { View } from './context.ts';
import { readResource } from './read-resource.ts';

/** Reads members by their ids, beginning after one of them. The statement looks for the resource as well: it may be gone by now. */
export async function memberPage(
  view: View,
  scope: Scope,
  type: TypeName,
  id: string,
  after: string | undefined,
  limit: number,
): Promise<MemberPage | undefined> {
  const place = after === undefined ? undefined : encodeId(after);
  if (after !== undefined && place === undefined) return undefined;
  const want = { document: false, members: { limit }, memberOf: false };
  const found = await readResource(view, scope, type, id, want, place);
  if (found === undefined) return undefined;
  const { members = [], membersNext } = found;
  return membersNext === undefined ? { members } : { members, next: membersNext };
}
