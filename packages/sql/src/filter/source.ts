import type { FilterNode } from '@scimkit/core';
import { sql } from 'kysely';
import { type Sql, slot } from '../statements/statement.ts';
import { type Building, condition, type Standing } from './condition.ts';
import type { FilterArguments } from './filter-arguments.ts';
import { isNarrow, isPoint } from './narrow.ts';
import { always } from './predicate.ts';

/** Where the rows of a list come from: what stands after `from`, and after `where`. The resource is `r` in both. */
export interface Source {
  readonly from: Sql;
  readonly where: Sql;
  /** True when the rows come in the order of ids by themselves, or are so few that their order costs nothing. */
  readonly isLight: boolean;
}

const tenant: Sql = slot((args: FilterArguments) => args.tenant);
const type: Sql = slot((args: FilterArguments) => args.type);

const ofType: Sql = sql`r.tenant_id = ${tenant} and r.type = ${type}`;

/**
 * Compiles a filter to the shape that lets an index be used:
 *
 * - an `or` whose parts each find few resources becomes a union of these, because no engine uses two indexes for an `or`
 *   over two tables;
 * - of an `and`, a part that finds few leads, and the others look at the rows of those few;
 * - everything else is a plain condition.
 */
export function sourceOf(building: Building, filter: FilterNode | undefined): Source {
  const from = sql`${building.tables.resource} as r`;
  if (filter === undefined) return { from, where: ofType, isLight: true };
  const isLight = isPoint(filter, building.type);
  if (filter.kind === 'or' && isNarrow(filter, building.type)) {
    const branches = filter.of.map(
      (part) => sql`select r.id from ${from} where ${ofType} and ${lead(building, part)}`,
    );
    return {
      from: sql`(${sql.join(branches, sql` union `)}) as u ${building.dialect.crossJoin} ${from}`,
      where: sql`${ofType} and r.id = u.id`,
      isLight,
    };
  }
  return { from, where: sql`${ofType} and ${lead(building, filter)}`, isLight };
}

function lead(building: Building, filter: FilterNode): Sql {
  const plain: Standing = { negated: false, children: 'in' };
  if (filter.kind !== 'and' || !isNarrow(filter, building.type)) return condition(building, filter, plain);
  const parts = filter.of.map((part) =>
    condition(building, part, isNarrow(part, building.type) ? plain : { ...plain, children: 'exists' }),
  );
  return parts.length === 0 ? always : sql`(${sql.join(parts, sql` and `)})`;
}
