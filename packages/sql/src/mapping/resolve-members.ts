import type { Member, MemberRef } from '@scimkit/core';
import { sql } from 'kysely';
import { decodeId, encodeIdAsHex } from '../codec/resource-id.ts';
import { nothing } from '../statements/statement.ts';
import { encodePublicId } from './cell.ts';
import { columnOf } from './engine-sql.ts';
import { type LocalId, selectedLocal, toLocal } from './local-id.ts';
import type { MappedType } from './mapped-type.ts';
import type { MappedView, Owner } from './mapped-view.ts';
import type { Look } from './reference-condition.ts';
import { all } from './run-sql.ts';
import { displayOf, equalsPublicId, publicIdColumn, publicIdOf, resource, sourceOf } from './source-of.ts';

/** The group whose members change. */
export interface Subject {
  readonly type: MappedType;
  readonly owner: Owner;
  readonly local: LocalId;
}

/** A resource that may be a member, as its row is. */
export interface Candidate {
  readonly member: Member;
  readonly local: LocalId;
  /** Is it a member already? */
  readonly isThere: boolean;
}

interface Row {
  readonly pid: unknown;
  readonly lid: unknown;
  readonly display: unknown;
  readonly there: unknown;
}

/**
 * Finds those of the references that are resources of one type; no other member is looked at.
 *
 * @param keep - Keeps them from being removed until the transaction is over.
 */
export async function resolveMembers(
  view: MappedView,
  subject: Subject,
  look: Look,
  refs: readonly MemberRef[],
  keep: boolean,
): Promise<readonly Candidate[]> {
  const ids = new Set<string>();
  for (const { id, type } of refs) {
    const encoded = type === undefined || type === look.target.name ? inJson(look.target, id) : undefined;
    if (encoded !== undefined) ids.add(encoded);
  }
  if (ids.size === 0) return [];
  const { words } = view.schema.statements;
  const list = JSON.stringify(Array.from(ids, (id) => [id]));
  const column = { name: 'id', type: publicIdColumn(look.target) };
  const named = words.dialect.jsonTable(sql`${list}`, [column], sql`${Math.min(ids.size, 100)}`);
  const { from, where } = sourceOf(
    words,
    look.target,
    resource,
    'resources',
    look.target.hidden ? 'link' : 'row',
  );
  const same = equalsPublicId(words, look.target, sql`e.id`, resource);
  const row = columnOf(resource.row, look.target.mapping.id);
  const there = sql`exists (select 1 from ${look.join.table} as j where ${columnOf('j', look.own)} = ${subject.local} and ${columnOf('j', look.other)} = ${row})`;
  const found = sql`from ${named} as e ${words.dialect.crossJoin} ${from} where ${same} and ${where}`;
  const { keep: lock, locks } = words.engine;
  const isKept = keep && locks;
  // A removed row that stays was waited for, and is then still found by what the statement saw before: look again.
  const looksAgain = isKept && mayStay(look.target);
  if (looksAgain) await all(view, sql`select 1 as n ${found} ${lock}`, subject.owner);
  const rows = await all<Row>(
    view,
    sql`select ${publicIdOf(words, look.target)} as pid, ${selectedLocal(words.engine, look.target, resource.row)} as lid, ${displayOf(words, look.target, resource)} as display, case when ${there} then 1 else 0 end as there ${found}${isKept && !looksAgain ? sql` ${lock}` : nothing}`,
    subject.owner,
  );
  return rows.map((each) => toCandidate(look.target, each));
}

function mayStay({ mapping }: MappedType): boolean {
  return mapping.onDelete !== 'delete' || mapping.rows?.remove !== undefined;
}

/** Everybody who is in the group, of one type. Whom identity providers do not see is none of their business. */
export async function currentMembers(
  view: MappedView,
  { owner, local }: Subject,
  look: Look,
): Promise<readonly Candidate[]> {
  const { words } = view.schema.statements;
  const { from, where } = sourceOf(words, look.target, resource, 'resources', 'row');
  const row = columnOf(resource.row, look.target.mapping.id);
  const rows = await all<Row>(
    view,
    sql`select ${publicIdOf(words, look.target)} as pid, ${selectedLocal(words.engine, look.target, resource.row)} as lid, ${displayOf(words, look.target, resource)} as display, 1 as there from ${look.join.table} as j ${words.dialect.crossJoin} ${from} where ${columnOf('j', look.own)} = ${local} and ${columnOf('j', look.other)} = ${row} and ${where}`,
    owner,
  );
  return rows.map((found) => toCandidate(look.target, found));
}

function inJson(type: MappedType, id: string): string | undefined {
  if (type.hidden) return encodeIdAsHex(id);
  const fact = type.facts.get(type.mapping.publicId ?? '');
  return encodePublicId(id, fact) === null ? undefined : id;
}

function toCandidate(type: MappedType, { pid, lid, display, there }: Row): Candidate {
  // What was selected as bytes are the bytes that were written.
  const id = type.hidden ? decodeId(pid as Uint8Array) : String(pid);
  const named = typeof display === 'string' && display !== '' ? { display } : {};
  return {
    member: { type: type.name, id, ...named },
    local: toLocal(type, lid),
    isThere: Number(there) === 1,
  };
}
