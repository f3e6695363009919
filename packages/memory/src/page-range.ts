import type { Position, Query } from '@scimkit/core';

/** The part of a list that is on a page, as `slice` takes it. */
export interface PageRange {
  readonly start: number;
  readonly end: number;
}

/** Finds places in a list. */
export interface Finder {
  /** How many come before the position. */
  readonly before: (position: Position) => number;
  /** How many come before the position or are at it. */
  readonly through: (position: Position) => number;
}

/** Cuts a page out of a list of this length. */
export function pageRange(length: number, page: Query['page'], find: Finder): PageRange {
  const limit = Math.max(page.limit, 0);
  if (page.kind === 'index') {
    const start = Math.min(Math.max(page.offset, 0), length);
    return { start, end: Math.min(start + limit, length) };
  }
  const end = page.before === undefined ? length : find.before(page.before);
  if (page.after === undefined && page.before !== undefined) return { start: Math.max(end - limit, 0), end };
  const start = page.after === undefined ? 0 : find.through(page.after);
  return { start, end: Math.max(start, Math.min(start + limit, end)) };
}
