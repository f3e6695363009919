import type { ResourceModel } from '../schema/resource-model.ts';
import { applySteps } from './apply-steps.ts';
import { assignedBy } from './assigned-by.ts';
import { compileOperation, type Steps } from './compile-operation.ts';
import { foldMatchingMembers, foldMembers } from './fold-members.ts';
import type { PatchOperation } from './patch-operation.ts';
import type { PatchOptions } from './patch-options.ts';
import type { PatchPlan } from './patch-plan.ts';

/** A user with everything filled in has some fifty elements in all lists, so this is far from what clients need. */
const MAX_VISITS = 250_000;

/**
 * Compiles the operations of a PATCH message against a resource type: paths are resolved, values read and checked,
 * everything that can be refused without the resource is refused. What becomes of the reference set (`Group.members`) is
 * folded into one change that is free of order; the rest waits for the document.
 *
 * @param model - The resource type.
 * @param operations - As {@link parsePatch} returns them.
 * @param options - The choices of the connection's profile.
 * @returns The plan.
 * @throws ScimError 400 `invalidPath`, `invalidFilter`, `invalidValue`, `invalidSyntax` or `mutability`.
 * @see RFC 7644 section 3.5.2
 * @example
 * ```ts
 * import { compilePatch, compileResourceType, parsePatch, strictPatch, User } from '@scimkit/core';
 *
 * const users = compileResourceType(User);
 * const operations = parsePatch({
 *   schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
 *   Operations: [{ op: 'replace', value: { active: false } }],
 * });
 * const read = { unknownAttributes: 'ignore', schemas: 'check', maxKeyLength: 255 } as const;
 * const plan = compilePatch(users, operations, { ...strictPatch, read });
 * const { document, changes } = plan.apply({
 *   schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
 *   userName: 'jo',
 *   active: true,
 * });
 * // changes: [{ op: 'replace', path: '/active', value: false }]
 * ```
 */
export function compilePatch(
  model: ResourceModel,
  operations: readonly PatchOperation[],
  options: PatchOptions,
): PatchPlan {
  const steps: Steps = { document: [], members: [], passedOver: 0 };
  for (const operation of operations) compileOperation(model, operation, options, steps);
  const { membership } = model;
  const needsMembers = steps.members.some((step) => step.kind === 'matching');
  const delta = needsMembers ? undefined : foldMembers(steps.members);
  const maxVisits = options.maxVisits ?? MAX_VISITS;
  const assigned = assignedBy(steps, membership);
  return {
    ...(delta && { delta }),
    needsMembers,
    deltaFor: (current) =>
      needsMembers && membership !== undefined
        ? foldMatchingMembers(steps.members, membership, current, maxVisits)
        : delta,
    touchesDocument: steps.document.length > 0,
    apply: (document) => applySteps(model, steps.document, document, options, maxVisits, assigned),
  };
}
