import {
  type AttributeRef,
  type CompareOp,
  type FilterNode,
  type Key,
  type ResourceModel,
  type Stored,
  toKey,
} from '@scimkit/core';
import { isText } from '../filter/place.ts';
import { supports } from '../filter/supports.ts';
import { type Dice, decimals, instants, integers } from './dice.ts';

const operators: readonly CompareOp[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

/** What filters are made of. */
export interface Ingredients {
  readonly attributes: readonly AttributeRef[];
  /** Attributes with parts, for value paths. */
  readonly containers: readonly AttributeRef[];
  readonly ids: readonly string[];
  /** The texts that resources have, by the name of the attribute that they are in. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

const isExact = (attribute: AttributeRef): boolean => supports.compare(attribute, 'pr') === 'exact';

/** Every attribute that the store compares exactly, below the top or not. */
export function ingredientsOf(
  model: ResourceModel,
  ids: readonly string[],
  resources: readonly Stored[],
): Ingredients {
  const all = [...model.byId.values()];
  return {
    attributes: all.filter(isExact),
    containers: all.filter(
      ({ subAttributes, extension, name }) => subAttributes.some(isExact) && !extension && name !== 'meta',
    ),
    ids,
    texts: textsIn(resources.map(({ document }) => document)),
  };
}

function textsIn(documents: unknown): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const walk = (value: unknown, name: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, name);
    else if (typeof value === 'string') found.set(name, [...(found.get(name) ?? []), value]);
    else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) walk(part, key);
  };
  walk(documents, '');
  return found;
}

/** A filter that nests at most so deep. */
export function randomFilter(dice: Dice, from: Ingredients, depth: number): FilterNode {
  if (depth === 0 || dice.chance(0.3)) return randomLeaf(dice, from);
  const part = () => randomFilter(dice, from, depth - 1);
  switch (dice.below(5)) {
    case 0:
      return { kind: 'not', of: part() };
    case 1:
      return { kind: 'or', of: Array.from({ length: 2 + dice.below(2) }, part) };
    case 2: {
      if (from.containers.length === 0) return part();
      const attribute = dice.of(from.containers);
      const parts = attribute.subAttributes.filter(isExact);
      return { kind: 'some', attribute, of: randomInside(dice, from, parts, depth - 1) };
    }
    default:
      return { kind: 'and', of: Array.from({ length: 2 + dice.below(2) }, part) };
  }
}

function randomInside(
  dice: Dice,
  from: Ingredients,
  parts: readonly AttributeRef[],
  depth: number,
): FilterNode {
  if (depth === 0 || dice.chance(0.3)) return randomLeaf(dice, from, parts);
  const part = () => randomInside(dice, from, parts, depth - 1);
  if (dice.chance(0.25)) return { kind: 'not', of: part() };
  return { kind: dice.chance(0.6) ? 'and' : 'or', of: [part(), part()] };
}

function randomLeaf(dice: Dice, from: Ingredients, attributes = from.attributes): FilterNode {
  const texts = attributes.filter(isText);
  const attribute = dice.of(texts.length > 0 && dice.chance(0.4) ? texts : attributes);
  const ops = operators.filter((op) => supports.compare(attribute, op) === 'exact');
  if (ops.length === 0 || dice.chance(0.15)) return { kind: 'present', attribute };
  return {
    kind: 'compare',
    attribute,
    op: dice.chance(0.25) ? 'eq' : dice.of(ops),
    key: randomKey(dice, from, attribute),
  };
}

function randomKey(dice: Dice, from: Ingredients, attribute: AttributeRef): Key {
  switch (attribute.type) {
    case 'boolean':
      return dice.chance(0.5);
    case 'integer':
      return dice.of(integers);
    case 'decimal':
      return dice.of(decimals);
    case 'dateTime':
      if (attribute.schema === '') return 1_700_000_000_000 + dice.below(40) * 1000;
      return toKey(dice.of(instants), attribute) ?? 0;
    default:
      return toKey(randomText(dice, from, attribute), attribute) ?? '';
  }
}

function randomText(dice: Dice, { ids, texts }: Ingredients, attribute: AttributeRef): string {
  const isId =
    attribute.path === 'id' ||
    attribute.parent?.roles.some((role) => role === 'membership' || role === 'memberOf');
  if (isId && dice.chance(0.9)) return dice.of(ids);
  const stored = texts.get(attribute.name);
  return stored === undefined || dice.chance(0.3) ? dice.text() : varied(dice, dice.of(stored));
}

/** A text that only a wrong comparison takes for the one that is stored; or that one, or a part of it. */
function varied(dice: Dice, text: string): string {
  const points = [...text];
  const at = dice.below(points.length + 1);
  switch (dice.below(10)) {
    case 0:
      return `${text} `;
    case 1:
      return text.trim();
    case 2:
    case 7:
      return dice.chance(0.5) ? text.toUpperCase() : text.toLowerCase();
    case 3:
      return points.slice(0, at).join('');
    case 4:
      return points.slice(at).join('');
    case 5:
      return points.slice(at, at + 2).join('');
    case 6:
      return points.toSpliced(at, 1, dice.of(['%', '_', '*', '?'])).join('');
    default:
      return text;
  }
}
