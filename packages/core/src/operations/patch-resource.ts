import { compilePatch } from '../patch/compile-patch.ts';
import { parsePatch } from '../patch/parse-patch.ts';
import type { PatchPlan } from '../patch/patch-plan.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Applied, Change, Delta, Stored } from '../storage/port.ts';
import { StoreError } from '../storage/store-error.ts';
import { announcementOf } from './announce.ts';
import type { Context, Representation, Result, VersionCondition } from './context.ts';
import { expectedVersion } from './expected-version.ts';
import { prepareDocument } from './prepare-document.ts';
import { readOptions } from './read-options.ts';
import { sealOperations } from './seal-secrets.ts';
import { notFound, stored } from './store-failure.ts';
import { wantFor } from './want.ts';

/** How often a plan that had to look at the members is made again after somebody else changed them. */
const maxTries = 8;

/**
 * Applies a PATCH: all of it or nothing. Membership changes go to the store as a delta, so that adding a member never
 * touches the others; the document is only read when an operation is about it.
 *
 * @throws ScimError 404, 412, 409 or 400.
 * @see RFC 7644 section 3.5.2
 */
export async function patchResource(
  context: Context,
  model: ResourceModel,
  id: string,
  body: unknown,
  representation: Representation,
  ifMatch: VersionCondition | undefined,
): Promise<Result> {
  const { server, caller } = context;
  const { scope, tolerance } = caller;
  const tolerated = tolerance.patch(context.fired);
  const parsed = parsePatch(body, {
    maxOperations: server.limits.patchOperations,
    requireSchema: tolerated.requireSchema,
    onTolerated: context.fired,
  });
  const operations = tolerated.rewrite(parsed, model);
  const ifVersion = ifMatch === undefined ? undefined : await expectedVersion(context, model, id, ifMatch);
  if (server.hooks.beforeWrite !== undefined) {
    const shown = await sealOperations({ scope, model, id }, operations, 'ignore');
    await server.hooks.beforeWrite({ operation: 'patch', scope, type: model.name, id, operations: shown });
  }
  const sealed = await sealOperations({ scope, model, id }, operations, server.policies.secrets);
  const plan = compilePatch(model, sealed, {
    ...tolerated.options,
    read: readOptions(context),
    filter: { ...tolerance.filter(context.fired), limits: server.limits.filter, base: context.base },
  });
  const at = server.now();
  const { event, isHeard, afterCommit } = announcementOf(context, model, 'patch', at);
  const answersResource = wantsResource(context, model, representation);
  const want = answersResource
    ? wantFor(context, model, representation)
    : { members: false, memberOf: false, document: isHeard && plan.touchesDocument };

  let assigned: ReadonlySet<AttributeRef> | undefined;
  const change: Change = {
    at,
    deltas: deltaOf(context, model, plan.delta),
    want,
    ...(ifVersion === undefined ? {} : { ifVersion }),
    ...(event === undefined ? {} : { event }),
    ...(plan.touchesDocument
      ? {
          next: (current: Stored) => {
            const applied = plan.apply(current.document);
            assigned = applied.assigned;
            return applied.document === current.document
              ? undefined
              : prepareDocument(model, applied.document, server.policies.formats);
          },
        }
      : {}),
  };
  const applied = plan.needsMembers
    ? await updateByMembers(context, model, id, plan, change)
    : await stored(model, server.store.update(scope, model.name, id, change));
  if (applied === undefined) throw notFound(model);
  await afterCommit(applied);
  if (!answersResource) return { kind: 'done', version: applied.after.version };
  return {
    kind: 'resource',
    model,
    stored: applied.after,
    created: false,
    representation,
    ...(assigned === undefined ? {} : { assigned }),
  };
}

/** PAT-07, PAT-08: 200 with the resource or 204, as the policy says; a client that names attributes gets a resource. */
function wantsResource(context: Context, model: ResourceModel, representation: Representation): boolean {
  if (!representation.byDefault) return true;
  const { patchAnswer } = context.server.policies;
  return patchAnswer === 'resource' || (patchAnswer === 'auto' && model.membership === undefined);
}

function deltaOf(context: Context, model: ResourceModel, delta: PatchPlan['delta']): readonly Delta[] {
  if (delta === undefined || model.membership === undefined) return [];
  return [{ attribute: model.membership, ...delta, unknownMembers: context.server.policies.unknownMembers }];
}

/**
 * A filter such as `members[display co "x"]` can only be answered with the members at hand. The set is read, the delta made
 * from it, and the write tied to the version that was read; a lost race is run again, unless the client named a version.
 */
async function updateByMembers(
  context: Context,
  model: ResourceModel,
  id: string,
  plan: PatchPlan,
  change: Change,
): Promise<Applied | undefined> {
  const { store } = context.server;
  const { scope } = context.caller;
  const want = { members: true, memberOf: false, document: false };
  for (let tries = 1; ; tries++) {
    const current = await stored(model, store.read(scope, model.name, id, want));
    if (current === undefined) return undefined;
    const delta = plan.deltaFor(current.members ?? []);
    const ifVersion = change.ifVersion ?? current.version;
    try {
      return await store.update(scope, model.name, id, {
        ...change,
        deltas: deltaOf(context, model, delta),
        ifVersion,
      });
    } catch (error) {
      const raced = error instanceof StoreError && error.code === 'version' && change.ifVersion === undefined;
      if (!raced || tries === maxTries) return stored(model, Promise.reject(error));
    }
  }
}
