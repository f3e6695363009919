import type { FilterNode } from '@scimkit/core';
import { sql } from 'kysely';
import type { FilterArguments } from '../filter/filter-arguments.ts';
import { literalOf } from '../filter/literal.ts';
import { comparePredicate, type Literal } from '../filter/predicate.ts';
import { type Sql, slot } from '../statements/statement.ts';
import { encodeCell } from './cell.ts';
import { isText } from './compile-fields.ts';
import { comparedColumn, comparedFact, indexedColumn, sorted } from './key-column.ts';
import type { MappedBuilding } from './mapped-condition.ts';
import type { Scalar } from './mapped-type.ts';
import { proposeText } from './propose-text.ts';

type Compare = Extract<FilterNode, { kind: 'compare' }>;

/** A literal as any comparison of a column takes it. */
export const inColumn = { kind: 'column', column: 'unique' } as const;

/** Reads the literal of a comparison from what a statement is run with. */
export function literalReader({ shape }: Pick<MappedBuilding, 'shape'>, node: Compare) {
  const at = shape.index.get(node) ?? 0;
  return (args: FilterArguments) => args.literals[at];
}

/** Compares an attribute in a column. */
export function compareScalar(
  building: MappedBuilding,
  scalar: Scalar,
  node: Compare,
  negated: boolean,
): Sql {
  const { words, type } = building;
  const { compare, attribute, absent } = scalar;
  if (compare?.kind === 'db-ci') return proposeText(building, comparedColumn(scalar), compare, node);
  const { op } = node;
  const text = isText(attribute);
  const literal = literalIn(building, scalar, node);
  const isInexact = text && comparedFact(type, scalar)?.exactEquality === false;
  const name = indexedColumn(scalar);
  const guards: Sql[] = [];
  if (absent !== undefined && (op === 'eq' || op === 'sw')) guards.push(sql`${name} <> ${absent}`);
  // The collation of the column finds it by its index, the bytes decide.
  if (isInexact && op === 'eq') guards.push(sql`${words.engine.bytewise(name)} = ${literal.value}`);
  const column = { sql: columnFor(building, scalar, op, isInexact), always: false, text };
  const holds = comparePredicate(words.dialect, column, op, literal, negated);
  return guards.length === 0 ? holds : sql`(${sql.join([holds, ...guards], sql` and `)})`;
}

function columnFor(
  { words, type }: MappedBuilding,
  scalar: Scalar,
  op: Compare['op'],
  isInexact: boolean,
): Sql {
  switch (op) {
    case 'eq':
      return indexedColumn(scalar);
    case 'sw':
      return sorted(words.engine, type, scalar, indexedColumn(scalar));
    case 'ne':
      return isInexact ? words.engine.bytewise(comparedColumn(scalar)) : comparedColumn(scalar);
    default:
      return sorted(words.engine, type, scalar, comparedColumn(scalar));
  }
}

function literalIn(
  { words, type, shape }: MappedBuilding,
  { attribute, column }: Scalar,
  node: Compare,
): Literal {
  const literal = literalOf(shape, node, inColumn);
  if (isText(attribute)) return literal;
  const fact = type.facts.get(column);
  const read = literalReader({ shape }, node);
  return { ...literal, value: slot((args: FilterArguments) => encodeCell(read(args), fact, words.engine)) };
}
