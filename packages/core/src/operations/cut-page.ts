import type { Page, Position, Query, Stored } from '../storage/port.ts';
import { comparePositions, sortKeyOf } from './sort-key.ts';

/** Where a resource lies in an order. */
export function positionOf(resource: Stored, sort: Query['sort']): Position {
  return sort === undefined
    ? { id: resource.id }
    : { sort: sortKeyOf(sort.by, resource) ?? null, id: resource.id };
}

/** Cuts one page out of a list that lies in its order already. */
export function cutPage(found: readonly Stored[], sort: Query['sort'], page: Query['page']): Page {
  const total = found.length;
  if (page.kind === 'index') return { resources: found.slice(page.offset, page.offset + page.limit), total };
  const { start, end } = rangeOf(found, sort, page);
  const resources = found.slice(start, end);
  const [first, last] = [resources[0], resources.at(-1)];
  return {
    resources,
    total,
    ...(last !== undefined && end < total ? { next: positionOf(last, sort) } : {}),
    ...(first !== undefined && start > 0 ? { previous: positionOf(first, sort) } : {}),
  };
}

function rangeOf(
  found: readonly Stored[],
  sort: Query['sort'],
  page: Extract<Query['page'], { kind: 'cursor' }>,
): { start: number; end: number } {
  const { after, before, limit } = page;
  const order = (resource: Stored, position: Position) =>
    comparePositions(positionOf(resource, sort), position, sort);
  if (before !== undefined) {
    const at = found.findIndex((resource) => order(resource, before) >= 0);
    const end = at === -1 ? found.length : at;
    return { start: Math.max(end - limit, 0), end };
  }
  const at = after === undefined ? 0 : found.findIndex((resource) => order(resource, after) > 0);
  const start = at === -1 ? found.length : at;
  return { start, end: start + limit };
}
