import {
  comparePositions,
  type FilterNode,
  type Page,
  type Position,
  type Query,
  relaxFilter,
  type Scope,
  type Stored,
  StoreError,
  type StoreSupport,
  type TypeName,
  type Want,
} from '@scimkit/core';
import type { Part } from '../statements/order.ts';
import { mostMembers } from '../store/select-members.ts';
import type { FoundBy, ListedRow, MappedPlan, PieceOf } from './mapped-statements.ts';
import type { MappedType } from './mapped-type.ts';
import { type MappedView, ownerOf, typeOf } from './mapped-view.ts';
import { idOf, shown, toFound } from './to-mapped-stored.ts';

/** A list, ready to be read. */
interface List {
  readonly view: MappedView;
  readonly type: MappedType;
  readonly plan: MappedPlan;
  readonly from: PieceOf;
  readonly query: Pick<Query, 'sort' | 'want'>;
}

async function prepare(
  view: MappedView,
  scope: Scope,
  name: TypeName,
  query: Pick<Query, 'filter' | 'sort' | 'want'>,
): Promise<List> {
  const type = typeOf(view, name);
  const owner = await ownerOf(view, scope);
  const plan = view.schema.statements.plan(type, query.filter, query.sort);
  const found: FoundBy = { ...owner, type: type.number, literals: plan.literals };
  const from = {
    ...found,
    limit: 0,
    offset: 0,
    afterKey: null,
    afterId: '',
    members: mostMembers(query.want),
  };
  return { view, type, plan, query, from };
}

/**
 * Lists resources of a mapped type.
 *
 * @throws StoreError `busy` when the keys that it needs turn out to be missing: whoever asks again is told so before.
 */
export async function listMapped(
  view: MappedView,
  scope: Scope,
  name: TypeName,
  query: Query,
  supports: StoreSupport,
): Promise<Page> {
  const { filter, sort } = query;
  if (view.schema.stale.has(name)) {
    const isExact = filter === undefined || relaxFilter(filter, supports).exact;
    if (!isExact || (sort !== undefined && !supports.sort(sort.by))) {
      throw new StoreError(
        'busy',
        'Some resources have no keys yet of what is asked for: call `reindex()` of the store.',
      );
    }
  }
  const list = await prepare(view, scope, name, query);
  return query.page.kind === 'index'
    ? indexPage(list, query, query.page)
    : cursorPage(list, query, query.page);
}

function stored({ view, type, query }: List, row: ListedRow): Stored {
  return shown(toFound(view.schema.statements.words, type, row, query.want), query.want);
}

function partsOf({ plan }: List, descending: boolean): readonly Part[] {
  if (!plan.order.optional) return ['all'];
  return descending ? ['without', 'with'] : ['with', 'without'];
}

async function countOf({ view, plan, from }: List, part: Part): Promise<number> {
  return Number((await view.session.first(plan.count(part), from))?.n ?? 0);
}

async function countAll(list: List): Promise<number> {
  return countOf(list, 'all');
}

/** A page may lie across the border between resources with a sort key and those without. */
async function indexPage(
  list: List,
  { sort, want, total }: Query,
  { offset, limit }: Extract<Query['page'], { kind: 'index' }>,
): Promise<Page> {
  const descending = sort?.descending ?? false;
  const rows: ListedRow[] = [];
  let skipped = 0;
  if (limit > 0) {
    for (const part of partsOf(list, descending)) {
      const statement = list.plan.piece({ part, descending, positioned: false }, want);
      const start = Math.max(offset - skipped, 0);
      const found = await list.view.session.all(statement, {
        ...list.from,
        offset: start,
        limit: limit - rows.length,
      });
      rows.push(...found);
      if (rows.length >= limit) break;
      // Where nothing was found, how many were passed over is not known.
      if (part === 'all') break;
      skipped += found.length > 0 ? start + found.length : start === 0 ? 0 : await countOf(list, part);
    }
  }
  const resources = rows.map((row) => stored(list, row));
  if (total === 'skip') return { resources };
  const isWhole = rows.length < limit && (rows.length > 0 || offset === 0);
  return { resources, total: isWhole ? offset + rows.length : await countAll(list) };
}

