import {
  type FilterNode,
  matches,
  type Page,
  type Position,
  type Query,
  sortKeyOf,
  type Want,
} from '@scimkit/core';
import { type Candidates, findCandidates } from './find-candidates.ts';
import { countWhile } from './ordered-slots.ts';
import { Pace } from './pace.ts';
import { pageRange } from './page-range.ts';
import { present } from './present.ts';
import type { Slot, State } from './slot.ts';
import { comparePlaces, type Place } from './sort-key.ts';
import type { TenantData } from './tenant-data.ts';
import { wantFor } from './want-for.ts';

/** A match, in the state in which it matched. */
interface Row extends Place {
  readonly slot: Slot;
  readonly state: State;
}

/**
 * Lists resources: filter, order, page. It yields wherever others should have their turn, and goes on with whatever is
 * there by then; it never misses a resource that is there all the time, and lists none twice.
 */
export function* listPage(tenant: TenantData, type: string, query: Query): Generator<void, Page> {
  const { filter, sort } = query;
  if (filter === undefined && sort === undefined) return pageInOrder(tenant, type, query);
  const candidates = filter === undefined ? undefined : findCandidates(tenant, type, filter);
  const { rows, skipped } = candidates
    ? { rows: yield* visitCandidates(candidates, query), skipped: 0 }
    : yield* visitAll(tenant, type, query);
  if (sort !== undefined || candidates !== undefined) {
    const descending = sort?.descending ?? false;
    rows.sort((a, b) => comparePlaces(a, b, descending));
  }
  return cutPage(rows, skipped, query);
}

/** Without filter and sort the order is there already: a page costs what is on it, however far back it is. */
function pageInOrder(tenant: TenantData, type: string, query: Query): Page {
  const { order } = tenant.table(type);
  const range = pageRange(order.size, query.page, {
    before: ({ id }) => order.before(id),
    through: ({ id }) => order.through(id),
  });
  const slots = order.slice(range.start, range.end);
  const places = slots.map(({ id }) => ({ id }));
  return {
    resources: slots.map((slot) => present(slot, query.want)),
    ...neighbours(places, range.start > 0, range.end < order.size, query),
    ...(query.total === 'exact' ? { total: order.size } : {}),
  };
}

function* visitCandidates({ slots, rest }: Candidates, query: Query): Generator<void, Row[]> {
  const look = looker(rest, query);
  const rows: Row[] = [];
  const pace = new Pace();
  for (const slot of [...slots]) {
    const row = slot.removed ? undefined : look(slot);
    if (row !== undefined) rows.push(row);
    if (pace.spent()) {
      yield;
      pace.resume();
    }
  }
  return rows;
}

/** Looks at every resource in the order of ids, or at as many as the page needs. */
function* visitAll(
  tenant: TenantData,
  type: string,
  query: Query,
): Generator<void, { readonly rows: Row[]; readonly skipped: number }> {
  const { order } = tenant.table(type);
  const look = looker(query.filter, query);
  const rows: Row[] = [];
  const pace = new Pace();
  const { from, enough } = shortcut(query);
  const skipped = from === undefined ? 0 : order.through(from.id);
  let index = skipped;
  for (let slot = order.at(index); slot !== undefined && rows.length < enough; slot = order.at(index)) {
    index += 1;
    const row = look(slot);
    if (row !== undefined) rows.push(row);
    if (pace.spent()) {
      yield;
      pace.resume();
      index = order.through(slot.id);
    }
  }
  return { rows, skipped };
}

/** Where nobody asks for the number of matches and the order is that of ids, the search may begin late and end early. */
function shortcut({ sort, total, page }: Query): { readonly from?: Position; readonly enough: number } {
  if (sort !== undefined || total === 'exact') return { enough: Number.POSITIVE_INFINITY };
  if (page.kind === 'index') return { enough: page.offset + page.limit };
  if (page.before !== undefined) return { enough: Number.POSITIVE_INFINITY };
  // One more tells whether there is a next page.
  const enough = page.limit + 1;
  return page.after === undefined ? { enough } : { from: page.after, enough };
}

function looker(filter: FilterNode | undefined, { sort }: Query): (slot: Slot) => Row | undefined {
  const want: Want = wantFor(filter);
  return (slot) => {
    const { state } = slot;
    if (filter !== undefined && !matches(filter, present(slot, want))) return undefined;
    return {
      slot,
      state,
      id: slot.id,
      sort: sort === undefined ? undefined : sortKeyOf(sort.by, state.stored),
    };
  };
}

function cutPage(rows: readonly Row[], skipped: number, query: Query): Page {
  const descending = query.sort?.descending ?? false;
  const place = ({ sort, id }: Position): Place => ({ sort: sort ?? undefined, id });
  const rank = (position: Position, limit: number) =>
    countWhile(rows.length, (index) => {
      const row = rows[index];
      return row !== undefined && comparePlaces(row, place(position), descending) < limit;
    });
  const range = pageRange(rows.length, query.page, {
    before: (position) => rank(position, 0),
    through: (position) => rank(position, 1),
  });
  const shown = rows.slice(range.start, range.end);
  const places = shown.map(({ id, sort }) =>
    query.sort === undefined ? { id } : { sort: sort ?? null, id },
  );
  return {
    resources: shown.map((row) => present(row.slot, query.want, row.state)),
    ...neighbours(places, skipped + range.start > 0, range.end < rows.length, query),
    ...(query.total === 'exact' ? { total: rows.length } : {}),
  };
}

/** Where the pages beside this one are. */
function neighbours(
  places: readonly Position[],
  hasPrevious: boolean,
  hasNext: boolean,
  { page }: Query,
): Pick<Page, 'next' | 'previous'> {
  const first = places[0];
  const last = places.at(-1);
  if (page.kind !== 'cursor' || first === undefined || last === undefined) return {};
  return { ...(hasNext ? { next: last } : {}), ...(hasPrevious ? { previous: first } : {}) };
}
