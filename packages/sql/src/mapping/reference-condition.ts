import { type FilterNode, StoreError } from '@scimkit/core';
import { sql } from 'kysely';
import type { FilterArguments } from '../filter/filter-arguments.ts';
import { always, never } from '../filter/predicate.ts';
import type { Shape } from '../filter/shape.ts';
import type { Sql } from '../statements/statement.ts';
import { columnOf } from './engine-sql.ts';
import type { Join, MappedType } from './mapped-type.ts';
import type { MappedWords } from './mapped-words.ts';
import { type Aliases, hasPublicId, resource, sourceOf, surely } from './source-of.ts';

/** Which side of memberships a resource looks at: who is in it, or what it is in. */
export type Side = 'members' | 'memberOf';

/** A table of memberships, as seen from one side. */
export interface Look {
  readonly join: Join;
  /** The column that holds the resource itself. */
  readonly own: string;
  /** The column that holds the other side. */
  readonly other: string;
  readonly target: MappedType;
}

/** The tables in which a type's memberships are. */
export function looksOf(
  words: Pick<MappedWords, 'joins' | 'types'>,
  type: MappedType,
  side: Side,
): readonly Look[] {
  return words.joins.flatMap((join) => {
    const { group, member } = join.definition;
    const [here, there] =
      side === 'members' ? [join.groupType, join.memberType] : [join.memberType, join.groupType];
    const target = words.types.get(there);
    if (here !== type.name || target === undefined) return [];
    const [own, other] = side === 'members' ? [group, member] : [member, group];
    return [{ join, own, other, target }];
  });
}

/** The other side of a membership in a condition. */
export const target: Aliases = { row: 'tu', link: 'tr' };

/** Is there a reference for which a condition holds? References to what is no resource count for nothing. */
export function hasReference(
  words: MappedWords,
  type: MappedType,
  side: Side,
  of: FilterNode,
  shape: Shape,
): Sql {
  const id = columnOf(resource.row, type.mapping.id);
  const found = looksOf(words, type, side).map((look) => {
    const { from, where } = sourceOf(words, look.target, target);
    const holds = referenceCondition(look.target, of, shape);
    const joined = sql`${look.join.table} as j on ${columnOf('j', look.other)} = ${columnOf(target.row, look.target.mapping.id)}`;
    // Who is named leads to few memberships; everything else is asked of each resource's own.
    return of.kind === 'compare'
      ? sql`${id} in (select ${columnOf('j', look.own)} from ${from} inner join ${joined} where ${where} and ${holds})`
      : sql`exists (select 1 from ${from} inner join ${joined} where ${columnOf('j', look.own)} = ${id} and ${where} and ${holds})`;
  });
  return found.length === 0 ? never : sql`(${sql.join(found, sql` or `)})`;
}

/** A condition on one reference. Only its id can be compared, and only for equality; `supports` says so. */
function referenceCondition(to: MappedType, node: FilterNode, shape: Shape, negated = false): Sql {
  switch (node.kind) {
    case 'constant':
      return node.value ? always : never;
    case 'not':
      return sql`not (${referenceCondition(to, node.of, shape, !negated)})`;
    case 'and':
    case 'or': {
      if (node.of.length === 0) return node.kind === 'and' ? always : never;
      const parts = node.of.map((part) => referenceCondition(to, part, shape, negated));
      return sql`(${sql.join(parts, node.kind === 'and' ? sql` and ` : sql` or `)})`;
    }
    case 'compare': {
      if (node.op !== 'eq' || node.attribute.name !== 'value') break;
      const at = shape.index.get(node) ?? 0;
      const same = hasPublicId(to, (args: FilterArguments) => args.literals[at], target);
      return negated ? surely(same) : same;
    }
    default:
  }
  throw new StoreError('unsupported', 'Of references only the id can be looked for, with `eq`.');
}
