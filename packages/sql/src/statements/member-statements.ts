import { type Kysely, sql } from 'kysely';
import type { JsonColumn, SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { jsonSlot } from './json-slot.ts';
import { compileStatement, type Sql, type Statement, slot } from './statement.ts';

/** A group by its key. */
export interface OneGroup {
  readonly tenant: number;
  readonly type: number;
  readonly id: Uint8Array;
}

/** A group, and ids as the JSON of a list. */
export interface GroupAndIds extends OneGroup {
  readonly ids: string;
}

/** Members to be added: ids with the number of their type, if it was said, as the JSON of a list. */
export interface NewMembers extends GroupAndIds {
  readonly at: number;
  /** The numbers of the types that the set holds, as the JSON of a list. */
  readonly types: string;
}

/** A reference as the member table has it. */
export interface ReferenceRow {
  readonly member_id: Uint8Array;
  readonly member_type: number;
}

/**
 * A change of a set that tells what it has changed: one statement where a write can return rows. Elsewhere `find` gives
 * them, and `write` is run with them as its ids; the group's lock keeps others out in between.
 */
export interface SetChange<Args> {
  readonly find: Statement<Args, ReferenceRow>;
  readonly write?: Statement<Args, unknown>;
}

const idColumn: readonly JsonColumn[] = [{ name: 'id', type: 'id' }];
const typeColumn: readonly JsonColumn[] = [{ name: 'type', type: 'integer' }];
const memberColumns: readonly JsonColumn[] = [...idColumn, ...typeColumn];

/**
 * Statements that change reference sets: each takes any number of members as one parameter, and none looks at those
 * that stay.
 */
export function memberStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const { member, resource } = tables;
  const { crossJoin, locks, deleteUsing } = dialect;
  const tenant = slot((a: OneGroup) => a.tenant);
  const group = slot((a: OneGroup) => a.id);
  const groupType = slot((a: OneGroup) => a.type);
  const at = slot((a: NewMembers) => a.at);
  const idSlot = jsonSlot((a: GroupAndIds) => a.ids);
  const ids = (columns: readonly JsonColumn[]) => dialect.jsonTable(idSlot.json, columns, idSlot.rows);
  const typeSlot = jsonSlot((a: NewMembers) => a.types);
  const types = dialect.jsonTable(typeSlot.json, typeColumn, typeSlot.rows);
  const compile = <Args, Row>(template: Sql): Statement<Args, Row> => compileStatement(db, template, true);
  /** Who of the new members is there, and may be a member. Nobody is a member of itself. */
  const known = sql`from ${ids(memberColumns)} as j ${crossJoin} ${types} as t ${crossJoin} ${resource} as r
    where r.tenant_id = ${tenant} and r.type = t.type and r.id = j.id and (j.type is null or j.type = r.type) and r.id <> ${group}`;
  const inSet = sql`tenant_id = ${tenant} and group_id = ${group}`;
  const columns = sql`tenant_id, group_id, member_id, group_type, member_type, added_at`;

  const leaving = <Args extends OneGroup>(condition: Sql): SetChange<Args> => {
    if (deleteUsing === undefined) {
      return {
        find: compile(
          sql`delete from ${member} where ${inSet} ${condition} returning member_id, member_type`,
        ),
      };
    }
    return {
      find: compile(
        sql`select member_id, member_type from ${member} where ${inSet} ${condition} ${locks.change}`,
      ),
      write: compile(
        deleteUsing(
          member,
          ids(idColumn),
          sql`m.tenant_id = ${tenant} and m.group_id = ${group} and m.member_id = j.id`,
        ),
      ),
    };
  };

  const joining = (): SetChange<NewMembers> => {
    if (deleteUsing === undefined) {
      return {
        find: compile(sql`insert into ${member} (${columns})
          select ${tenant}, ${group}, r.id, ${groupType}, r.type, ${at} ${known} ${locks.reference}
          ${dialect.onConflictDoNothing} returning member_id, member_type`),
      };
    }
    return {
      find: compile(sql`select r.id as member_id, r.type as member_type ${known}
        and not exists (select 1 from ${member} as m where m.tenant_id = ${tenant} and m.group_id = ${group} and m.member_id = r.id) ${locks.reference}`),
      write: compile(
        sql`insert into ${member} (${columns}) select ${tenant}, ${group}, j.id, ${groupType}, j.type, ${at} from ${ids(memberColumns)} as j`,
      ),
    };
  };

  return {
    addMembers: joining(),
    removeMembers: leaving<GroupAndIds>(sql`and member_id in (select id from ${ids(idColumn)} as j)`),
    /** Makes room for a set that replaces this one; who is in both stays. */
    retainMembers: leaving<GroupAndIds>(
      sql`and member_id not in (select id from ${ids(memberColumns)} as j where type is null)
        and (member_id, member_type) not in (select id, type from ${ids(memberColumns)} as j where type is not null)`,
    ),
    clearMembers: leaving<OneGroup>(sql``),
    // Each is looked up by its key. As `not exists`, planners join everybody with everybody when they expect few.
    unknownMembers: compile<NewMembers & { readonly limit: number }, { readonly id: Uint8Array }>(
      sql`select j.id from ${ids(memberColumns)} as j
        where (select max(1) from ${member} as m where m.tenant_id = ${tenant} and m.group_id = ${group} and m.member_id = j.id and (j.type is null or j.type = m.member_type)) is null
        and (select max(1) from ${types} as t ${crossJoin} ${resource} as r where r.tenant_id = ${tenant} and r.type = t.type and r.id = j.id and (j.type is null or j.type = r.type) and r.id <> ${group}) is null
        ${dialect.limit(slot((a: { readonly limit: number }) => a.limit))}`,
    ),
    leaveAll: compile<Pick<OneGroup, 'tenant' | 'id'>, unknown>(
      deleteUsing === undefined
        ? // Named by their whole keys: SQLite without statistics would otherwise read all memberships of the tenant.
          sql`delete from ${member} where tenant_id = ${tenant} and (group_id, member_id) in (
        select m.group_id, m.member_id from ${member} as m where m.tenant_id = ${tenant} and m.member_id = ${group})`
        : sql`delete from ${member} where tenant_id = ${tenant} and member_id = ${group}`,
    ),
    isHeld: compile<Pick<OneGroup, 'tenant' | 'id'>, unknown>(
      sql`select 1 as held from ${member} where tenant_id = ${tenant} and member_id = ${group} limit 1 ${locks.current}`,
    ),
  };
}
