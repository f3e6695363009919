import { readDocument } from '../schema/read-document.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { announcementOf } from './announce.ts';
import { applyDefaults } from './apply-defaults.ts';
import { attributesIn } from './attributes-in.ts';
import type { Context, Representation, Result } from './context.ts';
import { prepareDocument } from './prepare-document.ts';
import { readOptions } from './read-options.ts';
import { sealDocument } from './seal-secrets.ts';
import { stored } from './store-failure.ts';
import { wantFor } from './want.ts';

/**
 * Creates a resource.
 *
 * @param id - Only where the host issues the id; otherwise the store makes one.
 * @throws ScimError 400 or 409.
 * @see RFC 7644 section 3.3
 */
export async function createResource(
  context: Context,
  model: ResourceModel,
  body: unknown,
  representation: Representation,
  id?: string,
): Promise<Result> {
  const { server, caller } = context;
  const asked = readDocument(model, body, readOptions(context));
  const read = { ...asked, document: applyDefaults(model, asked, server.defaults) };
  const owner = { scope: caller.scope, model };
  if (server.hooks.beforeWrite !== undefined) {
    const shown = await sealDocument(owner, read.document, 'ignore');
    await server.hooks.beforeWrite({
      operation: 'create',
      scope: caller.scope,
      type: model.name,
      document: shown,
    });
  }
  const document = await sealDocument(owner, read.document, server.policies.secrets);
  const at = server.now();
  const announcement = announcementOf(context, model, 'create', at);
  const draft = {
    ...prepareDocument(model, document, server.policies.formats),
    at,
    ...(id === undefined ? {} : { id: checkedId(id) }),
    unknownMembers: server.policies.unknownMembers,
    want: wantFor(context, model, representation),
    ...(model.membership === undefined ? {} : { membership: model.membership, members: read.members ?? [] }),
  };
  const applied = await stored(
    model,
    server.store.create(caller.scope, model.name, draft, announcement.event),
  );
  if (applied.after.id.includes('bulkId')) await refuseReservedId(context, model, applied.after.id);
  await announcement.afterCommit(applied);
  return {
    kind: 'resource',
    model,
    stored: applied.after,
    created: true,
    representation,
    assigned: attributesIn(model, asked.document),
  };
}

/** COM-03: a store that makes such an id would break every bulk request that names it, so nothing of it stays. */
async function refuseReservedId(context: Context, model: ResourceModel, id: string): Promise<never> {
  const { server, caller } = context;
  const at = server.now();
  // The outbox tells of the resource already, so it has to tell that it is gone.
  const { event } = announcementOf(context, model, 'remove', at);
  await server.store.remove(caller.scope, model.name, id, { at, ...(event === undefined ? {} : { event }) });
  throw new TypeError(`The store made the id "${id}", and "bulkId" is reserved (RFC 7643 section 3.1).`);
}

/** COM-03, and what a path segment can hold. The id comes from the host, so a bad one is its mistake. */
function checkedId(id: string): string {
  if (!/^[A-Za-z0-9._~-]{1,128}$/.test(id) || id.includes('bulkId') || id === '.' || id === '..') {
    throw new TypeError(
      `"${id}" cannot be an id: use 1 to 128 letters, digits, ".", "_", "~" or "-", and not "bulkId".`,
    );
  }
  return id;
}
