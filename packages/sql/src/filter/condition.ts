import { type AttributeRef, type FilterNode, StoreError } from '@scimkit/core';
import { sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import type { Sql } from '../statements/statement.ts';
import { keyColumnNames, type ResourceType } from '../store/resource-type.ts';
import { holdsForNothing } from './holds-for-nothing.ts';
import { literalOf } from './literal.ts';
import { type Place, placeOf } from './place.ts';
import { always, type Column, comparePredicate, type Literal, never, presentPredicate } from './predicate.ts';
import { everybodyIn, existsReference, inElements, type Rows } from './rows.ts';
import type { Shape } from './shape.ts';

type Compare = Extract<FilterNode, { kind: 'compare' }>;
type Some = Extract<FilterNode, { kind: 'some' }>;

/** What conditions are compiled with. */
export interface Building {
  readonly dialect: SqlDialect;
  readonly tables: Tables;
  readonly type: ResourceType;
  readonly shape: Shape;
}

/** Where a condition stands. */
export interface Standing {
  /** True under a `not`. */
  readonly negated: boolean;
  /** How to look at child rows: `in` finds them first, `exists` looks for those of a row that was found otherwise. */
  readonly children: 'in' | 'exists';
}

/** A condition on the resource `r`. Recursion goes as deep as the filter nests, which core has bounded. */
export function condition(building: Building, node: FilterNode, standing: Standing): Sql {
  switch (node.kind) {
    case 'constant':
      return node.value ? always : never;
    case 'not':
      return sql`not (${condition(building, node.of, { ...standing, negated: !standing.negated })})`;
    case 'and':
    case 'or':
      return join(
        node.kind,
        node.of.map((part) => condition(building, part, standing)),
      );
    case 'compare':
      return compare(building, node, standing);
    case 'present':
      return present(building, node.attribute, standing);
    case 'some':
      return some(building, node, standing);
  }
}

function join(kind: 'and' | 'or', parts: readonly Sql[]): Sql {
  if (parts.length === 0) return kind === 'and' ? always : never;
  return sql`(${sql.join([...parts], kind === 'and' ? sql` and ` : sql` or `)})`;
}

function compare(building: Building, node: Compare, standing: Standing): Sql {
  const place = placed(building, node.attribute);
  const own = ownColumn(place);
  if (own !== undefined) return predicate(building, own, node, place, standing.negated);
  const rows = rowsAt(place);
  if (rows === undefined) throw unsupported(node.attribute);
  if (place.kind === 'memberOf' && node.op === 'eq')
    return everybodyIn(building, literal(building, node, place).value);
  if (place.kind === 'value' && place.column === 'is_primary') {
    return comparePrimary(building, rows, place.owner, node, standing);
  }
  const column = rows.column(place);
  if (node.op !== 'ne') {
    return look(building, rows, standing, predicate(building, column, node, place, false));
  }
  // FLT-08: true when any value differs or none is there; that is not the opposite of `eq`.
  const there = column.always ? always : sql`${column.sql} is not null`;
  const different = comparePredicate(
    building.dialect,
    { ...column, always: true },
    'ne',
    literal(building, node, place),
    false,
  );
  const differs = column.always ? different : sql`(${there} and ${different})`;
  return sql`(not (${look(building, rows, standing, there)}) or ${look(building, rows, standing, differs)})`;
}

/** A `primary` that is missing counts as false, also in an element that has nothing else. */
function comparePrimary(
  building: Building,
  rows: Rows,
  owner: AttributeRef,
  node: Compare,
  standing: Standing,
): Sql {
  const wanted = (node.op === 'eq') === (node.key === true);
  const empty = building.dialect.documentHasEmpty(sql.ref('r.doc'), owner.steps);
  const holds = look(building, rows, standing, sql`coalesce(v.is_primary, 0) = ${sql.lit(Number(wanted))}`);
  const found = wanted ? holds : sql`(${holds} or ${empty})`;
  if (node.op === 'eq') return found;
  return sql`(${found} or not (${look(building, rows, standing, always)} or ${empty}))`;
}

function present(building: Building, attribute: AttributeRef, standing: Standing): Sql {
  const place = placed(building, attribute);
  const own = ownColumn(place);
  if (own !== undefined) return presentPredicate(own);
  const rows = rowsAt(place);
  if (rows === undefined) throw unsupported(attribute);
  const filled = place.kind === 'element' ? sql`v.filled = 1` : rowPresence(rows, place);
  return look(building, rows, standing, filled);
}

function some(building: Building, node: Some, standing: Standing): Sql {
  const { attribute, of } = node;
  // One comparison says the same about one element as about any, and may know a shorter way.
  if (of.kind === 'compare' && of.op === 'eq') return compare(building, of, standing);
  if (!attribute.multiValued) return someOfOne(building, node, standing);
  const rows = rowsAt(placed(building, attribute));
  if (rows === undefined) throw unsupported(attribute);
  const found = look(building, rows, standing, elementCondition(building, rows, of, false));
  if (attribute.type !== 'complex' || isReferenceSet(attribute) || !holdsForNothing(of)) return found;
  return sql`(${found} or ${building.dialect.documentHasEmpty(sql.ref('r.doc'), attribute.steps)})`;
}

function isReferenceSet({ roles }: AttributeRef): boolean {
  return roles.includes('membership') || roles.includes('memberOf');
}

/** A single complex value is its own only element: its parts are compared like any others, once it is there. */
function someOfOne(building: Building, { attribute, of }: Some, standing: Standing): Sql {
  const holds = condition(building, of, standing);
  if (!holdsForNothing(of)) return holds;
  return sql`(${building.dialect.documentHas(sql.ref('r.doc'), attribute.steps)} and ${holds})`;
}

/** A condition on one row of elements or references. */
function elementCondition(building: Building, rows: Rows, node: FilterNode, negated: boolean): Sql {
  switch (node.kind) {
    case 'constant':
      return node.value ? always : never;
    case 'not':
      return sql`not (${elementCondition(building, rows, node.of, !negated)})`;
    case 'and':
    case 'or':
      return join(
        node.kind,
        node.of.map((part) => elementCondition(building, rows, part, negated)),
      );
    case 'compare': {
      const place = placed(building, node.attribute);
      return predicate(building, rows.column(place), node, place, negated);
    }
    case 'present':
      return rowPresence(rows, placed(building, node.attribute));
    case 'some':
      throw unsupported(node.attribute);
  }
}

/** Only the value of `primary` counts as false when it is missing; whether it is present is another question. */
function rowPresence(rows: Rows, place: Place): Sql {
  if (place.kind === 'value' && place.column === 'is_primary') return sql`v.is_primary is not null`;
  return presentPredicate(rows.column(place));
}

function look(building: Building, rows: Rows, { children }: Standing, holds: Sql): Sql {
  return rows.look(building, holds, children);
}

function predicate(building: Building, column: Column, node: Compare, place: Place, negated: boolean): Sql {
  return comparePredicate(building.dialect, column, node.op, literal(building, node, place), negated);
}

function literal({ dialect, shape }: Building, node: Compare, place: Place): Literal {
  const plain = literalOf(shape, node, place);
  return place.kind === 'time' ? { ...plain, value: dialect.instant(plain.value) } : plain;
}

function placed({ type }: Building, attribute: AttributeRef): Place {
  const place = placeOf(attribute, type);
  if (place === undefined) throw unsupported(attribute);
  return place;
}

function unsupported(attribute: AttributeRef): StoreError {
  return new StoreError(
    'unsupported',
    `The store has no index for ${attribute.path}; \`supports.compare\` says so.`,
  );
}

function ownColumn(place: Place): Column | undefined {
  switch (place.kind) {
    case 'id':
      return { sql: sql.ref('r.id'), always: true, text: false };
    case 'time':
      return { sql: sql.ref(`r.${place.column}`), always: true, text: false };
    case 'column':
      return {
        sql: sql.ref(`r.${keyColumnNames[place.column]}`),
        always: false,
        text: place.column !== 'active',
      };
    default:
      return undefined;
  }
}

function rowsAt(place: Place): Rows | undefined {
  switch (place.kind) {
    case 'value':
    case 'element':
      return inElements(place.owner.id);
    case 'members':
    case 'memberOf':
      return existsReference(place.kind);
    default:
      return undefined;
  }
}
