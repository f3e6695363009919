import { badRequest } from '../errors/bad-request.ts';
import { compileFilter } from '../filter/compile-filter.ts';
import { attributesOf } from '../filter/filter-attributes.ts';
import type { FilterNode } from '../filter/filter-node.ts';
import { relaxFilter } from '../filter/relax-filter.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Page, Position, Query } from '../storage/port.ts';
import { compileSort } from './compile-sort.ts';
import type { Context, Representation, Result } from './context.ts';
import { listByScan } from './list-by-scan.ts';
import type { ListRequest } from './list-request.ts';
import { type PageRequest, readPageRequest } from './page-request.ts';
import { refuseSensitive } from './sensitive.ts';
import { stored } from './store-failure.ts';
import { wantFor } from './want.ts';

/** A list, before it is cut into pages. */
export interface ListPlan {
  readonly filter?: FilterNode;
  readonly sort?: NonNullable<Query['sort']>;
}

/**
 * Lists resources of one type: filter, then sort, then page.
 *
 * @throws ScimError 400 `invalidFilter`, `invalidValue`, `invalidPath`, `tooMany` or one of the cursor errors.
 * @see RFC 7644 section 3.4.2, RFC 9865
 */
export async function listResources(
  context: Context,
  model: ResourceModel,
  request: ListRequest,
  representation: Representation,
): Promise<Result> {
  const asked = await readPageRequest(context, model.name, request);
  const plan = planList(context, model, request);
  const counted = asked.cursor === undefined ? 'exact' : 'skip';
  const listed = await listPage(context, model, plan, asked.page, representation, counted);
  const total = asked.cursor?.total ?? listed.total ?? listed.resources.length;
  return {
    kind: 'list',
    resources: listed.resources.map((resource) => ({ model, stored: resource, representation })),
    total,
    ...(asked.startIndex === undefined ? {} : { startIndex: asked.startIndex }),
    ...(await sealCursors(context, asked, listed, total)),
  };
}

/** Compiles filter and order for one type. */
export function planList(
  context: Context,
  model: ResourceModel,
  request: ListRequest,
  unknownAttribute: 'refuse' | 'false' = 'refuse',
): ListPlan {
  const { limits, sensitive } = context.server;
  const filter =
    request.filter === undefined
      ? undefined
      : compileFilter(model, request.filter, {
          ...context.caller.tolerance.filter(context.fired),
          limits: limits.filter,
          base: context.base,
          unknownAttribute,
          ...(request.inUrl === true &&
            sensitive.size > 0 && { onNamed: (attribute) => refuseSensitive(sensitive, attribute) }),
        });
  const sort = compileSort(model, request);
  if (filter !== undefined)
    for (const attribute of attributesOf(filter)) refuseFilledIn(attribute, 'invalidFilter');
  if (sort !== undefined) refuseFilledIn(sort.by, 'invalidPath');
  return { ...(filter === undefined ? {} : { filter }), ...(sort === undefined ? {} : { sort }) };
}

/** What is filled in when a reference is shown is in no document, and would be found in none. */
function refuseFilledIn(attribute: AttributeRef, scimType: 'invalidFilter' | 'invalidPath'): void {
  if (attribute.parent?.refersTo === undefined || attribute.mutability !== 'readOnly') return;
  throw badRequest(
    scimType,
    `${attribute.path} is filled in from the resource that ${attribute.parent.path} leads to: search by ${attribute.parent.path}.value.`,
  );
}

/** One page of a planned list: by the store where it can do all of it, by a bounded scan where it cannot. */
export async function listPage(
  context: Context,
  model: ResourceModel,
  plan: ListPlan,
  page: Query['page'],
  representation: Representation,
  total: Query['total'],
): Promise<Page> {
  const { store } = context.server;
  const want = wantFor(context, model, representation, page.limit);
  const relaxed = plan.filter === undefined ? undefined : relaxFilter(plan.filter, store.supports);
  const sortable = plan.sort === undefined || store.supports.sort(plan.sort.by);
  if ((relaxed !== undefined && !relaxed.exact) || !sortable) {
    return listByScan(context, model, plan, relaxed?.pushed, page, want);
  }
  return stored(model, store.list(context.caller.scope, model.name, { ...plan, page, total, want }));
}

async function sealCursors(
  context: Context,
  asked: PageRequest,
  listed: Page,
  total: number,
): Promise<{ nextCursor?: string; previousCursor?: string }> {
  // Of a page of no resources only the total is wanted (CUR-05).
  if (asked.page.kind === 'index' || asked.page.limit === 0) return {};
  const { cursors, now } = context.server;
  const count = asked.page.limit;
  const seal = (direction: 'after' | 'before', position: Position) =>
    cursors.seal({ direction, position, count, total }, asked.binding, now());
  return {
    ...(listed.next === undefined ? {} : { nextCursor: await seal('after', listed.next) }),
    ...(listed.previous === undefined ? {} : { previousCursor: await seal('before', listed.previous) }),
  };
}
