import { sql } from 'kysely';
import { type Sql, slot } from '../statements/statement.ts';
import type { Building } from './condition.ts';
import type { FilterArguments } from './filter-arguments.ts';
import type { Place } from './place.ts';
import { always, type Column } from './predicate.ts';

/** Child rows of a resource that conditions can be held against, one row at a time. */
export interface Rows {
  /** The column of a row that holds what a place names. */
  readonly column: (place: Place) => Column;
  /** Is there a row of the resource `r` for which `holds` is true? Two-valued, as ids are never null. */
  readonly look: (building: Building, holds: Sql, children: 'in' | 'exists') => Sql;
}

const tenant: Sql = slot((args: FilterArguments) => args.tenant);

/** The elements of an attribute, as rows `v`. */
export function inElements(attribute: number): Rows {
  return {
    column: (place) => {
      if (place.kind !== 'value') return { sql: sql.ref('v.filled'), always: true, text: false };
      if (place.column === 'is_primary')
        return { sql: sql`coalesce(v.is_primary, 0)`, always: true, text: false };
      return { sql: sql.ref(`v.${place.column}`), always: false, text: place.column !== 'n' };
    },
    look: ({ tables }, holds, children) => {
      const rows = sql`from ${tables.value} as v where v.tenant_id = ${tenant} and v.attr = ${attribute}`;
      return children === 'in'
        ? sql`r.id in (select v.id ${rows} and ${holds})`
        : sql`exists (select 1 ${rows} and v.id = r.id and ${holds})`;
    },
  };
}

const referenceId: Column = { sql: sql.ref('v.id'), always: true, text: false };

/** The references of a reference set, or of its derived side, as rows `v` with the id of who is referred to. */
export function existsReference(side: 'members' | 'memberOf'): Rows {
  return {
    column: () => referenceId,
    look: (building, holds, children) => {
      if (holds === always) return hasAny(building, side);
      return side === 'members' ? lookAtMembers(building, holds, children) : lookAtHolders(building, holds);
    },
  };
}

function hasAny({ tables }: Building, side: 'members' | 'memberOf'): Sql {
  const own = side === 'members' ? sql`m.group_id` : sql`m.member_id`;
  return sql`exists (select 1 from ${tables.member} as m where m.tenant_id = ${tenant} and ${own} = r.id)`;
}

function lookAtMembers({ tables }: Building, holds: Sql, children: 'in' | 'exists'): Sql {
  const rows = sql`from (select m.group_id, m.member_id as id from ${tables.member} as m where m.tenant_id = ${tenant}) as v`;
  return children === 'in'
    ? sql`r.id in (select v.group_id ${rows} where ${holds})`
    : sql`exists (select 1 ${rows} where v.group_id = r.id and ${holds})`;
}

/**
 * Who is in a group is in all that hold the group, too (`indirect`, RFC 7643 section 4.1.2), so the way leads up from
 * each resource. Circles end, for `union` takes nobody twice, and nobody is in itself.
 */
function lookAtHolders({ dialect, tables }: Building, holds: Sql): Sql {
  if (!dialect.correlatedRecursion) {
    // From everybody at once: the plain way for a filter that compares `groups.value` by anything but `eq`.
    return sql`r.id in (with recursive up(start, id) as (
      select m.member_id, m.group_id from ${tables.member} as m where m.tenant_id = ${tenant}
      union select up.start, m.group_id from up ${dialect.crossJoin} ${tables.member} as m where m.tenant_id = ${tenant} and m.member_id = up.id
    ) select v.start from up as v where v.id <> v.start and ${holds})`;
  }
  return sql`exists (with recursive up(id) as (
    select m.group_id from ${tables.member} as m where m.tenant_id = ${tenant} and m.member_id = r.id
    union select m.group_id from up ${dialect.crossJoin} ${tables.member} as m where m.tenant_id = ${tenant} and m.member_id = up.id
  ) select 1 from up as v where v.id <> r.id and ${holds})`;
}

/** Everybody in one group, directly or by way of others: for `groups.value eq "…"`, where the way down is the short one. */
export function everybodyIn({ dialect, tables }: Building, group: Sql): Sql {
  return sql`(r.id <> ${group} and r.id in (with recursive inside(id) as (
    select m.member_id from ${tables.member} as m where m.tenant_id = ${tenant} and m.group_id = ${group}
    union select m.member_id from inside ${dialect.crossJoin} ${tables.member} as m where m.tenant_id = ${tenant} and m.group_id = inside.id
  ) select id from inside))`;
}
