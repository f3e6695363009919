import { checkSchema } from './check-schema.ts';
import type {
  AttributeDefinition,
  DeclaredRole,
  ResourceTypeDefinition,
  SchemaDefinition,
} from './definition.ts';
import { ResourceTypeSchema } from './definitions/resource-type.ts';
import { SchemaSchema } from './definitions/schema.ts';
import { ServiceProviderConfigSchema } from './definitions/service-provider-config.ts';

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** One segment of unreserved characters, so that no client has to escape it. */
const ENDPOINT = /^\/[A-Za-z0-9][A-Za-z0-9._~-]*$/;

/** Endpoints that SCIM itself gives a meaning to. RFC 7644 section 3.2. */
const reserved: ReadonlySet<string> = new Set([
  '/bulk',
  '/me',
  '/schemas',
  '/resourcetypes',
  '/serviceproviderconfig',
  '/.search',
]);

const own = [ServiceProviderConfigSchema, ResourceTypeSchema, SchemaSchema];

function checkUrns(type: ResourceTypeDefinition, refuse: (problem: string) => TypeError): void {
  const seen = new Set(own.map(({ id }) => id.toLowerCase()));
  for (const { id } of [type.schema, ...(type.extensions ?? []).map(({ schema }) => schema)]) {
    if (seen.has(id.toLowerCase())) {
      throw refuse(
        `the URN ${id} is used already; letter case makes no difference. Give the schema another one.`,
      );
    }
    seen.add(id.toLowerCase());
  }
}

function checkExtensions(type: ResourceTypeDefinition, refuse: (problem: string) => TypeError): void {
  for (const { schema } of type.extensions ?? []) {
    if (schema.kind !== 'extension')
      throw refuse(`${schema.id} is no extension. Define it with defineExtension.`);
    for (const [name, attribute] of Object.entries(schema.attributes)) {
      if (attribute.referenceSet === true || attribute.derivedFrom !== undefined) {
        throw refuse(`"${name}" of ${schema.id} refers to other resources. Move it to the base schema.`);
      }
    }
  }
}

/** Every attribute and part of a schema, with its path. */
function walk(schema: SchemaDefinition): [string, AttributeDefinition][] {
  return Object.entries(schema.attributes).flatMap(([name, attribute]) => [
    [name, attribute] as [string, AttributeDefinition],
    ...Object.entries(attribute.subAttributes ?? {}).map(
      ([part, definition]) => [`${name}.${part}`, definition] as [string, AttributeDefinition],
    ),
  ]);
}

function checkSingle(type: ResourceTypeDefinition, refuse: (problem: string) => TypeError): void {
  const attributes = [type.schema, ...(type.extensions ?? []).map(({ schema }) => schema)].flatMap(walk);
  const only = (what: string, holds: (attribute: AttributeDefinition) => boolean): void => {
    const [first, second] = attributes.filter(([, attribute]) => holds(attribute));
    if (first !== undefined && second !== undefined) {
      throw refuse(
        `"${first[0]}" and "${second[0]}" are both ${what}, and there can be one only. Change one of them.`,
      );
    }
  };
  only('a referenceSet', ({ referenceSet }) => referenceSet === true);
  only('derived from reference sets', ({ derivedFrom }) => derivedFrom !== undefined);
  for (const role of ['display', 'sort', 'active'] as const satisfies readonly DeclaredRole[]) {
    only(`marked with the role ${role}`, ({ roles }) => roles?.includes(role) ?? false);
  }
}

/**
 * Checks a resource type: its name, its endpoint, its schemas one by one and together.
 *
 * @throws TypeError that says what is wrong and how to mend it.
 */
export function checkResourceType(type: ResourceTypeDefinition): void {
  const refuse = (problem: string): TypeError => new TypeError(`The resource type ${type.name}: ${problem}`);
  if (typeof type.name !== 'string' || !NAME.test(type.name)) {
    throw new TypeError(`The resource type name "${type.name}" must be a word such as Device. Rename it.`);
  }
  if (own.some(({ id }) => id.endsWith(`:${type.name}`)))
    throw refuse('SCIM itself uses the name. Rename it.');
  if (typeof type.endpoint !== 'string' || !ENDPOINT.test(type.endpoint)) {
    throw refuse(`the endpoint "${type.endpoint}" must be a slash and one path segment, such as /Devices.`);
  }
  if (reserved.has(type.endpoint.toLowerCase())) {
    throw refuse(`SCIM itself uses the endpoint ${type.endpoint}. Choose another one.`);
  }
  checkSchema(type.schema);
  for (const { schema } of type.extensions ?? []) checkSchema(schema);
  checkUrns(type, refuse);
  checkExtensions(type, refuse);
  checkSingle(type, refuse);
}
