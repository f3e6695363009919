import type { ResourceModel } from '../schema/resource-model.ts';
import type { Context, Representation, Result, VersionCondition } from './context.ts';
import { notFound, stored } from './store-failure.ts';
import { wantFor } from './want.ts';

/**
 * Reads a resource by its id, or finds that the client has it already.
 *
 * @throws ScimError 404 when the tenant has no such resource.
 * @see RFC 7644 sections 3.4.1 and 3.14
 */
export async function readResource(
  context: Context,
  model: ResourceModel,
  id: string,
  representation: Representation,
  ifNoneMatch?: VersionCondition,
): Promise<Result> {
  const { server, caller } = context;
  const found = await stored(
    model,
    server.store.read(caller.scope, model.name, id, wantFor(context, model, representation)),
  );
  if (found === undefined) throw notFound(model);
  if (ifNoneMatch === '*' || ifNoneMatch?.includes(found.version))
    return { kind: 'unchanged', version: found.version };
  return { kind: 'resource', model, stored: found, created: false, representation };
}
