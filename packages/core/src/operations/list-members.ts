import type { ResourceModel } from '../schema/resource-model.ts';
import type { Member } from '../storage/port.ts';
import type { Context } from './context.ts';
import { memberPages } from './member-pages.ts';
import { notFound, stored } from './store-failure.ts';
import { pagesMembers } from './want.ts';

/**
 * The members of a resource, one by one, read as they are asked for where the store can.
 *
 * @throws ScimError 404 when the tenant has no such resource, or none any more.
 */
export async function* listMembers(
  context: Context,
  model: ResourceModel,
  id: string,
): AsyncGenerator<Member, void> {
  const { store, limits } = context.server;
  const want = {
    document: false,
    members: pagesMembers(context) ? { limit: limits.membersAtOnce } : true,
    memberOf: false,
  };
  const found = await stored(model, store.read(context.caller.scope, model.name, id, want));
  if (found === undefined) throw notFound(model);
  for await (const page of memberPages(context, model, found)) yield* page;
}
