import { ScimError } from '../errors/scim-error.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Context, VersionCondition } from './context.ts';
import { notFound, preconditionFailed, stored } from './store-failure.ts';
import { versionOnly } from './want.ts';

/**
 * The one version a write may find, from `If-Match`. A single tag is handed to the store, which checks it in the same
 * step as the write. Of several tags the current one is picked, and the store checks that it still is.
 *
 * @returns The version, or `undefined` when any will do.
 * @throws ScimError 412 when no tag matches, 404 when the resource is gone.
 */
export async function expectedVersion(
  context: Context,
  model: ResourceModel,
  id: string,
  ifMatch: VersionCondition | undefined,
): Promise<string | undefined> {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  if (ifMatch.length === 1) return ifMatch[0];
  const current = await stored(
    model,
    context.server.store.read(context.caller.scope, model.name, id, versionOnly),
  );
  if (current === undefined) throw notFound(model);
  if (!ifMatch.includes(current.version)) throw preconditionFailed(model);
  return current.version;
}

/**
 * Holds a write to `If-None-Match`: with `*` nothing may be there, with tags nothing at one of these versions. No SCIM
 * client needs it, since a PUT never creates; but a request that forbids what it asks for must not be carried out.
 *
 * @throws ScimError 412 when the resource is there and matches.
 * @see RFC 9110 section 13.1.2
 */
export async function refuseMatching(
  context: Context,
  model: ResourceModel,
  id: string,
  ifNoneMatch: VersionCondition | undefined,
): Promise<void> {
  if (ifNoneMatch === undefined) return;
  const { scope } = context.caller;
  const current = await stored(model, context.server.store.read(scope, model.name, id, versionOnly));
  if (current === undefined || (ifNoneMatch !== '*' && !ifNoneMatch.includes(current.version))) return;
  throw new ScimError(412, `The ${model.name} is there at a version that If-None-Match rules out.`);
}
