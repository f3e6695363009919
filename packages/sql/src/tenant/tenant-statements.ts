import { type Kysely, sql } from 'kysely';
import type { JsonColumn, SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { compileStatement, type Sql, type Statement, slot } from '../statements/statement.ts';
import type { Row } from '../statements/write-statements.ts';

/** A tenant. */
export interface OneTenant {
  readonly tenant: number;
}

/** Bytes as a driver gives them. */
export type Bytes = Uint8Array | string;

/** Rows of a tenant up to a place. */
export interface UpTo extends OneTenant {
  readonly id: Uint8Array;
  /** The type of resources, or the group of memberships. */
  readonly type: number;
  readonly group: Uint8Array;
}

/** A place, so many rows from the first. */
export interface Boundary extends OneTenant {
  readonly offset: number;
  readonly limit: number;
}

/** A row of a boundary. */
export interface BoundaryRow {
  readonly id?: Bytes;
  readonly type?: number;
  readonly group_id?: Bytes;
  readonly member_id?: Bytes;
  readonly event_id?: Bytes;
}

/** A table of a tenant's, and how to remove its rows from the first on. */
export interface Sliced {
  readonly boundary: Statement<Boundary, BoundaryRow>;
  /** Statements that remove what comes before the boundary and the boundary itself. */
  readonly before: readonly Statement<UpTo, unknown>[];
  readonly all: Statement<OneTenant, unknown>;
}

/** A resource that comes from another database. */
export interface RestoredRow extends Row {
  readonly modified: number;
}

/** A tenant as its row has it. */
export interface TenantHead {
  readonly slug: string;
  readonly app_ref: string | null;
  readonly status: number;
  readonly created_at: number;
}

/** A tenant that comes from another database. */
export interface RestoredTenant extends OneTenant {
  readonly slug: string;
  readonly appRef: string | null;
  readonly at: number;
}

interface Page extends OneTenant {
  readonly group: Uint8Array;
  readonly id: Uint8Array;
  readonly limit: number;
}

/** A membership as a row. */
export interface MemberRow {
  readonly member_id: Bytes;
  readonly member_type: number;
  readonly added_at: number;
}

const restoredMember: readonly JsonColumn[] = [
  { name: 'group_id', type: 'id' },
  { name: 'member_id', type: 'id' },
  { name: 'group_type', type: 'integer' },
  { name: 'member_type', type: 'integer' },
  { name: 'added_at', type: 'integer' },
];

/** Statements on whole tenants. */
export type WholeTenantStatements = ReturnType<typeof compileWholeTenantStatements>;

/** Compiles them. */
export function compileWholeTenantStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const compile = <Args, Result>(template: Sql) => compileStatement<Args, Result>(db, template);
  const ofTenant = sql`tenant_id = ${slot((a: OneTenant) => a.tenant)}`;
  const id = slot((a: UpTo) => a.id);
  const type = slot((a: UpTo) => a.type);
  const group = slot((a: UpTo) => a.group);
  const limit = slot((a: Boundary) => a.limit);
  const oneOffset = dialect.limit(
    limit,
    slot((a: Boundary) => a.offset),
  );
  const sliced = (table: Sql, columns: readonly string[], ...before: readonly Sql[]): Sliced => ({
    boundary: compile(
      sql`select ${sql.raw(columns.join(', '))} from ${table} where ${ofTenant} order by ${sql.raw(columns.join(', '))} ${oneOffset}`,
    ),
    before: before.map((where) => compile(sql`delete from ${table} where ${ofTenant} and ${where}`)),
    all: compile(sql`delete from ${table} where ${ofTenant}`),
  });
  const upTo = sql`id <= ${id}`;
  const column = (name: keyof Row['columns']) => slot((a: RestoredRow) => a.columns[name]);
  const of = (read: (row: RestoredRow) => unknown) => slot(read);
  const has = (table: Sql) => sql`exists (select 1 from ${table} where ${ofTenant})`;
  return {
    /** From what others lead to, to what they lead from: whoever looks in between finds nothing that leads nowhere. */
    slices: [
      sliced(tables.token, ['token_id']),
      sliced(tables.outbox, ['event_id'], sql`event_id <= ${id}`),
      sliced(tables.event, ['event_id'], sql`event_id <= ${id}`),
      sliced(
        tables.member,
        ['group_id', 'member_id'],
        sql`group_id < ${group}`,
        sql`group_id = ${group} and member_id <= ${id}`,
      ),
      sliced(tables.value, ['id'], upTo),
      sliced(tables.unique, ['id'], upTo),
      sliced(tables.resource, ['type', 'id'], sql`type < ${type}`, sql`type = ${type} and ${upTo}`),
    ],
    suspend: compile<OneTenant, unknown>(sql`update ${tables.tenant} set status = 2 where ${ofTenant}`),
    removeTenant: compile<OneTenant, unknown>(sql`delete from ${tables.tenant} where ${ofTenant}`),

    head: compile<OneTenant, TenantHead>(
      sql`select slug, app_ref, status, created_at from ${tables.tenant} where ${ofTenant}`,
    ),
    groupAfter: compile<Page, { readonly group_id: Bytes; readonly group_type: number }>(
      sql`select group_id, group_type from ${tables.member} where ${ofTenant} and group_id > ${slot((a: Page) => a.group)} order by group_id ${dialect.limit(slot((a: Page) => a.limit))}`,
    ),
    membersAfter: compile<Page, MemberRow>(
      sql`select member_id, member_type, added_at from ${tables.member} where ${ofTenant} and group_id = ${slot((a: Page) => a.group)} and member_id > ${slot((a: Page) => a.id)} order by member_id ${dialect.limit(slot((a: Page) => a.limit))}`,
    ),

    /** Has the tenant anything? */
    contents: compile<OneTenant, { readonly n: number }>(
      sql`select case when ${has(tables.resource)} or ${has(tables.member)} or ${has(tables.token)} then 1 else 0 end as n`,
    ),
    restoreTenant: compile<RestoredTenant, unknown>(
      sql`insert into ${tables.tenant} (tenant_id, slug, app_ref, status, created_at) values (${slot((a: OneTenant) => a.tenant)}, ${slot((a: RestoredTenant) => a.slug)}, ${slot((a: RestoredTenant) => a.appRef)}, 2, ${slot((a: RestoredTenant) => a.at)}) ${dialect.onConflictDoNothing}`,
    ),
    restore: compile<RestoredRow, unknown>(
      sql`insert into ${tables.resource} (tenant_id, type, id, version, created_at, modified_at, unique_key, external_id, display_key, sort_key, active, display, doc) values (${slot((a: OneTenant) => a.tenant)}, ${of(({ type }) => type)}, ${of(({ id }) => id)}, ${of(({ version }) => version)}, ${of(({ at }) => at)}, ${of(({ modified }) => modified)}, ${column('unique')}, ${column('external')}, ${column('display')}, ${column('sort')}, ${column('active')}, ${of(({ display }) => display)}, ${dialect.writeDocument(of(({ doc }) => doc))}) ${dialect.onConflictDoNothing}`,
    ),
    /** Only between resources that are there. */
    restoreMembers: compile<OneTenant & { readonly rows: string }, unknown>(
      sql`insert into ${tables.member} (tenant_id, group_id, member_id, group_type, member_type, added_at) select ${slot((a: OneTenant) => a.tenant)}, j.group_id, j.member_id, j.group_type, j.member_type, j.added_at from ${dialect.jsonTable(
        slot((a: { readonly rows: string }) => a.rows),
        restoredMember,
      )} as j ${dialect.crossJoin} ${tables.resource} as g ${dialect.crossJoin} ${tables.resource} as r where g.${ofTenant} and g.type = j.group_type and g.id = j.group_id and r.${ofTenant} and r.type = j.member_type and r.id = j.member_id and g.id <> r.id`,
    ),
  };
}
