import { type AttributeRef, type FilterNode, StoreError } from '@scimkit/core';
import { sql } from 'kysely';
import { condition as sidecarCondition } from '../filter/condition.ts';
import { holdsForNothing } from '../filter/holds-for-nothing.ts';
import { literalOf } from '../filter/literal.ts';
import { always, comparePredicate, never, presentPredicate } from '../filter/predicate.ts';
import type { Shape } from '../filter/shape.ts';
import type { Sql } from '../statements/statement.ts';
import { compareComputed } from './compare-computed.ts';
import { compareScalar, inColumn, literalReader } from './compare-scalar.ts';
import { isText } from './compile-fields.ts';
import { columnOf } from './engine-sql.ts';
import { shownColumn, timeColumn } from './key-column.ts';
import type { Home, MappedType, Single } from './mapped-type.ts';
import { type MappedWords, sidecarType } from './mapped-words.ts';
import { childCondition, proposeText } from './propose-text.ts';
import { hasReference } from './reference-condition.ts';
import { hasPublicId, ofOrganisation, resource, surely, tenant } from './source-of.ts';

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

/**
 * A value of a list of which one element has a column, and the others are in the sidecar: the union of both. As an `or` over
 * two tables no index would serve.
 */
function inColumnOrSidecar(building: MappedBuilding, { column, compare }: Single, node: Compare): Sql {
  const { words, type } = building;
  const { engine, link } = words;
  const { id } = type.mapping;
  const value = columnOf('s', compare?.column ?? column);
  const inRows = sql`select ${columnOf('s', id)} as lid from ${type.table} as s where ${ofOrganisation(engine, type, 's')} and ${proposeText(building, value, compare, node)}`;
  const fact = type.facts.get(id);
  const local = fact === undefined ? sql`r.local_id` : engine.castTo(sql`r.local_id`, fact);
  const { dialect, tables, shape } = { ...words, ...building };
  const holds = sidecarCondition({ dialect, tables, type: sidecarType(type), shape }, node, {
    negated: false,
    children: 'in',
  });
  // The sidecar is `r` here, too, as the condition calls it.
  const inLinks = sql`select ${local} as lid from ${link} as r where r.tenant_id = ${tenant} and r.type = ${sql.lit(type.number)} and ${holds}`;
  return sql`${columnOf(resource.row, id)} in (select x.lid from (${inRows} union all ${inLinks}) as x)`;
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
      return inColumnOrSidecar(building, home.single, node);
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

/** The error for a condition that was not promised. */
export function unsupported(attribute: AttributeRef): StoreError {
  return new StoreError(
    'unsupported',
    `The mapping has no way to look for ${attribute.path}; \`supports.compare\` says so.`,
  );
}
