import { type AttributeRef, type FilterNode, StoreError } from '@scimkit/core';
import { sql } from 'kysely';
import { condition as sidecarCondition } from '../filter/condition.ts';
import type { FilterArguments } from '../filter/filter-arguments.ts';
import { holdsForNothing } from '../filter/holds-for-nothing.ts';
import { literalOf } from '../filter/literal.ts';
import { always, comparePredicate, type Literal, never, presentPredicate } from '../filter/predicate.ts';
import type { Shape } from '../filter/shape.ts';
import { type Sql, slot } from '../statements/statement.ts';
import { encodeCell } from './cell.ts';
import { isText } from './compile-fields.ts';
import { columnOf } from './engine-sql.ts';
import { comparedColumn, shownColumn, sortedColumn, timeColumn } from './key-column.ts';
import type { Computed, Home, MappedType, Scalar } from './mapped-type.ts';
import { type MappedWords, sidecarType } from './mapped-words.ts';
import type { AnyCondition } from './mapping.ts';
import { childCondition, proposeText } from './propose-text.ts';
import { hasReference } from './reference-condition.ts';
import { hasPublicId, resource, surely } from './source-of.ts';

type Compare = Extract<FilterNode, { kind: 'compare' }>;
type Some = Extract<FilterNode, { kind: 'some' }>;

/** What conditions on mapped types are made with. */
export interface MappedBuilding {
  readonly words: MappedWords;
  readonly type: MappedType;
  readonly shape: Shape;
}

/**
 * A condition on the resource in the row `u` and its place in the sidecar `r`. It is exact where the store's `supports` says
 * so; what is proposed only (`superset`) never stands under a `not`.
 */
export function mappedCondition(building: MappedBuilding, node: FilterNode, negated = false): Sql {
  switch (node.kind) {
    case 'constant':
      return node.value ? always : never;
    case 'not':
      return sql`not (${mappedCondition(building, node.of, !negated)})`;
    case 'and':
    case 'or': {
      if (node.of.length === 0) return node.kind === 'and' ? always : never;
      const parts = node.of.map((part) => mappedCondition(building, part, negated));
      return sql`(${sql.join(parts, node.kind === 'and' ? sql` and ` : sql` or `)})`;
    }
    case 'compare': {
      const home = building.type.homes.get(node.attribute.id);
      return home === undefined
        ? inSidecar(building, node, negated)
        : compareAt(building, home, node, negated);
    }
    case 'present': {
      const home = building.type.homes.get(node.attribute.id);
      return home === undefined
        ? inSidecar(building, node, negated)
        : presentAt(building, home, node.attribute);
    }
    case 'some':
      return someOf(building, node, negated);
  }
}

/** A condition on what only the sidecar has. A row that is not there has no value. */
function inSidecar({ words, type, shape }: MappedBuilding, node: FilterNode, negated: boolean): Sql {
  const { dialect, tables } = words;
  const holds = sidecarCondition({ dialect, tables, type: sidecarType(type), shape }, node, {
    negated,
    children: 'in',
  });
  if (type.hidden) return holds;
  return sql`(case when r.id is null then ${holdsForNothing(node) ? always : never} else ${holds} end)`;
}

function compareAt(building: MappedBuilding, home: Home, node: Compare, negated: boolean): Sql {
  const { words, type } = building;
  switch (home.kind) {
    case 'id': {
      const same = hasPublicId(type, literalReader(building, node));
      if (node.op === 'ne') return sql`not (${surely(same)})`;
      return negated ? surely(same) : same;
    }
    case 'time': {
      const which = node.attribute.name === 'created' ? 'created' : 'modified';
      const literal = literalOf(building.shape, node, inColumn);
      return comparePredicate(words.dialect, timeColumn(type, which, home.time), node.op, literal, negated);
    }
    case 'scalar':
      return compareScalar(building, home.scalar, node, negated);
    case 'computed':
      return compareComputed(building, home.computed, node);
    case 'single': {
      const column = columnOf(resource.row, home.single.compare?.column ?? home.single.column);
      const proposed = proposeText(building, column, home.single.compare, node);
      return sql`(${proposed} or ${inSidecar(building, node, false)})`;
    }
    case 'child':
      return childCondition(building, home.child, node);
    case 'reference':
      return hasReference(words, type, home.side, node, building.shape);
    default:
      throw unsupported(node.attribute);
  }
}

const anybody: FilterNode = { kind: 'constant', value: true };

