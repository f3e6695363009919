import { ScimError } from '../errors/scim-error.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Member, Stored } from '../storage/port.ts';
import type { Context } from './context.ts';
import { stored } from './store-failure.ts';

/** The members of a resource, a page at a time. */
export type MemberPages = (model: ResourceModel, resource: Stored) => AsyncIterable<readonly Member[]>;

/**
 * The members of a resource: first those that were read with it, then the others, each page when it is asked for. Nothing
 * is held open in between, so that a reader may take its time, and a page shows the set as it is by then: who is a
 * member all the while comes exactly once, who joins or leaves meanwhile may come or not.
 *
 * @throws ScimError when a page cannot be read, or the resource is removed before the last one.
 */
export async function* memberPages(
  context: Context,
  model: ResourceModel,
  { id, members, membersNext }: Stored,
): AsyncGenerator<readonly Member[], void> {
  const { store, limits } = context.server;
  const { scope } = context.caller;
  if (members !== undefined) yield members;
  let after = membersNext;
  while (after !== undefined && store.memberPage !== undefined) {
    const page = await stored(model, store.memberPage(scope, model.name, id, after, limits.membersAtOnce));
    if (page === undefined) {
      throw new ScimError(404, `The ${model.name} was removed while its members were being read.`);
    }
    if (page.next === after) throw new TypeError('The store gave the same page of members twice.');
    yield page.members;
    after = page.next;
  }
}
