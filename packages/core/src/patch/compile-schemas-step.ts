import { badRequest } from '../errors/bad-request.ts';
import { matchesElement } from '../filter/matches-element.ts';
import { checkSchemas } from '../schema/read-schemas.ts';
import { readValue } from '../schema/read-value.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { PatchOperation } from './patch-operation.ts';
import type { PatchOptions } from './patch-options.ts';
import type { Target } from './patch-target.ts';

/**
 * Checks an operation on `schemas`. There is nothing to carry out: which schemas a resource has follows from its
 * attributes (REP-06), an extension joins with its first attribute and leaves with its last (PAT-12), and paths may name
 * any schema of the resource type from the start, so that later operations need no earlier one to declare it (PAT-13).
 *
 * To drop the data of an extension, its URN is removed as a path of its own. Taking it out of `schemas` does not do that:
 * authentik replaces `schemas` by the base schema alone in every update of a group, and means nothing by it.
 *
 * @throws ScimError 400 `mutability` when the base schema would go, `invalidValue` for what is no schema of the type.
 */
export function checkSchemasStep(
  op: PatchOperation['op'],
  target: Target,
  value: unknown,
  model: ResourceModel,
  options: PatchOptions,
): void {
  const { attribute, filter } = target;
  const goes = filter === undefined || matchesElement(filter, model.schema, attribute);
  const cleared =
    op === 'remove' ? value === undefined || value === null || filter !== undefined : isEmpty(value);
  if (cleared) {
    // An add of nothing adds nothing, as for any list.
    if (goes && op !== 'add') throw baseStays(model);
    return;
  }
  const urns = readValue(attribute, value, options.read);
  if (op === 'remove') {
    if (Array.isArray(urns) && urns.some((urn) => isBase(urn, model))) throw baseStays(model);
  } else if (filter === undefined) {
    checkSchemas(model, op === 'add' && Array.isArray(urns) ? [model.schema, ...urns] : urns, options.read);
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function isBase(urn: unknown, model: ResourceModel): boolean {
  return typeof urn === 'string' && urn.toLowerCase() === model.schema.toLowerCase();
}

function baseStays(model: ResourceModel): Error {
  return badRequest('mutability', `"schemas" is required and always holds ${model.schema}.`);
}