/** A literal as any comparison of a column takes it. */
const inColumn = { kind: 'column', column: 'unique' } as const;

function literalReader({ shape }: MappedBuilding, node: Compare) {
  const at = shape.index.get(node) ?? 0;
  return (args: FilterArguments) => args.literals[at];
}

function compareScalar(building: MappedBuilding, scalar: Scalar, node: Compare, negated: boolean): Sql {
  const { words, type } = building;
  const { compare, column, attribute } = scalar;
  if (compare?.kind === 'db-ci') return proposeText(building, comparedColumn(scalar), compare, node);
  const fact = type.facts.get(column);
  const read = literalReader(building, node);
  const literal: Literal = {
    ...literalOf(building.shape, node, inColumn),
    ...(isText(attribute)
      ? {}
      : { value: slot((args: FilterArguments) => encodeCell(read(args), fact, words.engine)) }),
  };
  const plain = node.op === 'eq' || node.op === 'ne';
  const expression = plain ? comparedColumn(scalar) : sortedColumn(words.engine, scalar);
  return comparePredicate(
    words.dialect,
    { sql: expression, always: false, text: isText(attribute) },
    node.op,
    literal,
    negated,
  );
}

/** Both ways two-valued: a row that does not satisfy the codec's condition reads as another value, or as none. */
function compareComputed(
  { words, type }: MappedBuilding,
  { codec, attribute }: Computed,
  node: Compare,
): Sql {
  const found = codec.eq?.(node.key);
  if (found === undefined) throw unsupported(attribute);
  const same = conditionOf(found, (value) => encodeCell(value, type.facts.get(found.column), words.engine));
  return node.op === 'ne' ? sql`not (${same})` : same;
}

function conditionOf(found: AnyCondition, encode: (value: unknown) => unknown): Sql {
  const column = columnOf(resource.row, found.column);
  const isNot = 'not' in found;
  const value = encode(isNot ? found.not : found.value);
  if (value === null) return isNot ? sql`${column} is not null` : sql`${column} is null`;
  return isNot
    ? sql`(${column} is null or ${column} <> ${value})`
    : sql`(${column} is not null and ${column} = ${value})`;
}

function presentAt(building: MappedBuilding, home: Home, attribute: AttributeRef): Sql {
  switch (home.kind) {
    case 'id':
    case 'time':
      return always;
    case 'scalar':
      return presentPredicate({
        sql: shownColumn(home.scalar),
        always: false,
        text: isText(home.scalar.attribute),
      });
    case 'reference':
      return hasReference(building.words, building.type, home.side, anybody, building.shape);
    default:
      throw unsupported(attribute);
  }
}

function someOf(building: MappedBuilding, node: Some, negated: boolean): Sql {
  const { attribute, of } = node;
  const { type, words } = building;
  const home = type.homes.get(attribute.id);
  switch (home?.kind) {
    case undefined:
      return inSidecar(building, node, negated);
    case 'reference':
      return hasReference(words, type, home.side, of, building.shape);
    case 'mixed':
      return sql`(${existsMixed(building, attribute, negated)} and ${mappedCondition(building, of, negated)})`;
    default:
      // What is proposed is no help where the opposite is looked for: under a `not` nothing must be claimed.
      if (negated) return never;
      // One element satisfies all of it, so some element satisfies each part: a proposal, which is all that was promised.
      return mappedCondition(building, of, negated);
  }
}

/**
 * Has the resource a complex attribute that lies in columns and in the sidecar? Where the database cannot tell it is
 * taken for there, and under a `not` for missing: too much is found, and core looks again.
 */
function existsMixed({ words, type }: MappedBuilding, attribute: AttributeRef, negated: boolean): Sql {
  if (type.blurred.has(attribute.id) && !negated) return always;
  const columns = type.fields.scalars
    .filter((scalar) => scalar.attribute.parent?.id === attribute.id)
    .map((scalar) => sql`${shownColumn(scalar)} is not null`);
  const there = type.linked && type.mapping.rest === 'sidecar';
  const rest = there
    ? [sql`coalesce(${words.dialect.documentHas(sql.ref('r.doc'), attribute.steps)}, ${never})`]
    : [];
  return sql`(${sql.join([never, ...columns, ...rest], sql` or `)})`;
}

function unsupported(attribute: AttributeRef): StoreError {
  return new StoreError(
    'unsupported',
    `The mapping has no way to look for ${attribute.path}; \`supports.compare\` says so.`,
  );
}
