import type { AttributeRef } from './attribute-ref.ts';
import { remember } from './remember.ts';
import type { ResourceModel } from './resource-model.ts';

/**
 * True for the attributes that documents hold. `id` and `meta` are columns of a store, reference sets and what is
 * derived from them are rows of their own.
 */
export function isStored(attribute: AttributeRef): boolean {
  if (attribute.memberTypes !== undefined || attribute.roles.includes('memberOf')) return false;
  return attribute.schema !== '' || attribute.mutability !== 'readOnly';
}

/** The top level of a resource type's documents. */
export const storedAttributes: (model: ResourceModel) => readonly AttributeRef[] = remember(
  ({ attributes }) => attributes.filter(isStored),
);
