import { readDocument } from '../schema/read-document.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { announce } from './announce.ts';
import { attributesIn } from './attributes-in.ts';
import type { Context, Representation, Result } from './context.ts';
import { prepareDocument } from './prepare-document.ts';
import { readOptions } from './read-options.ts';
import { sealDocument } from './seal-secrets.ts';
import { stored } from './store-failure.ts';

/**
 * Creates a resource.
 *
 * @see RFC 7644 section 3.3
 */
export async function createResource(
  context: Context,
  model: ResourceModel,
  body: unknown,
  representation: Representation,
): Promise<Result> {
  const { server, caller } = context;
  const read = readDocument(model, body, readOptions(context));
  await server.hooks.beforeWrite?.({
    operation: 'create',
    scope: caller.scope,
    type: model.name,
    document: await sealDocument({ scope: caller.scope, model }, read.document, 'ignore'),
  });
  const document = await sealDocument({ scope: caller.scope, model }, read.document, server.policies.secrets);
  const draft = {
    ...prepareDocument(model, document),
    at: server.now(),
    unknownMembers: server.policies.unknownMembers,
    ...(model.membership === undefined ? {} : { members: read.members ?? [] }),
  };
  const applied = await stored(model, server.store.create(caller.scope, model.name, draft));
  await announce(context, model, 'created', applied);
  return {
    kind: 'resource',
    model,
    stored: applied.after,
    created: true,
    representation,
    assigned: attributesIn(model, read.document),
  };
}
