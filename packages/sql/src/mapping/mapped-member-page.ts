import type { Member, MemberPage, Scope, TypeName } from '@scimkit/core';
import { cutLook } from './cut-members.ts';
import { readMapped } from './mapped-read.ts';
import { type MappedView, ownerOf, typeOf } from './mapped-view.ts';
import { encodePlace, markOf, type PageStart, readMark } from './member-place.ts';
import { looksOf } from './reference-condition.ts';
import { rosterOf } from './roster.ts';
import { idOf } from './to-mapped-stored.ts';

const nothing = { document: false, members: false, memberOf: false };

/**
 * Reads members of a group in the order of their rows' keys: users first, then groups. Each statement looks for the group as
 * well, which may be gone by now. A page on which nobody is shown is passed over, so that it is not taken for the last one.
 */
export async function memberPageMapped(
  view: MappedView,
  scope: Scope,
  name: TypeName,
  id: string,
  after: string | undefined,
  limit: number,
): Promise<MemberPage | undefined> {
  const type = typeOf(view, name);
  const { statements } = view.schema;
  const { words } = statements;
  const looks = looksOf(words, type, 'members');
  if (looks.length === 0) {
    return (await readMapped(view, scope, name, id, nothing)) === undefined ? undefined : { members: [] };
  }
  const owner = await ownerOf(view, scope);
  const members: Member[] = [];
  let start: PageStart | undefined = after === undefined ? { look: 0 } : readMark(looks, after);
  while (start !== undefined) {
    const look = looks[start.look];
    if (look === undefined) return { members };
    scope.signal?.throwIfAborted();
    const room = limit - members.length;
    const place = start.after === undefined ? undefined : encodePlace(rosterOf(words, look), start.after);
    const row = await view.session.first(statements.members(type, look, place !== undefined), {
      ...owner,
      id,
      members: room + 1,
      after: place,
    });
    if (row === undefined || idOf(type, row.pid) !== id) return undefined;
    const cut = cutLook(looks, start.look, row.members, room, room + 1);
    members.push(...cut.members);
    if (cut.next !== undefined && members.length > 0) return { members, next: markOf(looks, cut.next) };
    start = cut.next ?? { look: start.look + 1 };
  }
  return undefined;
}
