import { commonAttributes } from './common-attributes.ts';
import type { AttributeType, PublishedAttributeDefinition, PublishedSchemaDefinition } from './definition.ts';
import { ResourceTypeSchema } from './definitions/resource-type.ts';
import { SchemaSchema } from './definitions/schema.ts';
import { ServiceProviderConfigSchema } from './definitions/service-provider-config.ts';
import type { Catalog, ResourceModel } from './resource-model.ts';

/** Data types whose values can differ in letter case. RFC 7643 section 2.3. */
const cased: ReadonlySet<AttributeType> = new Set(['string', 'reference', 'binary']);

/** Data types whose values can be unique. */
const comparable: ReadonlySet<AttributeType> = new Set(['string', 'reference', 'integer', 'decimal']);

const common = new Map(Object.entries(commonAttributes).map(([name, each]) => [name.toLowerCase(), each]));

function publishAttribute(name: string, definition: PublishedAttributeDefinition): object {
  const type = definition.type ?? 'string';
  const exact = type !== 'string' || (definition.caseExact ?? false);
  return {
    name,
    type,
    multiValued: definition.multiValued ?? false,
    ...(definition.description && { description: definition.description }),
    required: definition.required ?? false,
    ...(definition.canonicalValues?.length && { canonicalValues: definition.canonicalValues }),
    ...(cased.has(type) && { caseExact: exact }),
    mutability: definition.mutability ?? 'readWrite',
    returned: definition.returned ?? 'default',
    ...(comparable.has(type) && { uniqueness: definition.uniqueness ?? 'none' }),
    ...(definition.referenceTypes?.length && { referenceTypes: definition.referenceTypes }),
    ...(definition.subAttributes && { subAttributes: publishAttributes(definition.subAttributes) }),
  };
}

function publishAttributes(definitions: Readonly<Record<string, PublishedAttributeDefinition>>): object[] {
  return Object.entries(definitions).map(([name, definition]) => publishAttribute(name, definition));
}

/**
 * Makes the Schema resource of a schema. Every characteristic that applies to an attribute's type is stated, so that no
 * client has to know the defaults. What is published is what requests are held to.
 *
 * @param location - The absolute URI of the Schema resource, for `meta`.
 * @see RFC 7643 section 7
 */
export function publishSchema(schema: PublishedSchemaDefinition, location?: string): object {
  // Characteristics of the common attributes are those of RFC 7643 section 3.1, whatever a schema says (COM-15).
  const attributes = Object.entries(schema.attributes).map(([name, definition]) =>
    publishAttribute(name, common.get(name.toLowerCase()) ?? definition),
  );
  return {
    schemas: [SchemaSchema.id],
    id: schema.id,
    name: schema.name,
    ...(schema.description && { description: schema.description }),
    attributes,
    meta: { resourceType: 'Schema', ...(location !== undefined && { location }) },
  };
}

/**
 * Makes the ResourceType resource of a resource type.
 *
 * @param location - The absolute URI of the ResourceType resource, for `meta`.
 * @see RFC 7643 section 6
 */
export function publishResourceType(model: ResourceModel, location?: string): object {
  const { name, endpoint, description, schema, extensions } = model.definition;
  return {
    schemas: [ResourceTypeSchema.id],
    id: name,
    name,
    endpoint,
    ...(description && { description }),
    schema: schema.id,
    ...(extensions?.length && {
      schemaExtensions: extensions.map((use) => ({ schema: use.schema.id, required: use.required ?? false })),
    }),
    meta: { resourceType: 'ResourceType', ...(location !== undefined && { location }) },
  };
}

/**
 * The schemas that `/Schemas` lists: those of the catalog's resource types, each once, and the three that describe the
 * service provider itself (DSC-06).
 */
export function catalogSchemas(catalog: Catalog): readonly PublishedSchemaDefinition[] {
  const schemas = new Map<string, PublishedSchemaDefinition>();
  for (const { definition } of catalog.models) {
    for (const schema of [definition.schema, ...(definition.extensions ?? []).map((use) => use.schema)]) {
      schemas.set(schema.id.toLowerCase(), schema);
    }
  }
  return [...schemas.values(), ServiceProviderConfigSchema, ResourceTypeSchema, SchemaSchema];
}
