import { badRequest } from '../errors/bad-request.ts';
import { attributesOf } from '../filter/filter-attributes.ts';
import type { FilterNode } from '../filter/filter-node.ts';
import { matches } from '../filter/matches.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Page, Query, Stored, Want } from '../storage/port.ts';
import type { Context } from './context.ts';
import { cutPage } from './cut-page.ts';
import type { ListPlan } from './list-resources.ts';
import { compareBySort } from './sort-key.ts';
import { storeFailure } from './store-failure.ts';

/**
 * Does what the store cannot: looks at every candidate, checks the filter, sorts and cuts the page. Bounded by
 * `limits.maxScan`, because a client must not be able to make the server read a tenant of a million users.
 *
 * @throws ScimError 400 `tooMany` when there are more candidates than that.
 */
export async function listByScan(
  context: Context,
  model: ResourceModel,
  plan: ListPlan,
  pushed: FilterNode | undefined,
  page: Query['page'],
  want: Want,
): Promise<Page> {
  const needed = neededFor(model, plan);
  const found: Stored[] = [];
  let candidates = 0;
  try {
    for await (const candidate of context.server.store.scan(
      context.caller.scope,
      model.name,
      pushed,
      needed,
    )) {
      candidates++;
      if (candidates > context.server.limits.maxScan) throw tooMany(context, plan);
      if (plan.filter === undefined || matches(plan.filter, candidate)) found.push(candidate);
    }
  } catch (error) {
    throw storeFailure(error, model);
  }
  if (plan.sort !== undefined) found.sort(compareBySort(plan.sort));
  const cut = cutPage(found, plan.sort, page);
  return { ...cut, resources: await complete(context, model, cut.resources, needed, want) };
}

/** What filter and sort look at, no more: loading the members of every group for a filter on its name would be absurd. */
function neededFor(model: ResourceModel, plan: ListPlan): Want {
  const looked = new Set<AttributeRef>(plan.filter === undefined ? [] : attributesOf(plan.filter));
  if (plan.sort !== undefined) looked.add(plan.sort.by);
  const within = (set: AttributeRef | undefined) =>
    set !== undefined && [...looked].some((attribute) => attribute === set || attribute.parent === set);
  return { members: within(model.membership), memberOf: within(model.memberOf), document: true };
}

/** Loads for the page alone what the scan has left out. */
async function complete(
  context: Context,
  model: ResourceModel,
  page: readonly Stored[],
  loaded: Want,
  want: Want,
): Promise<readonly Stored[]> {
  if ((!want.members || loaded.members) && (!want.memberOf || loaded.memberOf)) return page;
  const completed: Stored[] = [];
  for (const resource of page) {
    const whole = await context.server.store.read(context.caller.scope, model.name, resource.id, want);
    if (whole !== undefined) completed.push(whole);
  }
  return completed;
}

function tooMany(context: Context, plan: ListPlan): Error {
  const names =
    plan.filter === undefined ? [] : [...attributesOf(plan.filter)].map((attribute) => attribute.path);
  const about = plan.sort === undefined ? names : [...names, plan.sort.by.path];
  return badRequest(
    'tooMany',
    `The storage has no index for ${about.slice(0, 5).join(', ')}, and more than ${context.server.limits.maxScan} resources would have to be looked at: add a condition on an indexed attribute.`,
  );
}
