import { comparePositions, type Page, type Position, type Query, type TypeName } from '@scimkit/core';
import { decodeId, encodeId } from '../codec/resource-id.ts';
import type { ListRow } from '../statements/list-statements.ts';
import type { View } from './context.ts';
import type { PlannedList } from './list-plan.ts';
import { countAll, partsOf } from './list-resources.ts';
import { selectedFrom, toStored } from './to-stored.ts';

type CursorPage = Extract<Query['page'], { kind: 'cursor' }>;

/** A row, and where it stands. */
interface Found {
  readonly row: ListRow;
  readonly position: Position;
}

/**
 * A page that begins after a position, or ends before one. One row more than asked for tells whether another page
 * follows. With both positions, it is what comes after the one and ends before the other.
 */
export async function cursorPage(
  view: View,
  list: PlannedList,
  type: TypeName,
  query: Query,
  page: CursorPage,
): Promise<Page> {
  const limit = Math.max(page.limit, 0);
  const backwards = page.after === undefined && page.before !== undefined;
  const found = await walk(view, list, query, backwards ? page.before : page.after, backwards, limit + 1);
  const more = found.length > limit;
  const cut = found.slice(0, limit);
  const shown = backwards
    ? cut.reverse()
    : cut.filter(({ position }) => isBefore(position, page.before, query));
  const [first, last] = [shown[0], shown.at(-1)];
  const hasNext = backwards || more || shown.length < cut.length;
  const hasPrevious = backwards ? more : page.after !== undefined;
  const resources = await toStored(view, type, selectedFrom(shown.map(({ row }) => row)), query.want);
  return {
    resources,
    ...(hasNext && last !== undefined ? { next: last.position } : {}),
    ...(hasPrevious && first !== undefined ? { previous: first.position } : {}),
    ...(query.total === 'exact' ? { total: await totalOf(view, list, page, found.length, more) } : {}),
  };
}

function isBefore(position: Position, end: Position | undefined, { sort }: Query): boolean {
  return end === undefined || comparePositions(position, end, sort) < 0;
}

/** The first page tells how many there are when it is the only one. */
function totalOf(view: View, list: PlannedList, { after, before }: CursorPage, found: number, more: boolean) {
  const whole = after === undefined && before === undefined && !more;
  return whole ? found : countAll(view, list);
}

/** Walks from a position on, through both parts of the list where there are two. */
async function walk(
  view: View,
  list: PlannedList,
  { sort, want }: Query,
  start: Position | undefined,
  backwards: boolean,
  count: number,
): Promise<readonly Found[]> {
  const descending = (sort?.descending ?? false) !== backwards;
  const parts = partsOf(list, descending);
  const begins = start === undefined ? parts[0] : partOf(parts, start);
  const found: Found[] = [];
  for (const part of parts.slice(parts.indexOf(begins ?? 'all'))) {
    const positioned = start !== undefined && part === begins;
    const rows = await view.session.all(
      list.plan.piece({ part, descending, positioned, deep: false }, want),
      {
        ...list.from,
        limit: count - found.length,
        ...(positioned ? placeOf(start) : {}),
      },
    );
    for (const row of rows) found.push({ row, position: positionOf(list, row, sort) });
    if (found.length >= count) break;
  }
  return found;
}

function partOf(parts: ReturnType<typeof partsOf>, { sort }: Position) {
  if (parts.length === 1) return parts[0];
  return sort === undefined || sort === null ? 'without' : 'with';
}

function placeOf({ sort, id }: Position) {
  return { afterKey: sort ?? null, afterId: encodeId(id) ?? new Uint8Array() };
}

function positionOf({ plan }: PlannedList, row: ListRow, sort: Query['sort']): Position {
  const id = decodeId(row.id);
  if (sort === undefined) return { id };
  if (plan.order.key === undefined) return { sort: id, id };
  const value = row.sort_value;
  return { sort: value === undefined || value === null ? null : plan.order.toKey(value), id };
}
