import { badRequest } from '../errors/bad-request.ts';
import { ScimError } from '../errors/scim-error.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Position, Query, Stored } from '../storage/port.ts';
import { compileSort } from './compile-sort.ts';
import type { Context, Representation, Result } from './context.ts';
import { positionOf } from './cut-page.ts';
import type { ListRequest } from './list-request.ts';
import { type ListPlan, listPage, planList } from './list-resources.ts';
import { type PageRequest, readPageRequest } from './page-request.ts';
import { represent } from './represent.ts';
import { compareSortKeys, sortKeyOf } from './sort-key.ts';

interface Part {
  readonly model: ResourceModel;
  readonly plan: ListPlan;
  readonly representation: Representation;
  /** True when the type lacks the attribute the search is sorted by; its resources are then in the order of their ids. */
  readonly lacksSort: boolean;
}

interface Found extends Part {
  readonly stored: Stored;
}

/** The beginning of the list that is wanted, as far as it was looked at. */
interface Heads {
  readonly found: readonly Found[];
  readonly total: number;
}

/**
 * Searches all resource types at once that the caller may list. A condition on an attribute that a type lacks finds nothing there (LST-09);
 * without an order the types follow one another as they are declared.
 *
 * @throws ScimError 400 `invalidFilter`, `invalidValue`, `invalidPath`, `tooMany` or one of the cursor errors.
 * @see RFC 7644 section 3.4.2.1
 */
export async function searchAll(context: Context, request: ListRequest): Promise<Result> {
  const asked = await readPageRequest(context, '', request);
  const parts = planParts(context, await visibleModels(context), request);
  const sorted = request.sortBy !== undefined;
  const heads = sorted ? await merge(context, parts, asked) : await append(context, parts, asked);
  const { limit } = asked.page;
  const total = asked.cursor?.total ?? heads.total;
  const resources = heads.found.slice(0, limit);
  const last = resources.at(-1);
  const more = asked.page.kind === 'cursor' && heads.found.length > limit && last !== undefined;
  return {
    kind: 'list',
    resources,
    total,
    ...(asked.startIndex === undefined ? {} : { startIndex: asked.startIndex }),
    ...(more ? { nextCursor: await sealNext(context, asked, last, total) } : {}),
  };
}

/** Types that the caller may not list are left out, and count for nothing in the total (LST-11). */
async function visibleModels(context: Context): Promise<readonly ResourceModel[]> {
  const { models } = context.server.catalog;
  const { authorize } = context.server.hooks;
  if (authorize === undefined) return models;
  const visible: ResourceModel[] = [];
  for (const model of models) {
    const allowed = await authorize(context.caller.connection, { operation: 'list', type: model.name });
    if (allowed !== false) visible.push(model);
  }
  return visible;
}

function planParts(
  context: Context,
  models: readonly ResourceModel[],
  request: ListRequest,
): readonly Part[] {
  const sorts = models.map((model) => sortFor(model, request));
  const refused = sorts.find((sort) => sort instanceof ScimError);
  if (refused !== undefined && sorts.every((sort) => sort instanceof ScimError)) throw refused;
  const descending = sorts.some(
    (sort) => sort !== undefined && !(sort instanceof ScimError) && sort.descending,
  );
  const { sortBy: _, ...unsorted } = request;
  return models.map((model, index) => {
    const sort = sorts[index];
    const lacksSort = sort instanceof ScimError;
    const order = lacksSort ? sortById(model, descending) : sort;
    const { filter } = planList(context, model, unsorted, 'false');
    const plan = {
      ...(filter === undefined ? {} : { filter }),
      ...(order === undefined ? {} : { sort: order }),
    };
    return { model, plan, representation: represent(model, request), lacksSort };
  });
}

function sortById(model: ResourceModel, descending: boolean): Query['sort'] {
  const by = model.byName.get('id');
  return by === undefined ? undefined : { by, descending };
}

/** A type without the attribute takes part all the same: its resources have no value for it. */
function sortFor(model: ResourceModel, request: ListRequest): Query['sort'] | ScimError {
  try {
    return compileSort(model, request);
  } catch (error) {
    if (error instanceof ScimError && error.scimType === 'invalidPath') return error;
    throw error;
  }
}

