import { type Delta, type Member, type MemberRef, StoreError } from '@scimkit/core';
import { sql } from 'kysely';
import { versionStep } from '../store/version.ts';
import { encodeTime } from './cell.ts';
import { columnOf } from './engine-sql.ts';
import { type LocalId, selectedAs, toLocal } from './local-id.ts';
import type { MappedType } from './mapped-type.ts';
import type { MappedView, Owner } from './mapped-view.ts';
import { type Look, looksOf } from './reference-condition.ts';
import { type Candidate, currentMembers, resolveMembers, type Subject } from './resolve-members.ts';
import { all, run } from './run-sql.ts';
import { encodeAll } from './split-document.ts';

/** A {@link Delta}, or the first members of a group, whose set may not be named. */
export type MappedDelta = Omit<Delta, 'attribute'> & Partial<Pick<Delta, 'attribute'>>;

/** What a change of members came to. */
export interface MappedRegrouped {
  readonly added: readonly Member[];
  readonly removed: readonly Member[];
}

/** So many unknown ids are named. */
const namedAtMost = 5;
/** So many rows are written at a time. */
const chunk = 400;

/**
 * Changes who is in a group, by statements on sets: adding a member looks at nobody else.
 *
 * @throws StoreError `unknownMember`, naming a few; the caller's transaction undoes what was done until then.
 */
export async function changeMappedMembers(
  view: MappedView,
  subject: Subject,
  deltas: readonly MappedDelta[],
): Promise<MappedRegrouped> {
  const added = new Map<string, Member>();
  const removed = new Map<string, Member>();
  for (const delta of deltas) {
    const joined: Member[] = [];
    const left: Member[] = [];
    const known = new Set<string>();
    for (const look of looksFor(view, subject, delta)) {
      // Where a user and a group have the same id, a reference without a type means one of them.
      const add = delta.add.filter(({ id, type }) => type !== undefined || !known.has(id));
      const { wanted, gone } = await difference(view, subject, look, { ...delta, add });
      for (const { member } of wanted) known.add(member.id);
      const fresh = wanted.filter(({ isThere }) => !isThere);
      await leave(view, subject, look, gone);
      await join(view, subject, look, fresh);
      joined.push(...fresh.map(({ member }) => member));
      left.push(...gone.map(({ member }) => member));
    }
    refuseUnknown(delta, known);
    // What one delta added and another takes out was never there.
    for (const member of left) if (!added.delete(member.id)) removed.set(member.id, member);
    for (const member of joined) if (!removed.delete(member.id)) added.set(member.id, member);
  }
  return { added: [...added.values()], removed: [...removed.values()] };
}

function looksFor(view: MappedView, { type }: Subject, { attribute }: MappedDelta): readonly Look[] {
  const allowed = attribute?.memberTypes;
  return looksOf(view.schema.statements.words, type, 'members').filter(
    ({ target }) => allowed === undefined || allowed.length === 0 || allowed.includes(target.name),
  );
}

/** Who of one type shall be in the group by the delta, and who has to go. */
async function difference(view: MappedView, subject: Subject, look: Look, delta: MappedDelta) {
  const isItself = ({ local }: Candidate) =>
    look.target.name === subject.type.name && String(local) === String(subject.local);
  const named = delta.add.length === 0 ? [] : await resolveMembers(view, subject, look, delta.add, true);
  const wanted = named.filter((candidate) => !isItself(candidate));
  if (delta.clear) {
    const stay = new Set(wanted.map(({ member }) => member.id));
    const current = await currentMembers(view, subject, look);
    return { wanted, gone: current.filter(({ member }) => !stay.has(member.id)) };
  }
  const ids: readonly MemberRef[] = delta.remove.map((id) => ({ id }));
  const gone = ids.length === 0 ? [] : await resolveMembers(view, subject, look, ids, false);
  const added = new Set(wanted.map(({ member }) => member.id));
  return { wanted, gone: gone.filter(({ isThere, member }) => isThere && !added.has(member.id)) };
}

