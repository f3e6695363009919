import { createHash } from 'node:crypto';
import type { Member, Stored, Want } from '@scimkit/core';
import { decodeId } from '../codec/resource-id.ts';
import { decodeTime } from './cell.ts';
import { cutMembers } from './cut-members.ts';
import { joinDocument } from './join-document.ts';
import { type LocalId, toLocal } from './local-id.ts';
import type { MappedType, Time } from './mapped-type.ts';
import type { MappedWords } from './mapped-words.ts';
import { type Properties, parseList, stableJson } from './record.ts';
import { looksOf, type Side } from './reference-condition.ts';
import type { SelectedRow } from './select-columns.ts';
import { toMember } from './to-member.ts';

/** A row, decoded: the resource, whole, and what writing it needs to know. */
export interface Found {
  readonly stored: Stored;
  /** The primary key of the application's row. */
  readonly local: LocalId;
  /** The columns that were selected, by name. */
  readonly row: Properties;
  /** Has it a row in the sidecar? */
  readonly isLinked: boolean;
}

/** Decodes a row. The document is always there, because the version is made of it. */
export function toFound(words: MappedWords, type: MappedType, selected: SelectedRow, want: Want): Found {
  const row: Properties = {};
  for (const [index, column] of type.columns.entries()) row[column] = selected[`c${index}`];
  const children = new Map(
    type.fields.children.map(({ attribute }, index) => [attribute.path, inOrder(selected[`k${index}`])]),
  );
  const document = joinDocument(type, { row, children, doc: selected.ld, parts: selected.lp });
  const modified = timeOf(row, type.fields.modified) ?? Number(selected.lm ?? 0);
  const stored: Stored = {
    type: type.name,
    id: idOf(type, selected.pid),
    version: versionOf(type, selected, row, document, modified),
    created: timeOf(row, type.fields.created) ?? Number(selected.lc ?? 0),
    modified,
    document,
    ...(want.members === false || type.model.membership === undefined
      ? {}
      : membersOf(words, type, selected, want.members)),
    ...(want.memberOf && type.model.memberOf !== undefined
      ? { memberOf: references(words, type, selected, 'memberOf', 'h') }
      : {}),
  };
  const isLinked = selected.lv !== null && selected.lv !== undefined && Number(selected.lg ?? 0) === 0;
  return { stored, local: toLocal(type, selected.lid), row, isLinked };
}

/** A resource without what was not wanted. */
export function shown({ stored }: Pick<Found, 'stored'>, { document }: Want): Stored {
  return document ? stored : { ...stored, document: {} };
}

/** The public id, from what was selected. */
export function idOf({ hidden }: MappedType, id: unknown): string {
  if (id === null || id === undefined) return '';
  // What was selected as bytes are the bytes that were written.
  return hidden ? decodeId(id as Uint8Array) : String(id);
}

/**
 * The sidecar counts our own changes, so that a version never comes again; the hash shows those of the application; a column
 * shows what it says.
 */
function versionOf(
  { mapping }: MappedType,
  selected: SelectedRow,
  row: Properties,
  document: Properties,
  modified: number,
): string {
  const column = typeof mapping.version === 'object' ? row[mapping.version.column] : undefined;
  const parts = [selected.lv, column].filter((part) => part !== null && part !== undefined).map(String);
  if (typeof mapping.version !== 'object') {
    const hash = createHash('sha256').update(stableJson(document));
    // Where nobody counts, members that come and go are only seen by the time of change.
    if (parts.length === 0) hash.update(` ${modified}`);
    parts.push(hash.digest('base64url').slice(0, 16));
  }
  return parts.join('.');
}

function timeOf(row: Properties, time: Time | undefined): number | undefined {
  return time === undefined ? undefined : decodeTime(row[time.column], time.unit);
}

/** Rows of a child table by their order, which is the fourth of each, or by value. */
function inOrder(json: unknown): readonly unknown[] {
  const rows = parseList(json).filter((row): row is readonly unknown[] => Array.isArray(row));
  return [...rows].sort((left, right) => {
    const [a, b] = [left[3] ?? left[0], right[3] ?? right[0]];
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a) < String(b) ? -1 : Number(String(a) > String(b));
  });
}

function membersOf(
  words: MappedWords,
  type: MappedType,
  selected: SelectedRow,
  wanted: Exclude<Want['members'], false>,
): Pick<Stored, 'members' | 'membersNext'> {
  if (wanted === true) return { members: references(words, type, selected, 'members', 'm') };
  const looks = looksOf(words, type, 'members');
  const lists = looks.map((_, index) => selected[`m${index}`]);
  return cutMembers(looks, lists, wanted.limit);
}

function references(
  words: MappedWords,
  type: MappedType,
  selected: SelectedRow,
  side: Side,
  prefix: string,
): readonly Member[] {
  return looksOf(words, type, side).flatMap(({ target }, index) => {
    // Where no index keeps a member from being in a group twice, it is shown once.
    const found = new Map<string, Member>();
    for (const reference of parseList(selected[`${prefix}${index}`])) {
      const member = toMember(target, parseList(reference));
      found.set(member.id, member);
    }
    return [...found.values()];
  });
}
