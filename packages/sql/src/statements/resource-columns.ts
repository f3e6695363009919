import type { Want } from '@scimkit/core';
import { sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { jsonSlot } from './json-slot.ts';
import { type Sql, slot } from './statement.ts';

/** A resource as it is selected. What was not wanted is not there. */
export interface ResourceRow {
  readonly id: Uint8Array;
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly doc?: string;
  /** JSON: a list with id, type and display of each member. */
  readonly members?: Json;
  /** The same of the groups that hold the resource. */
  readonly holders?: Json;
  /** The same of the groups that hold it by way of others; null when no group nests, or {@link inheritedLater}. */
  readonly inherited?: Json;
  /** Only where the groups of groups are still to be looked for. */
  readonly tenant_id?: number;
}

/** JSON as drivers give it: text, or what it says. */
type Json = string | readonly unknown[] | null;

/** So many groups of groups are told, at most: a client decides how many there are. */
const mostInherited = 10_000;

/** The tenant once more: planners do not carry what they know of it into subqueries. */
const tenant = slot((args: { readonly tenant: number }) => args.tenant);

/**
 * What to select of the resource `r`. Memberships come with it as JSON, in the same statement, so that a read shows one
 * moment without a transaction, and a page of a hundred takes one statement.
 */
export function resourceColumns(dialect: SqlDialect, tables: Tables, want: Want): Sql {
  const columns = [sql`r.id, r.version, r.created_at, r.modified_at`];
  if (want.document) columns.push(sql`${dialect.readDocument(sql.ref('r.doc'))} as doc`);
  if (want.members) columns.push(sql`${membersOf(dialect, tables)} as members`);
  if (want.memberOf) {
    if (!dialect.correlatedRecursion) columns.push(sql`r.tenant_id`);
    columns.push(
      sql`${holdersOf(dialect, tables)} as holders`,
      sql`${inheritedBy(dialect, tables)} as inherited`,
    );
  }
  return sql.join(columns);
}

function membersOf(dialect: SqlDialect, tables: Tables): Sql {
  const rows = dialect.jsonRows([dialect.hex(sql`m.member_id`), sql`m.member_type`, sql`d.display`]);
  return sql`(select ${rows} from ${tables.member} as m ${dialect.crossJoin} ${tables.resource} as d
    where m.tenant_id = ${tenant} and m.group_id = r.id
      and d.tenant_id = ${tenant} and d.type = m.member_type and d.id = m.member_id)`;
}

function holdersOf(dialect: SqlDialect, tables: Tables): Sql {
  const rows = dialect.jsonRows([dialect.hex(sql`m.group_id`), sql`m.group_type`, sql`g.display`]);
  return sql`(select ${rows} from ${tables.member} as m ${dialect.crossJoin} ${tables.resource} as g
    where m.tenant_id = ${tenant} and m.member_id = r.id
      and g.tenant_id = ${tenant} and g.type = m.group_type and g.id = m.group_id)`;
}

/**
 * The way up is only taken where a group nests, because setting out costs more than most reads. Where a subquery cannot
 * take it, a mark tells that there is one ({@link inheritedLater}).
 */
function inheritedBy(dialect: SqlDialect, tables: Tables): Sql {
  const nests = sql`exists (
      select 1 from ${tables.member} as m ${dialect.crossJoin} ${tables.member} as h
      where m.tenant_id = ${tenant} and m.member_id = r.id and h.tenant_id = ${tenant} and h.member_id = m.group_id
    )`;
  if (!dialect.correlatedRecursion) return sql`case when ${nests} then ${sql.lit(inheritedLater)} end`;
  // The name by a subquery of its own: planners take a recursion for so large that they would read all resources to join.
  const display = sql`(select g.display from ${tables.resource} as g where g.tenant_id = ${tenant} and g.type = x.type and g.id = x.id)`;
  const rows = dialect.jsonRows([dialect.hex(sql`x.id`), sql`x.type`, display]);
  return sql`case when ${nests} then (with recursive up(id, type) as (
      select m.group_id, m.group_type from ${tables.member} as m where m.tenant_id = ${tenant} and m.member_id = r.id
      union select m.group_id, m.group_type from up ${dialect.crossJoin} ${tables.member} as m
      where m.tenant_id = ${tenant} and m.member_id = up.id
    ) select ${rows} from (
      select up.id, up.type from up where up.id <> r.id and not exists (
        select 1 from ${tables.member} as m where m.tenant_id = ${tenant} and m.group_id = up.id and m.member_id = r.id
      ) limit ${sql.lit(mostInherited)}
    ) as x) end`;
}

/** Stands in place of the groups of groups where they are still to be looked for, by {@link inheritedOf}. */
export const inheritedLater = 'later';

/** A group that holds a resource by way of others. */
export interface InheritedRow {
  /** Whom it holds. */
  readonly start: Uint8Array;
  readonly id: Uint8Array;
  readonly type: number;
  readonly display: string | null;
}

/** A tenant, and ids as the JSON of a list. */
export interface ManyIds {
  readonly tenant: number;
  readonly ids: string;
}

/** The groups that hold each of several resources by way of others. */
export function inheritedOf(dialect: SqlDialect, tables: Tables): Sql {
  const ids = jsonSlot((a: ManyIds) => a.ids);
  const starts = dialect.jsonTable(ids.json, [{ name: 'id', type: 'id' }], ids.rows);
  return sql`with recursive up(start, id, type) as (
      select m.member_id, m.group_id, m.group_type from ${starts} as j ${dialect.crossJoin} ${tables.member} as m
      where m.tenant_id = ${tenant} and m.member_id = j.id
      union select up.start, m.group_id, m.group_type from up ${dialect.crossJoin} ${tables.member} as m
      where m.tenant_id = ${tenant} and m.member_id = up.id
    ) select x.start, g.id, g.type, g.display from (
      select up.start, up.id, up.type from up where up.id <> up.start and not exists (
        select 1 from ${tables.member} as m where m.tenant_id = ${tenant} and m.group_id = up.id and m.member_id = up.start
      ) limit ${sql.lit(mostInherited)}
    ) as x ${dialect.crossJoin} ${tables.resource} as g where g.tenant_id = ${tenant} and g.type = x.type and g.id = x.id`;
}

/** A want as a small number, to keep statements by. */
export function wantBits({ document, members, memberOf }: Want): number {
  return (document ? 1 : 0) | (members ? 2 : 0) | (memberOf ? 4 : 0);
}

/** True when a want has memberships, which are aggregated. */
export function wantsSets({ members, memberOf }: Want): boolean {
  return members || memberOf;
}
