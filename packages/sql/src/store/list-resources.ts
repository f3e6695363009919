import type { Page, Query, Scope, TypeName } from '@scimkit/core';
import type { ListRow } from '../statements/list-statements.ts';
import type { Part } from '../statements/order.ts';
import type { View } from './context.ts';
import { cursorPage } from './cursor-page.ts';
import { type PlannedList, planList } from './list-plan.ts';
import { selectedFrom, toStored } from './to-stored.ts';

/** Lists resources: one statement for most pages, another one to count where the page does not tell. */
export async function listResources(view: View, scope: Scope, type: TypeName, query: Query): Promise<Page> {
  const list = await planList(view, scope, type, query);
  if (list === undefined) return { resources: [], ...(query.total === 'exact' ? { total: 0 } : {}) };
  if (query.page.kind === 'cursor') return cursorPage(view, list, type, query, query.page);
  const limit = Math.max(query.page.limit, 0);
  const offset = Math.max(query.page.offset, 0);
  const rows = limit === 0 ? [] : await indexPage(view, list, query, offset, limit);
  const resources = await toStored(view, type, selectedFrom(rows), query.want);
  if (query.total !== 'exact') return { resources };
  // A page that is not full is the last one, and tells how many there are.
  const last = rows.length < limit && (rows.length > 0 || offset === 0);
  const total = last ? offset + rows.length : await countAll(view, list);
  return { resources, total: Math.max(total, rows.length === 0 ? 0 : offset + rows.length) };
}

/** The parts of a list in the order they come in. */
export function partsOf({ plan }: PlannedList, descending: boolean): readonly Part[] {
  if (!plan.order.optional) return ['all'];
  return descending ? ['without', 'with'] : ['with', 'without'];
}

/** The number of all matches. */
export async function countAll(view: View, { plan, from }: PlannedList, part: Part = 'all'): Promise<number> {
  const row = await view.session.first(plan.count(part), from);
  return Number(row?.n ?? 0);
}

/** A page of a list may lie across the border of its parts; how long the first part is matters only then. */
async function indexPage(
  view: View,
  list: PlannedList,
  { sort, want }: Query,
  offset: number,
  limit: number,
): Promise<readonly ListRow[]> {
  const descending = sort?.descending ?? false;
  const [first = 'all', second] = partsOf(list, descending);
  const select = (part: Part, range: { offset: number; limit: number }) =>
    view.session.all(list.plan.piece({ part, descending, positioned: false, deep: range.offset > 0 }, want), {
      ...list.from,
      ...range,
    });
  const rows = await select(first, { offset, limit });
  if (second === undefined || rows.length === limit) return rows;
  const length = rows.length > 0 || offset === 0 ? offset + rows.length : await countAll(view, list, first);
  const rest = await select(second, { offset: Math.max(offset - length, 0), limit: limit - rows.length });
  return [...rows, ...rest];
}
