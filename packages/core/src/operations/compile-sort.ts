import { badRequest } from '../errors/bad-request.ts';
import { resolveAttribute } from '../schema/resolve-attribute.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Query } from '../storage/port.ts';
import type { ListRequest } from './list-request.ts';

/**
 * Resolves `sortBy` and `sortOrder`.
 *
 * @returns The order, or `undefined` for the order of ids.
 * @throws ScimError 400 `invalidPath` for an unknown or complex attribute, `invalidValue` for another order.
 * @see RFC 7644 section 3.4.2.3
 */
export function compileSort(model: ResourceModel, request: ListRequest): Query['sort'] {
  const order = request.sortOrder?.toLowerCase() ?? 'ascending';
  if (order !== 'ascending' && order !== 'descending') {
    throw badRequest('invalidValue', 'sortOrder has to be "ascending" or "descending".');
  }
  if (request.sortBy === undefined) return undefined;
  const named = resolveAttribute(model, request.sortBy);
  // A list of complex values is sorted by its `value`, as a filter on it is (FLT-17).
  const by = named?.type === 'complex' && named.multiValued ? named.byName.get('value') : named;
  const shown = JSON.stringify(request.sortBy.slice(0, 60));
  if (by === undefined) throw badRequest('invalidPath', `sortBy: ${model.name} has no attribute ${shown}.`);
  if (by.type === 'complex') {
    throw badRequest(
      'invalidPath',
      `sortBy: ${by.path} has several parts; name one of them, such as ${by.path}.${by.subAttributes[0]?.name ?? 'value'}.`,
    );
  }
  if (isHidden(by))
    throw badRequest('invalidPath', `sortBy: ${by.path} cannot be sorted by, because it is never returned.`);
  return { by, descending: order === 'descending' };
}

/** The order of values that are never shown would give them away (SRT-10). */
function isHidden(attribute: NonNullable<ReturnType<typeof resolveAttribute>>): boolean {
  if (attribute.returned === 'never') return true;
  return attribute.parent !== undefined && isHidden(attribute.parent);
}