interface Placed {
  readonly row: ListedRow;
  readonly position: Position;
}

async function cursorPage(
  list: List,
  query: Query,
  page: Extract<Query['page'], { kind: 'cursor' }>,
): Promise<Page> {
  const limit = Math.max(page.limit, 0);
  const { after, before } = page;
  const backwards = after === undefined && before !== undefined;
  const found = await walk(list, query, backwards ? before : after, backwards, limit + 1);
  const more = found.length > limit;
  const cut = found.slice(0, limit);
  const ends = (position: Position): boolean =>
    before === undefined || comparePositions(position, before, query.sort) < 0;
  const on = backwards ? cut.reverse() : cut.filter(({ position }) => ends(position));
  const [first, last] = [on[0], on.at(-1)];
  const hasNext = backwards || more || on.length < cut.length;
  const hasPrevious = backwards ? more : after !== undefined;
  return {
    resources: on.map(({ row }) => stored(list, row)),
    ...(hasNext && last !== undefined ? { next: last.position } : {}),
    ...(hasPrevious && first !== undefined ? { previous: first.position } : {}),
    ...(query.total === 'exact' ? { total: await countAll(list) } : {}),
  };
}

/** Walks from a position on, through both parts of the list where there are two. */
async function walk(
  list: List,
  { sort, want }: Query,
  start: Position | undefined,
  backwards: boolean,
  count: number,
): Promise<readonly Placed[]> {
  const descending = (sort?.descending ?? false) !== backwards;
  const parts = partsOf(list, descending);
  const begins = start === undefined ? parts[0] : partAt(parts, start);
  const found: Placed[] = [];
  for (const part of parts.slice(parts.indexOf(begins ?? 'all'))) {
    const positioned = start !== undefined && part === begins;
    const place = positioned ? { afterKey: start.sort ?? null, afterId: start.id } : {};
    const statement = list.plan.piece({ part, descending, positioned }, want);
    const rows = await list.view.session.all(statement, {
      ...list.from,
      ...place,
      limit: count - found.length,
    });
    for (const row of rows) found.push({ row, position: positionOf(list, row, sort) });
    if (found.length >= count) break;
  }
  return found;
}

function partAt(parts: readonly Part[], { sort }: Position): Part | undefined {
  if (parts.length === 1) return parts[0];
  return sort === undefined || sort === null ? 'without' : 'with';
}

function positionOf({ type, plan }: List, row: ListedRow, sort: Query['sort']): Position {
  const id = idOf(type, row.pid);
  if (sort === undefined) return { id };
  if (plan.order.key === undefined) return { sort: id, id };
  const value = row.sort_value;
  return { sort: value === undefined || value === null ? null : plan.order.toKey(value), id };
}

/** So many resources are fetched at a time. */
const batch = 200;

/** Finds every resource that may match, in the order of ids. What the columns cannot tell is left to core. */
export async function* scanMapped(
  view: MappedView,
  scope: Scope,
  name: TypeName,
  filter: FilterNode | undefined,
  want: Want,
  supports: StoreSupport,
): AsyncGenerator<Stored, void> {
  scope.signal?.throwIfAborted();
  const pushed = filter === undefined ? undefined : relaxFilter(filter, supports).pushed;
  const list = await prepare(view, scope, name, {
    want,
    ...(pushed === undefined ? {} : { filter: pushed }),
  });
  let args: PieceOf = { ...list.from, limit: batch };
  for (let positioned = false; ; positioned = true) {
    const statement = list.plan.piece({ part: 'all', descending: false, positioned }, want);
    const rows = await view.session.all(statement, args);
    let last = '';
    for (const row of rows) {
      scope.signal?.throwIfAborted();
      const next = stored(list, row);
      last = next.id;
      yield next;
    }
    if (rows.length < batch) return;
    scope.signal?.throwIfAborted();
    args = { ...args, afterId: last };
  }
}
