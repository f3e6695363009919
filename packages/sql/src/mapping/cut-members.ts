import type { Member, Stored } from '@scimkit/core';
import type { MappedType } from './mapped-type.ts';
import { markOf, type PageStart, type Place } from './member-place.ts';
import { parseList } from './record.ts';
import type { Look } from './reference-condition.ts';
import { toMember } from './to-member.ts';

/** A membership, as `firstMembers` selects it. */
type Listed = readonly [number: unknown, place: Place, shown: unknown];

/** Some of the members of a group, and where the others begin. */
export interface CutMembers {
  readonly members: readonly Member[];
  readonly next?: PageStart;
}

/**
 * Takes so many members of what was selected of one table of memberships. Those that lead nowhere are passed over; where
 * as many were selected as could be, there may be others.
 *
 * @param limit - How many members are shown at most.
 * @param looked - How many memberships were asked for.
 */
export function cutLook(
  looks: readonly Look[],
  look: number,
  json: unknown,
  limit: number,
  looked: number,
): CutMembers {
  const target = looks[look]?.target;
  const rows = inOrder(parseList(json) as readonly Listed[]);
  const members: Member[] = [];
  let at = 0;
  for (; at < rows.length && members.length < limit; at += 1) {
    const member = memberOf(target, rows[at]);
    // Where no index keeps a member from being in a group twice, both have the same place.
    if (member !== undefined && member.id !== members.at(-1)?.id) members.push(member);
  }
  const hasOthers =
    rows.length >= looked || rows.slice(at).some((row) => memberOf(target, row) !== undefined);
  if (!hasOthers) return { members };
  const last = rows[at - 1];
  return { members, next: last === undefined ? { look } : { look, after: last[1] } };
}

/** The first members of a group, of all tables of memberships together. */
export function cutMembers(
  looks: readonly Look[],
  lists: readonly unknown[],
  limit: number,
): Pick<Stored, 'members' | 'membersNext'> {
  const members: Member[] = [];
  for (const [look, json] of lists.entries()) {
    const cut = cutLook(looks, look, json, limit - members.length, limit + 1);
    members.push(...cut.members);
    if (cut.next !== undefined) return { members, membersNext: markOf(looks, cut.next) };
  }
  return { members };
}

function memberOf(target: MappedType | undefined, row: Listed | undefined): Member | undefined {
  const shown = row === undefined ? [] : parseList(row[2]);
  return target === undefined || shown.length === 0 ? undefined : toMember(target, shown);
}

/** Mostly they come in it. */
function inOrder(rows: readonly Listed[]): readonly Listed[] {
  const number = (row: Listed | undefined): number => Number(row?.[0]);
  const isSorted = rows.every((row, index) => index === 0 || number(rows[index - 1]) <= number(row));
  return isSorted ? rows : rows.toSorted((left, right) => number(left) - number(right));
}
