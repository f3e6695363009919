import {
  type AttributeRef,
  type CompareOp,
  type FilterNode,
  type StoredDocument,
  toKey,
} from '@scimkit/core';
import { attributeOf } from './contract-catalog.ts';
import { nastyStrings } from './nasty-strings.ts';
import type { Random } from './random.ts';

const numbers = [0, 1, -1, 9, 10, 1.5, -0.25, Number.MAX_SAFE_INTEGER];
const instants = [
  '2024-01-01T00:00:00Z',
  '2024-01-01T01:00:00+01:00',
  '2024-01-01T00:00:00.001Z',
  '1969-12-31T23:59:59Z',
  '2023-11-14T22:13:20.123Z',
];
/** Short words of few letters meet often, as a whole and in parts. */
const words = ['a', 'b', 'ab', 'A', 'AB', 'ba', 'aB', '', 'a b', ...nastyStrings];

const singular = ['label', 'ports', 'weight', 'boughtAt', 'seenAt', 'online', 'site.code', 'site.floor'];
const plural = ['tags', 'notes', 'links.value', 'links.type', 'links.speed', 'links.primary'];
const leaves = [...singular, ...plural, 'externalId', 'meta.created', 'meta.lastModified'].map((path) =>
  attributeOf('Device', path),
);
const links = attributeOf('Device', 'links');

/** A value of an attribute's type; strings from few words, so that they meet. */
function valueFor(random: Random, { type }: AttributeRef): string | number | boolean {
  switch (type) {
    case 'integer':
      return Math.trunc(random.pick(numbers));
    case 'decimal':
      return random.pick(numbers);
    case 'boolean':
      return random.chance(0.5);
    case 'dateTime':
      return random.pick(instants);
    default:
      return random.pick(words);
  }
}

/** A part of a document in which each attribute is there as often as not. */
function partsOf(random: Random, attributes: readonly AttributeRef[]): Record<string, unknown> {
  const parts: Record<string, unknown> = {};
  for (const attribute of attributes) {
    if (random.chance(0.45)) continue;
    parts[attribute.name] = attribute.multiValued
      ? Array.from({ length: random.below(4) }, () => valueFor(random, attribute))
      : valueFor(random, attribute);
  }
  return parts;
}

/** A device in which anything may be missing, empty or double. */
export function randomDevice(random: Random): StoredDocument {
  const top = ['externalId', 'label', 'ports', 'weight', 'boughtAt', 'seenAt', 'online', 'tags', 'notes'];
  const site = attributeOf('Device', 'site').subAttributes;
  return {
    ...partsOf(
      random,
      top.map((path) => attributeOf('Device', path)),
    ),
    ...(random.chance(0.5) ? { site: partsOf(random, site) } : {}),
    ...(random.chance(0.7)
      ? { links: Array.from({ length: random.below(4) }, () => partsOf(random, links.subAttributes)) }
      : {}),
  };
}

function opsOf({ type }: AttributeRef): readonly CompareOp[] {
  if (type === 'boolean') return ['eq', 'ne'];
  const ordered: readonly CompareOp[] = ['eq', 'eq', 'ne', 'gt', 'ge', 'lt', 'le'];
  return type === 'string' || type === 'reference' ? [...ordered, 'co', 'sw', 'ew'] : ordered;
}

function leaf(random: Random, attributes: readonly AttributeRef[]): FilterNode {
  const attribute = random.pick(attributes);
  if (random.chance(0.15)) return { kind: 'present', attribute };
  const key = toKey(valueFor(random, attribute), attribute);
  if (key === undefined) return { kind: 'present', attribute };
  return { kind: 'compare', attribute, op: random.pick(opsOf(attribute)), key };
}

/**
 * A filter on devices.
 *
 * @param depth - How deep it may nest.
 * @param attributes - What its conditions are on; the parts of one element inside brackets.
 */
export function randomFilter(
  random: Random,
  depth: number,
  attributes: readonly AttributeRef[] = leaves,
): FilterNode {
  if (depth === 0 || random.chance(0.3)) return leaf(random, attributes);
  const inside = (): FilterNode => randomFilter(random, depth - 1, attributes);
  const many = (): readonly FilterNode[] => Array.from({ length: 2 + random.below(2) }, inside);
  switch (random.below(attributes === leaves ? 4 : 3)) {
    case 0:
      return { kind: 'and', of: many() };
    case 1:
      return { kind: 'or', of: many() };
    case 2:
      return { kind: 'not', of: inside() };
    default:
      return { kind: 'some', attribute: links, of: randomFilter(random, depth - 1, links.subAttributes) };
  }
}
