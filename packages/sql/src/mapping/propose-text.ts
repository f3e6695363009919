import type { FilterNode } from '@scimkit/core';
import { sql } from 'kysely';
import type { FilterArguments } from '../filter/filter-arguments.ts';
import { literalOf } from '../filter/literal.ts';
import { always, comparePredicate } from '../filter/predicate.ts';
import { type Sql, slot } from '../statements/statement.ts';
import { isAscii } from './cell.ts';
import { columnOf } from './engine-sql.ts';
import type { MappedBuilding } from './mapped-condition.ts';
import type { Child } from './mapped-type.ts';
import type { AnyCompare } from './mapping.ts';
import { resource } from './source-of.ts';

type Compare = Extract<FilterNode, { kind: 'compare' }>;

/** A literal as any comparison of a column takes it. */
const inColumn = { kind: 'column', column: 'unique' } as const;

/**
 * Finds at least the rows whose text has the key that `eq` or `sw` names. Databases fold letters in their own ways
 * (`lower('É')` is `É` in SQLite), so they are asked for ASCII only, and for everything else each row with such letters is
 * a candidate.
 */
export function proposeText(
  { words, shape }: MappedBuilding,
  column: Sql,
  compare: Pick<AnyCompare, 'kind' | 'by'> | undefined,
  node: Compare,
): Sql {
  const literal = literalOf(shape, node, inColumn);
  if (compare?.kind !== 'db-ci') {
    const expression = node.op === 'eq' ? column : words.engine.bytewise(column);
    return comparePredicate(
      words.dialect,
      { sql: expression, always: false, text: true },
      node.op,
      literal,
      false,
    );
  }
  if (typeof node.key !== 'string') return always;
  // Only letters beyond ASCII can be folded to some.
  if (!isAscii(node.key)) return words.engine.beyondAscii(column);
  const fold = (text: Sql): Sql => (compare.by === 'lower' ? sql`lower(${text})` : text);
  if (node.op === 'eq') {
    // A collation of SQLite's belongs to the column, and is lost once it stands in a function.
    return sql`${fold(column)} = ${fold(literal.value)}`;
  }
  if (node.key === '') return sql`${column} is not null`;
  const at = shape.index.get(node) ?? 0;
  const pattern = slot((args: FilterArguments) => `${escapeLike(String(args.literals[at]))}%`);
  return sql`${fold(column)} like ${fold(pattern)} escape '!'`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[!%_]/g, '!$&');
}

/** Finds at least the owners of a row in a child table. */
export function childCondition(building: MappedBuilding, { child, table }: Child, node: Compare): Sql {
  const value = columnOf('c', child.compare?.column ?? child.value);
  const holds = proposeText(building, value, child.compare, node);
  const owner = columnOf(resource.row, building.type.mapping.id);
  return sql`${owner} in (select ${columnOf('c', child.fk)} from ${table} as c where ${holds})`;
}