function refuseUnknown({ add, unknownMembers }: MappedDelta, known: ReadonlySet<string>): void {
  if (unknownMembers === 'skip') return;
  const unknown = [...new Set(add.filter(({ id }) => !known.has(id)).map(({ id }) => id))];
  if (unknown.length === 0) return;
  throw new StoreError('unknownMember', 'There are no such members in the tenant.', {
    members: unknown.slice(0, namedAtMost),
  });
}

async function join(
  view: MappedView,
  { owner, local }: Subject,
  { join: table, own, other }: Look,
  members: readonly Candidate[],
): Promise<void> {
  const { tenant, defaults = {} } = table.definition;
  const { engine } = view.schema;
  const more = {
    ...encodeAll({ facts: table.facts }, engine, defaults),
    ...(tenant === undefined ? {} : { [tenant]: owner.org }),
  };
  const names = [own, other, ...Object.keys(more)].map((name) => sql.id(name));
  for (const some of chunks(members)) {
    const rows = some.map((member) => sql`(${sql.join([local, member.local, ...Object.values(more)])})`);
    await run(
      view,
      sql`insert into ${table.table} (${sql.join(names)}) values ${sql.join(rows)} ${engine.ignoreExisting(sql.id(own))}`,
    );
  }
}

async function leave(
  view: MappedView,
  { local }: Subject,
  { join: table, own, other }: Look,
  members: readonly Candidate[],
): Promise<void> {
  for (const some of chunks(members)) {
    const ids = sql.join(some.map((member) => member.local));
    await run(
      view,
      sql`delete from ${table.table} where ${sql.id(own)} = ${local} and ${sql.id(other)} in (${ids})`,
    );
  }
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += chunk) yield all.slice(at, at + chunk);
}

/** Takes a resource out of everything that holds it; the groups have changed by that. */
export async function leaveAll(view: MappedView, subject: Subject, at: number): Promise<void> {
  const { words } = view.schema.statements;
  for (const { join: table, own, other, target } of looksOf(words, subject.type, 'memberOf')) {
    // Named one by one: MariaDB 10.11 reads all groups for an `update` whose condition is a subquery.
    const holders = await all<{ readonly id: unknown }>(
      view,
      sql`select ${selectedAs(view.schema.engine, target, columnOf('j', other))} as id from ${table.table} as j where ${columnOf('j', own)} = ${subject.local} order by ${columnOf('j', other)}`,
    );
    const groups = holders.map(({ id }) => toLocal(target, id));
    for (const some of chunks(groups)) await touch(view, target, subject.owner, at, some);
    await run(view, sql`delete from ${table.table} where ${sql.id(own)} = ${subject.local}`);
  }
}

/** Empties a group, of whoever is in it. */
export async function disband(view: MappedView, subject: Subject): Promise<readonly Member[]> {
  const left: Member[] = [];
  const { words } = view.schema.statements;
  for (const look of looksOf(words, subject.type, 'members')) {
    for (const { member } of await currentMembers(view, subject, look)) left.push(member);
    await run(view, sql`delete from ${look.join.table} where ${sql.id(look.own)} = ${subject.local}`);
  }
  return left;
}

/** Gives resources a new version and a new time of change. */
export async function touch(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  at: number,
  locals: readonly LocalId[],
): Promise<void> {
  const { engine, link } = view.schema;
  const { mapping, fields, facts } = type;
  if (type.linked) {
    const names = sql.join(locals.map(String));
    await run(
      view,
      sql`update ${link} set version = version + ${versionStep()}, modified_at = ${at} where tenant_id = ${owner.tenant} and type = ${type.number} and local_id in (${names})`,
    );
  }
  const changes = [];
  if (fields.modified !== undefined) {
    const { column, unit } = fields.modified;
    changes.push(sql`${sql.id(column)} = ${encodeTime(at, facts.get(column), unit, engine)}`);
  }
  if (typeof mapping.version === 'object') {
    const column = sql.id(mapping.version.column);
    changes.push(sql`${column} = coalesce(${column}, 0) + 1`);
  }
  if (changes.length === 0) return;
  const rows = sql`${sql.id(mapping.id)} in (${sql.join([...locals])})`;
  await run(
    view,
    sql`update ${type.table} set ${sql.join(changes)} where ${sql.id(mapping.tenant)} = ${owner.org} and ${rows}`,
  );
}
