import type { ResourceModel } from '../schema/resource-model.ts';
import { announcementOf } from './announce.ts';
import type { Context, Result, VersionCondition } from './context.ts';
import { expectedVersion } from './expected-version.ts';
import { notFound, stored } from './store-failure.ts';

/**
 * Removes a resource with its memberships.
 *
 * @throws ScimError 404 when there is none, 412 when it has changed.
 * @see RFC 7644 section 3.6
 */
export async function removeResource(
  context: Context,
  model: ResourceModel,
  id: string,
  ifMatch: VersionCondition | undefined,
): Promise<Result> {
  const { server, caller } = context;
  const ifVersion = await expectedVersion(context, model, id, ifMatch);
  await server.hooks.beforeWrite?.({ operation: 'remove', scope: caller.scope, type: model.name, id });
  const at = server.now();
  const { event, afterCommit } = announcementOf(context, model, 'remove', at);
  const removal = {
    at,
    ...(ifVersion === undefined ? {} : { ifVersion }),
    ...(event === undefined ? {} : { event }),
  };
  const applied = await stored(model, server.store.remove(caller.scope, model.name, id, removal));
  if (applied === undefined) throw notFound(model);
  await afterCommit(applied);
  return { kind: 'done' };
}
