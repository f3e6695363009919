import { type Kysely, sql } from 'kysely';
import type { JsonColumn, SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
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

const idColumn: readonly JsonColumn[] = [{ name: 'id', type: 'id' }];
const memberColumns: readonly JsonColumn[] = [...idColumn, { name: 'type', type: 'integer' }];
const typeColumn: readonly JsonColumn[] = [{ name: 'type', type: 'integer' }];

/**
 * Statements that change reference sets: each takes any number of members as one parameter, and none looks at those
 * that stay.
 */
export function memberStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const { member, resource } = tables;
  const tenant = slot((a: OneGroup) => a.tenant);
  const group = slot((a: OneGroup) => a.id);
  const ids = (columns: readonly JsonColumn[]) =>
    dialect.jsonTable(
      slot((a: GroupAndIds) => a.ids),
      columns,
    );
  const types = dialect.jsonTable(
    slot((a: NewMembers) => a.types),
    typeColumn,
  );
  const returned = sql`returning member_id, member_type`;
  const compile = <Args, Row>(template: Sql): Statement<Args, Row> => compileStatement(db, template);
  /** Who of the new members is there, and may be a member. Nobody is a member of itself. */
  const known = sql`cross join ${types} as t cross join ${resource} as r
    where r.tenant_id = ${tenant} and r.type = t.type and r.id = j.id and (j.type is null or j.type = r.type) and r.id <> ${group}`;
  const inSet = sql`tenant_id = ${tenant} and group_id = ${group}`;
  return {
    addMembers: compile<NewMembers, ReferenceRow>(
      sql`insert into ${member} (tenant_id, group_id, member_id, group_type, member_type, added_at)
        select ${tenant}, ${group}, r.id, ${slot((a: OneGroup) => a.type)}, r.type, ${slot((a: NewMembers) => a.at)} from ${ids(memberColumns)} as j ${known}
        ${dialect.onConflictDoNothing} ${returned}`,
    ),
    unknownMembers: compile<NewMembers & { readonly limit: number }, { readonly id: Uint8Array }>(
      sql`select j.id from ${ids(memberColumns)} as j where not exists (select 1 from ${member} as m where m.tenant_id = ${tenant} and m.group_id = ${group} and m.member_id = j.id and (j.type is null or j.type = m.member_type))
        and not exists (select 1 from ${types} as t cross join ${resource} as r where r.tenant_id = ${tenant} and r.type = t.type and r.id = j.id and (j.type is null or j.type = r.type) and r.id <> ${group}) ${dialect.limit(slot((a: { readonly limit: number }) => a.limit))}`,
    ),
    removeMembers: compile<GroupAndIds, ReferenceRow>(
      sql`delete from ${member} where ${inSet} and member_id in (select id from ${ids(idColumn)} as j) ${returned}`,
    ),
    /** Makes room for a set that replaces this one; who is in both stays. */
    retainMembers: compile<GroupAndIds, ReferenceRow>(
      sql`delete from ${member} where ${inSet} and member_id not in (select id from ${ids(memberColumns)} as j where type is null)
        and (member_id, member_type) not in (select id, type from ${ids(memberColumns)} as j where type is not null) ${returned}`,
    ),
    clearMembers: compile<OneGroup, ReferenceRow>(sql`delete from ${member} where ${inSet} ${returned}`),
    // Named by their whole keys: SQLite without statistics would otherwise read all memberships of the tenant.
    leaveAll: compile<Pick<OneGroup, 'tenant' | 'id'>, unknown>(
      sql`delete from ${member} where tenant_id = ${tenant} and (group_id, member_id) in (
        select m.group_id, m.member_id from ${member} as m where m.tenant_id = ${tenant} and m.member_id = ${group})`,
    ),
    isHeld: compile<Pick<OneGroup, 'tenant' | 'id'>, unknown>(
      sql`select 1 from ${member} where tenant_id = ${tenant} and member_id = ${group} limit 1`,
    ),
  };
}
