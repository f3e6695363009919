import type { Key } from '../filter/filter-node.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { compareKeys, toKey } from '../schema/keys.ts';
import { valuesAt } from '../schema/values-at.ts';
import type { Position, Query, Stored } from '../storage/port.ts';

/** Orders resources by an attribute: absent values last when ascending and first when descending, ties by id. */
export function compareBySort(sort: NonNullable<Query['sort']>): (left: Stored, right: Stored) => number {
  const keys = new Map<Stored, Key | undefined>();
  const keyOf = (resource: Stored): Key | undefined => {
    if (!keys.has(resource)) keys.set(resource, sortKeyOf(sort.by, resource));
    return keys.get(resource);
  };
  return (left, right) => {
    const order = compareSortKeys(keyOf(left), keyOf(right), left.id, right.id);
    return sort.descending ? -order : order;
  };
}

/**
 * What a resource is sorted by: the key of its value, of several values that of the primary one, else of the first
 * (RFC 7644 section 3.4.2.3).
 *
 * @param by - The attribute, as {@link Query.sort} names it.
 * @param resource - The resource, its document loaded.
 * @returns The key, or `undefined` when it has no value.
 * @example
 * ```ts
 * import { type Query, type Stored, sortKeyOf } from '@scimkit/core';
 *
 * export const keysOf = (found: readonly Stored[], { sort }: Query) =>
 *   found.map((resource) => (sort === undefined ? undefined : sortKeyOf(sort.by, resource)));
 * ```
 */
export function sortKeyOf(by: AttributeRef, resource: Stored): Key | undefined {
  // Only the common attributes belong to no schema; an extension may well have an `id` of its own.
  if (by.schema === '' && by.steps[0] === 'id') return resource.id;
  if (by.schema === '' && by.steps[0] === 'meta') return metaKey(by, resource);
  const list = by.parent?.multiValued === true ? by.parent : undefined;
  if (list === undefined) return toKey(valuesAt(resource.document, by)[0], by);
  const elements = valuesAt(resource.document, list);
  const primary = elements.find((element) => partOf(element, 'primary') === true) ?? elements[0];
  return toKey(partOf(primary, by.name), by);
}

function metaKey(by: AttributeRef, resource: Stored): Key | undefined {
  if (by.name === 'created') return resource.created;
  if (by.name === 'lastModified') return resource.modified;
  if (by.name === 'resourceType') return resource.type;
  return by.name === 'version' ? resource.version : resource.id;
}

function partOf(element: unknown, name: string): unknown {
  if (typeof element !== 'object' || element === null || !Object.hasOwn(element, name)) return undefined;
  // An own property of a canonical document's element.
  return (element as Readonly<Record<string, unknown>>)[name];
}

/**
 * The order of two positions in a list, for stores that page by position.
 *
 * @param left - One position.
 * @param right - The other.
 * @param sort - The order of the list; by id alone when left out.
 * @returns A negative number when `left` comes first, a positive one when `right` does.
 * @example
 * ```ts
 * import { comparePositions, type Position, type Query } from '@scimkit/core';
 *
 * export const isBehind = (place: Position, after: Position, { sort }: Query) =>
 *   comparePositions(place, after, sort) > 0;
 * ```
 */
export function comparePositions(left: Position, right: Position, sort: Query['sort']): number {
  const order = compareSortKeys(left.sort ?? undefined, right.sort ?? undefined, left.id, right.id);
  return sort?.descending === true ? -order : order;
}

/**
 * Ascending order of sort keys: absent ones last, ties by id. Keys of different types are ordered by type. The opposite is
 * the descending order.
 *
 * @param left - The key of one resource; `undefined` when it has no value.
 * @param right - The key of the other.
 * @param leftId - The id of the one.
 * @param rightId - The id of the other.
 * @returns A negative number when the one comes first, a positive one when the other does.
 * @example
 * ```ts
 * import { compareSortKeys } from '@scimkit/core';
 *
 * compareSortKeys('a', undefined, '2', '1') < 0; // true: who has no value comes last
 * compareSortKeys('a', 'a', '2', '1') > 0; // true: the same value, so the id decides
 * ```
 */
export function compareSortKeys(
  left: Key | undefined,
  right: Key | undefined,
  leftId: string,
  rightId: string,
): number {
  if (left === undefined || right === undefined) {
    return Number(left === undefined) - Number(right === undefined) || compareKeys(leftId, rightId);
  }
  const order =
    typeof left === typeof right ? compareKeys(left, right) : compareKeys(typeof left, typeof right);
  return order || compareKeys(leftId, rightId);
}
