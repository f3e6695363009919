import { keepImmutable } from '../schema/keep-immutable.ts';
import { readDocument } from '../schema/read-document.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Change } from '../storage/port.ts';
import { announcementOf } from './announce.ts';
import { attributesIn } from './attributes-in.ts';
import type { Context, Representation, Result, VersionCondition } from './context.ts';
import { expectedVersion } from './expected-version.ts';
import { prepareDocument } from './prepare-document.ts';
import { readOptions } from './read-options.ts';
import { sealDocument } from './seal-secrets.ts';
import { notFound, stored } from './store-failure.ts';
import { wantFor } from './want.ts';

/**
 * Replaces a resource. What the body leaves out is cleared, apart from immutable values, which stay, and writeOnly ones,
 * which a client cannot read back to send them again. A reference set that is left out becomes empty (PUT-12).
 *
 * @throws ScimError 404, 412, 409 or 400.
 * @see RFC 7644 section 3.5.1
 */
export async function replaceResource(
  context: Context,
  model: ResourceModel,
  id: string,
  body: unknown,
  representation: Representation,
  ifMatch: VersionCondition | undefined,
): Promise<Result> {
  const { server, caller } = context;
  const { scope } = caller;
  const read = readDocument(model, body, readOptions(context));
  const ifVersion = await expectedVersion(context, model, id, ifMatch);
  await server.hooks.beforeWrite?.({
    operation: 'replace',
    scope,
    type: model.name,
    id,
    document: await sealDocument({ scope, model, id }, read.document, 'ignore'),
  });
  const document = await sealDocument({ scope, model, id }, read.document, server.policies.secrets);
  const at = server.now();
  const { event, afterCommit } = announcementOf(context, model, 'replace', at);
  const change: Change = {
    at,
    deltas: membersDelta(context, model, read.members ?? []),
    next: (current) =>
      prepareDocument(model, keepImmutable(model, current.document, document), server.policies.formats),
    want: wantFor(context, model, representation),
    ...(ifVersion === undefined ? {} : { ifVersion }),
    ...(event === undefined ? {} : { event }),
  };
  const applied = await stored(model, server.store.update(scope, model.name, id, change));
  if (applied === undefined) throw notFound(model);
  await afterCommit(applied);
  return {
    kind: 'resource',
    model,
    stored: applied.after,
    created: false,
    representation,
    assigned: attributesIn(model, read.document),
  };
}

function membersDelta(
  context: Context,
  model: ResourceModel,
  add: Change['deltas'][number]['add'],
): Change['deltas'] {
  if (model.membership === undefined) return [];
  const { unknownMembers } = context.server.policies;
  return [{ attribute: model.membership, clear: true, add, remove: [], unknownMembers }];
}
