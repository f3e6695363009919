import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import type { OneGroup, ReferenceRow, SetChange } from './member-statements.ts';
import { compileStatement, type Sql, type Statement, slot } from './statement.ts';
import type { LockedRow } from './write-statements.ts';

/** A group, and one who is to join or to leave it. */
export interface GroupAndMember extends OneGroup {
  readonly member: Uint8Array;
  readonly at: number;
}

/** What was found of a member, for the statement that writes. */
interface Found extends GroupAndMember {
  readonly memberType: number;
}

/** The same, with the version that the group gets by it. */
export interface Touching extends GroupAndMember {
  readonly version: number;
}

/** A change of one membership; `write` is there where a write cannot return rows, or a look before it costs less. */
export interface OneChange extends Pick<SetChange<GroupAndMember>, 'find'> {
  readonly write?: SetChange<Found>['write'];
  /** Does it all, and gives the group its new version where that has changed it; only where one statement can. */
  readonly touching?: SetChange<Touching>['find'];
  /** Looks at group and member at once; only where looking needs no lock. */
  readonly look?: Statement<GroupAndMember, SeenTogether>;
}

/** A group, and what it has to do with a member. */
export interface SeenTogether extends Pick<LockedRow, 'version' | 'created_at' | 'modified_at'> {
  /** Null when the member cannot be added, or is not there to be removed. */
  readonly member_type: number | null;
}

/** Lists of types have to be known definitions; whatever they are, not more statements than this are kept for them. */
const capacity = 50;

/**
 * Statements for what identity providers do all day: one member joins, or leaves. Without a JSON parameter, about whose
 * rows planners know nothing, they are planned once, and take a third of the time (PostgreSQL 15).
 */
export function oneMemberStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const { member, resource } = tables;
  const { locks } = dialect;
  // In SQLite a write that returns rows takes longer than a look before it: 27 µs in place of 23 for one who joins.
  const looksFirst = dialect.deleteUsing !== undefined || dialect.answersAtOnce;
  const tenant = slot((a: OneGroup) => a.tenant);
  const group = slot((a: OneGroup) => a.id);
  const groupType = slot((a: OneGroup) => a.type);
  const id = slot((a: GroupAndMember) => a.member);
  const at = slot((a: GroupAndMember) => a.at);
  const columns = sql`tenant_id, group_id, member_id, group_type, member_type, added_at`;
  const membership = sql`tenant_id = ${tenant} and group_id = ${group} and member_id = ${id}`;
  const steady = <Args, Row>(template: Sql) => compileStatement<Args, Row>(db, template, true);

  /** A write that returns rows, alone and with the group's new version. */
  const returning = (template: Sql): OneChange => {
    const find = steady<GroupAndMember, ReferenceRow>(template);
    if (!dialect.writesInWith) return { find };
    const version = slot((a: Touching) => a.version);
    const touched = sql`update ${resource} set version = ${version}, modified_at = ${at}
      where tenant_id = ${tenant} and type = ${groupType} and id = ${group} and exists (select 1 from written)`;
    return {
      find,
      touching: steady(
        sql`with written as (${template}), touched as (${touched}) select member_id, member_type from written`,
      ),
    };
  };

  /** A look, and a write. Where nobody can come in between, one look is enough for group and member. */
  const looking = (find: Sql, write: Sql, memberType: Sql): OneChange => {
    const separate = {
      find: steady<GroupAndMember, ReferenceRow>(find),
      write: steady<Found, unknown>(write),
    };
    if (locks.any) return separate;
    const look = sql`select g.version, g.created_at, g.modified_at, (${memberType}) as member_type
      from ${resource} as g where g.tenant_id = ${tenant} and g.type = ${groupType} and g.id = ${group}`;
    return { ...separate, look: steady(look) };
  };

  const joining = (types: readonly number[]): OneChange => {
    const list = sql.join(types.map((type) => sql.lit(type)));
    const known = sql`from ${resource} as r where r.tenant_id = ${tenant} and r.type in (${list}) and r.id = ${id} and r.id <> ${group}`;
    if (!looksFirst) {
      return returning(sql`insert into ${member} (${columns})
          select ${tenant}, ${group}, r.id, ${groupType}, r.type, ${at} ${known} ${locks.reference}
          ${dialect.onConflictDoNothing} returning member_id, member_type`);
    }
    return looking(
      sql`select r.id as member_id, r.type as member_type ${known}
        and not exists (select 1 from ${member} where ${membership}) ${locks.reference}`,
      sql`insert into ${member} (${columns}) values (${tenant}, ${group}, ${id}, ${groupType}, ${slot((a: Found) => a.memberType)}, ${at}) ${dialect.onConflictDoNothing}`,
      sql`select r.type ${known}`,
    );
  };

  const additions = new Map<string, OneChange>();
  const leaving: OneChange = looksFirst
    ? looking(
        sql`select member_id, member_type from ${member} where ${membership} ${locks.change}`,
        sql`delete from ${member} where ${membership}`,
        sql`select member_type from ${member} where ${membership}`,
      )
    : returning(sql`delete from ${member} where ${membership} returning member_id, member_type`);

  return {
    removeMember: leaving,
    /** Somebody of one of these types joins; `undefined` where no statement is kept for them. */
    addMember: (types: readonly number[]): OneChange | undefined => {
      const name = types.join();
      const known = additions.get(name);
      if (known !== undefined || types.length === 0 || additions.size >= capacity) return known;
      const made = joining(types);
      additions.set(name, made);
      return made;
    },
  };
}
