import {
  type AttributeDefinition,
  compileResourceType,
  defineResourceType,
  defineSchema,
  type ResourceModel,
} from '@scimkit/core';

/** A resource type `Thing` with these attributes, so that a test can have it defined in several ways. */
export function thing(
  attributes: Readonly<Record<string, AttributeDefinition>>,
  name = 'Thing',
): ResourceModel {
  const schema = defineSchema({ id: `urn:test:${name}`, name, attributes });
  return compileResourceType(defineResourceType({ name, endpoint: `/${name}s`, schema }));
}

/** An attribute of a model. */
export function attributeOf(model: ResourceModel, path: string) {
  const found = [...model.byId.values()].find((attribute) => attribute.path === path);
  if (found === undefined) throw new TypeError(`There is no ${path}.`);
  return found;
}
