import type { Want } from '@scimkit/core';
import { sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import type { Sql } from './statement.ts';

/** A resource as it is selected. What was not wanted is not there. */
export interface ResourceRow {
  readonly id: Uint8Array;
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly doc?: string;
  /** JSON: a list with id, type and display of each member. */
  readonly members?: string | null;
  /** The same of the groups that hold the resource. */
  readonly holders?: string | null;
  /** The same of the groups that hold it by way of others; null when no group nests. */
  readonly inherited?: string | null;
}

/** So many groups of groups are told, at most: a client decides how many there are. */
const mostInherited = 10_000;

/**
 * What to select of the resource `r`. Memberships come with it as JSON, in the same statement, so that a read shows one
 * moment without a transaction, and a page of a hundred takes one statement.
 */
export function resourceColumns(dialect: SqlDialect, tables: Tables, want: Want): Sql {
  const columns = [sql`r.id, r.version, r.created_at, r.modified_at`];
  if (want.document) columns.push(sql`r.doc`);
  if (want.members) columns.push(sql`${membersOf(dialect, tables)} as members`);
  if (want.memberOf) {
    columns.push(
      sql`${holdersOf(dialect, tables)} as holders`,
      sql`${inheritedBy(dialect, tables)} as inherited`,
    );
  }
  return sql.join(columns);
}

// `cross join` keeps the order of the tables: from the memberships to the few resources they name.

function membersOf(dialect: SqlDialect, tables: Tables): Sql {
  const rows = dialect.jsonRows([dialect.hex(sql`m.member_id`), sql`m.member_type`, sql`d.display`]);
  return sql`(select ${rows} from ${tables.member} as m cross join ${tables.resource} as d
    where m.tenant_id = r.tenant_id and m.group_id = r.id
      and d.tenant_id = m.tenant_id and d.type = m.member_type and d.id = m.member_id)`;
}

function holdersOf(dialect: SqlDialect, tables: Tables): Sql {
  const rows = dialect.jsonRows([dialect.hex(sql`m.group_id`), sql`m.group_type`, sql`g.display`]);
  return sql`(select ${rows} from ${tables.member} as m cross join ${tables.resource} as g
    where m.tenant_id = r.tenant_id and m.member_id = r.id
      and g.tenant_id = m.tenant_id and g.type = m.group_type and g.id = m.group_id)`;
}

/** The way up is only taken where a group nests, because setting out costs more than most reads. */
function inheritedBy(dialect: SqlDialect, tables: Tables): Sql {
  const rows = dialect.jsonRows([dialect.hex(sql`g.id`), sql`g.type`, sql`g.display`]);
  return sql`case when exists (
      select 1 from ${tables.member} as m cross join ${tables.member} as h
      where m.tenant_id = r.tenant_id and m.member_id = r.id and h.tenant_id = r.tenant_id and h.member_id = m.group_id
    ) then (with recursive up(id, type) as (
      select m.group_id, m.group_type from ${tables.member} as m where m.tenant_id = r.tenant_id and m.member_id = r.id
      union select m.group_id, m.group_type from up cross join ${tables.member} as m
      where m.tenant_id = r.tenant_id and m.member_id = up.id
    ) select ${rows} from (
      select up.id, up.type from up where up.id <> r.id and not exists (
        select 1 from ${tables.member} as m where m.tenant_id = r.tenant_id and m.group_id = up.id and m.member_id = r.id
      ) limit ${sql.lit(mostInherited)}
    ) as x cross join ${tables.resource} as g where g.tenant_id = r.tenant_id and g.type = x.type and g.id = x.id) end`;
}

/** A want as a small number, to keep statements by. */
export function wantBits({ document, members, memberOf }: Want): number {
  return (document ? 1 : 0) | (members ? 2 : 0) | (memberOf ? 4 : 0);
}