/** One type after the other. A cursor page looks for one resource more than it shows, to know whether more follow. */
async function append(context: Context, parts: readonly Part[], asked: PageRequest): Promise<Heads> {
  const { page, cursor } = asked;
  const room = page.kind === 'cursor' ? page.limit + 1 : page.limit;
  const found: Found[] = [];
  let total = 0;
  let reached = cursor === undefined;
  for (const part of parts) {
    const resumes = !reached && part.model.name === cursor?.type;
    reached ||= resumes;
    const left = reached ? room - found.length : 0;
    if (cursor !== undefined && left === 0) continue;
    const rest: Query['page'] =
      page.kind === 'index'
        ? { kind: 'index', offset: Math.max(page.offset - total, 0), limit: left }
        : {
            kind: 'cursor',
            limit: left,
            ...(resumes && cursor !== undefined ? { after: cursor.position } : {}),
          };
    const counted = cursor === undefined ? 'exact' : 'skip';
    const listed = await listPage(context, part.model, part.plan, rest, part.representation, counted);
    total += listed.total ?? 0;
    for (const stored of listed.resources) found.push({ ...part, stored });
  }
  return { found, total };
}

/** With an order over all types the heads of the sorted lists are merged; how deep is bounded like a scan. */
async function merge(context: Context, parts: readonly Part[], asked: PageRequest): Promise<Heads> {
  const { page, cursor } = asked;
  const skip = page.kind === 'index' ? page.offset : 0;
  const depth = page.kind === 'index' ? page.offset + page.limit : page.limit + 1;
  const { maxScan } = context.server.limits;
  if (depth > maxScan) {
    throw badRequest(
      'tooMany',
      `A sorted search over all types goes ${maxScan} resources deep by startIndex: search one type, or use a cursor.`,
    );
  }
  const found: { readonly entry: Found; readonly key: ReturnType<typeof sortKeyOf> }[] = [];
  const descending = parts.some((part) => part.plan.sort?.descending === true);
  let total = 0;
  for (const part of parts) {
    const head = headOf(part, page, depth, cursor?.position);
    if (head === undefined) continue;
    const counted = cursor === undefined ? 'exact' : 'skip';
    const listed = await listPage(context, part.model, part.plan, head, part.representation, counted);
    total += listed.total ?? 0;
    for (const stored of listed.resources)
      found.push({ entry: { ...part, stored }, key: keyIn(part, stored) });
  }
  const direction = descending ? -1 : 1;
  found.sort(
    (left, right) =>
      direction * compareSortKeys(left.key, right.key, left.entry.stored.id, right.entry.stored.id),
  );
  return { found: found.slice(skip, depth).map(({ entry }) => entry), total };
}

/** A resource of a type without the attribute has no value for it. */
function keyIn(part: Part, stored: Stored): ReturnType<typeof sortKeyOf> {
  return part.lacksSort || part.plan.sort === undefined ? undefined : sortKeyOf(part.plan.sort.by, stored);
}

/**
 * Which part of a type's list the merge has to look at. The resources of a type without the attribute lie in one block with
 * all others that have no value: before every value when descending, behind every value when ascending.
 */
function headOf(
  part: Part,
  page: Query['page'],
  depth: number,
  position: Position | undefined,
): Query['page'] | undefined {
  if (page.kind === 'index') return { kind: 'index', offset: 0, limit: depth };
  if (position === undefined) return { kind: 'cursor', limit: depth };
  if (!part.lacksSort) return { kind: 'cursor', limit: depth, after: position };
  const inBlock = position.sort === null || position.sort === undefined;
  if (inBlock) return { kind: 'cursor', limit: depth, after: { sort: position.id, id: position.id } };
  return part.plan.sort?.descending === true ? undefined : { kind: 'cursor', limit: depth };
}

function sealNext(context: Context, asked: PageRequest, last: Found, total: number): Promise<string> {
  const { cursors, now } = context.server;
  const position = last.lacksSort
    ? { sort: null, id: last.stored.id }
    : positionOf(last.stored, last.plan.sort);
  const content = {
    direction: 'after',
    position,
    type: last.model.name,
    count: asked.page.limit,
    total,
  } as const;
  return cursors.seal(content, asked.binding, now());
}
