import { type AttributeRef, compareKeys, type Key, type Stored, toKey, valuesAt } from '@scimkit/core';

/**
 * What a resource is sorted by: of several values the primary one, else the first.
 *
 * @returns `undefined` when the resource has no value.
 * @see RFC 7644 section 3.4.2.3
 */
export function sortKeyOf(by: AttributeRef, stored: Stored): Key | undefined {
  if (by.schema === '' && by.steps[0] === 'id') return stored.id;
  if (by.schema === '' && by.steps[0] === 'meta') return metaKeyOf(by, stored);
  const list = by.parent?.multiValued === true ? by.parent : undefined;
  if (list === undefined) return toKey(valuesAt(stored.document, by)[0], by);
  const elements = valuesAt(stored.document, list);
  const chosen = elements.find((element) => partOf(element, 'primary') === true) ?? elements[0];
  return toKey(partOf(chosen, by.name), by);
}

function metaKeyOf(by: AttributeRef, stored: Stored): Key | undefined {
  switch (by.name) {
    case 'created':
      return stored.created;
    case 'lastModified':
      return stored.modified;
    case 'version':
      return stored.version;
    // Within one type locations differ in their ids alone.
    case 'location':
      return stored.id;
    default:
      return stored.type;
  }
}

function partOf(element: unknown, name: string): unknown {
  if (typeof element !== 'object' || element === null || !Object.hasOwn(element, name)) return undefined;
  // An own property, whatever it holds.
  return (element as Readonly<Record<string, unknown>>)[name];
}

/** A place in a sorted list. */
export interface Place {
  readonly sort: Key | undefined;
  readonly id: string;
}

/**
 * Orders places: absent values last, ties by id. Descending is exactly the reverse, so that absent values come first
 * and one index of a database serves both (SRT-05, SRT-09).
 */
export function comparePlaces(a: Place, b: Place, descending: boolean): number {
  const order = compareOptional(a.sort, b.sort) || compareKeys(a.id, b.id);
  return descending ? -order : order;
}

function compareOptional(a: Key | undefined, b: Key | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareKeys(a, b);
}
