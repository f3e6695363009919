import { compareSortKeys, type Key } from '@scimkit/core';

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
  const order = compareSortKeys(a.sort, b.sort, a.id, b.id);
  return descending ? -order : order;
}
