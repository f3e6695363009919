import type { AttributeRef } from './attribute-ref.ts';
import type { ResourceModel } from './resource-model.ts';

/**
 * True for the attributes that documents hold. `id` and `meta` are columns of a store, reference sets and what is
 * derived from them are rows of their own.
 */
export function isStored(attribute: AttributeRef): boolean {
  if (attribute.memberTypes !== undefined || attribute.roles.includes('memberOf')) return false;
  return attribute.schema !== '' || attribute.mutability !== 'readOnly';
}

const stored = new WeakMap<ResourceModel, readonly AttributeRef[]>();

/** The top level of a resource type's documents. */
export function storedAttributes(model: ResourceModel): readonly AttributeRef[] {
  let attributes = stored.get(model);
  if (attributes === undefined) stored.set(model, (attributes = model.attributes.filter(isStored)));
  return attributes;
}
