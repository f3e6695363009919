import type { Want } from '@scimkit/core';
import { sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { jsonSlot } from './json-slot.ts';
import { type Sql, slot } from './statement.ts';

/** A resource as it is selected. What was not wanted is not there, and its id only where it was not known. */
export interface ResourceRow {
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly doc?: string;
  /** JSON: a list with id, type and display of each member. */
  readonly members?: Json;
  /** The same of the groups that hold the resource. */
  readonly holders?: Json;
  /** In place of {@link holders} and {@link inherited}: id and type of each group, whose names are still to be asked for ({@link groupsAmong}). */
  readonly holder_ids?: Json;
  /**
   * The same as members of the groups that hold it by way of others; null when no group nests, {@link inheritedLater}
   * when they are still to be asked for.
   */
  readonly inherited?: Json;
  /** Only where the groups of groups are still to be looked for. */
  readonly tenant_id?: number;
}

/** JSON as drivers give it: text, or what it says. */
type Json = string | readonly unknown[] | null;

/** What members with a limit are selected with. */
export interface MembersLimit {
  /** One more than the limit, which tells whether there are others. */
  readonly members?: number | undefined;
  /** Whom they come after; only of one resource whose id is known. */
  readonly after?: Uint8Array | undefined;
}

/** Sorts before every id. */
const beginning = new Uint8Array();
/** Sorts after every id: a UUID has sixteen bytes, and no other id begins with this one twice. */
const beyond = new Uint8Array(17).fill(0xff);

function lastOf({ members = 1 }: MembersLimit): number {
  return members - 1;
}

/** So many groups of groups are told, at most: a client decides how many there are. */
const mostInherited = 10_000;

/** More than there can be. */
const noLimit = 2 ** 31;

/** The tenant once more: planners do not carry what they know of it into subqueries. */
const tenant = slot((args: { readonly tenant: number }) => args.tenant);

/**
 * What to select of the resource `r`. Memberships come with it as JSON, in the same statement, so that a read shows one
 * moment without a transaction, and a page of a hundred takes one statement. Of members with a limit, so many are selected
 * as the arguments say ({@link MembersLimit}).
 *
 * @param group - The id of the one resource that is selected, where it is known.
 */
export function resourceColumns(dialect: SqlDialect, tables: Tables, want: Want, group?: Sql): Sql {
  const columns = [sql`r.version, r.created_at, r.modified_at`];
  // To hand the sixteen bytes over takes node:sqlite a third of the time of a read.
  if (group === undefined) columns.unshift(sql`r.id`);
  if (want.document) columns.push(sql`${dialect.readDocument(sql.ref('r.doc'))} as doc`);
  if (want.members !== false) {
    const of = want.members === true ? membersOf(dialect, tables) : firstMembersOf(dialect, tables, group);
    columns.push(sql`${of} as members`);
  }
  if (want.memberOf) {
    if (!dialect.recursionInColumns) columns.push(sql`r.tenant_id`);
    // Of a page, the groups are a few, and asked for in one go: to look for each of each resource took two thirds of the page.
    if (!dialect.recursionInColumns && group === undefined) {
      columns.push(sql`${holderIdsOf(dialect, tables)} as holder_ids`);
    } else {
      columns.push(
        sql`${holdersOf(dialect, tables)} as holders, ${inheritedBy(dialect, tables)} as inherited`,
      );
    }
  }
  return sql.join(columns);
}

function membersOf(dialect: SqlDialect, tables: Tables): Sql {
  const rows = dialect.jsonRows([dialect.hex(sql`m.member_id`), sql`m.member_type`, sql`d.display`]);
  return sql`(select ${rows} from ${tables.member} as m ${dialect.crossJoin} ${tables.resource} as d
    where m.tenant_id = ${tenant} and m.group_id = r.id
      and d.tenant_id = ${tenant} and d.type = m.member_type and d.id = m.member_id)`;
}

/** The first of the members by their ids, or those that come after one; the others are not read. */
function firstMembersOf(dialect: SqlDialect, tables: Tables, group: Sql | undefined): Sql {
  const after = slot((args: MembersLimit) => args.after ?? beginning);
  const inSet = (member: Sql) =>
    group === undefined
      ? sql`${member}.tenant_id = ${tenant} and ${member}.group_id = r.id`
      : sql`${member}.tenant_id = ${tenant} and ${member}.group_id = ${group} and ${member}.member_id > ${after}`;
  const table = sql`(select m.member_id, m.member_type from ${tables.member} as m
    where ${inSet(sql`m`)} order by m.member_id ${dialect.limit(slot((args: MembersLimit) => args.members))})`;
  // The end of the set, where it comes first, is before the greatest bytes.
  const end = sql`coalesce((select k.member_id from ${tables.member} as k
    where ${inSet(sql`k`)} order by k.member_id ${dialect.limit(sql.lit(1), slot(lastOf))}), ${slot(() => beyond)})`;
  const [from, where] =
    dialect.cutsSetsBy[group === undefined ? 'ofMany' : 'ofOne'] === 'limit'
      ? [table, sql`1 = 1`]
      : [tables.member, sql`${inSet(sql`m`)} and m.member_id <= ${end}`];
  const named = sql`d.tenant_id = ${tenant} and d.type = m.member_type and d.id = m.member_id`;
  const rows = (display: Sql) =>
    dialect.jsonRows([dialect.hex(sql`m.member_id`), sql`m.member_type`, display]);
  if (dialect.joinsInOrder) {
    // A row that leads nowhere is counted all the same: one less would be taken for the end of the set.
    return sql`(select ${rows(sql`d.display`)} from ${from} as m left join ${tables.resource} as d on ${named} where ${where})`;
  }
  // A planner that joins as it likes would read all resources to find the names of a thousand.
  const display = sql`(select d.display from ${tables.resource} as d where ${named})`;
  return sql`(select ${rows(display)} from ${from} as m where ${where})`;
}

function holdersOf(dialect: SqlDialect, tables: Tables): Sql {
  const rows = dialect.jsonRows([dialect.hex(sql`m.group_id`), sql`m.group_type`, sql`g.display`]);
  return sql`(select ${rows} from ${tables.member} as m ${dialect.crossJoin} ${tables.resource} as g
    where m.tenant_id = ${tenant} and m.member_id = r.id
      and g.tenant_id = ${tenant} and g.type = m.group_type and g.id = m.group_id)`;
}

function holderIdsOf(dialect: SqlDialect, tables: Tables): Sql {
  const rows = dialect.jsonRows([dialect.hex(sql`m.group_id`), sql`m.group_type`]);
  return sql`(select ${rows} from ${tables.member} as m where m.tenant_id = ${tenant} and m.member_id = r.id)`;
}

/**
 * The way up is only taken where a group nests, because setting out costs more than most reads. Where it has no place in a
 * column, a mark tells that there is one ({@link inheritedLater}).
 */
function inheritedBy(dialect: SqlDialect, tables: Tables): Sql {
  // As `exists`, PostgreSQL reads all memberships of the tenant once in place of looking for each of a hundred resources.
  const nests = sql`(
      select 1 from ${tables.member} as m ${dialect.crossJoin} ${tables.member} as h
      where m.tenant_id = ${tenant} and m.member_id = r.id and h.tenant_id = ${tenant} and h.member_id = m.group_id
      ${dialect.limit(sql.lit(1))}
    ) is not null`;
  if (!dialect.recursionInColumns) return sql`case when ${nests} then ${sql.lit(inheritedLater)} end`;
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

/** A tenant, and ids, some with their types, as the JSON of a list. */
export interface ManyIds {
  readonly tenant: number;
  readonly ids: string;
}

/** A group that holds resources. */
export interface GroupRow {
  readonly id: Uint8Array;
  readonly type: number;
  readonly display: string | null;
  /** Not null where the group is in another one. */
  readonly nests: number | null;
}

/**
 * The names of several groups, and which of them are in another one; those that are there. All by subqueries: joined, a
 * table that has never been analysed is read as a whole for them.
 */
export function groupsAmong(dialect: SqlDialect, tables: Tables): Sql {
  const groups = jsonSlot((a: ManyIds) => a.ids);
  const columns = [{ name: 'id', type: 'id' } as const, { name: 'type', type: 'integer' } as const];
  const one = dialect.limit(sql.lit(1));
  const named = sql`from ${tables.resource} as g where g.tenant_id = ${tenant} and g.type = j.type and g.id = j.id ${one}`;
  const nests = sql`(select 1 from ${tables.member} as h where h.tenant_id = ${tenant} and h.member_id = j.id ${one})`;
  return sql`select j.id, j.type, (select g.display ${named}) as display, ${nests} as nests
    from ${dialect.jsonTable(groups.json, columns, groups.rows)} as j where (select 1 ${named}) is not null`;
}

/**
 * The groups that hold each of several resources by way of others. Every step is a look-up by an index.
 *
 * Where a planner joins as it likes, nothing is joined, because it takes a recursion for so large that it would read whole
 * tables for it; and limits it cannot know make it expect little. What it expects much of it compiles to machine code first
 * (`jit`): 455 ms on PostgreSQL 15, for 4 ms of work.
 */
export function inheritedOf(dialect: SqlDialect, tables: Tables): Sql {
  const ids = jsonSlot((a: ManyIds) => a.ids);
  const starts = dialect.jsonTable(
    ids.json,
    [{ name: 'id', type: 'id' }],
    sql`(select cast(${ids.rows} as bigint))`,
  );
  const one = dialect.limit(sql.lit(1));
  const display = sql`(select g.display from ${tables.resource} as g where g.tenant_id = ${tenant} and g.type = x.type and g.id = x.id ${one})`;
  const isNotDirect = sql`(select 1 from ${tables.member} as m where m.tenant_id = ${tenant} and m.group_id = up.id and m.member_id = up.start ${one}) is null`;
  const stepUp = (from: Sql, id: Sql) => {
    const held = sql`${tables.member} as m where m.tenant_id = ${tenant} and m.member_id = ${id}`;
    if (dialect.joinsInOrder) return sql`${from} ${dialect.crossJoin} ${held}`;
    return sql`${from} cross join lateral (select m.member_id, m.group_id, m.group_type from ${held} limit (select ${sql.lit(noLimit)})) as m`;
  };
  return sql`with recursive up(start, id, type) as (
      select m.member_id, m.group_id, m.group_type from ${stepUp(sql`${starts} as j`, sql`j.id`)}
      union select up.start, m.group_id, m.group_type from ${stepUp(sql`up`, sql`up.id`)}
    ) select x.start, x.id, x.type, ${display} as display from (
      select up.start, up.id, up.type from up where up.id <> up.start and ${isNotDirect} limit ${sql.lit(mostInherited)}
    ) as x`;
}

/** A want as a small number, to keep statements by. */
export function wantBits({ document, members, memberOf }: Want): number {
  const sets = members === false ? 0 : members === true ? 2 : 8;
  return (document ? 1 : 0) | sets | (memberOf ? 4 : 0);
}

/** So many wants are told apart by {@link wantBits}. */
export const wants = 16;

/** True when a want has memberships, which are aggregated. */
export function wantsSets({ members, memberOf }: Want): boolean {
  return members !== false || memberOf;
}
