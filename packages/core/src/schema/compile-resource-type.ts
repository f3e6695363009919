import type { AttributeRef, Role } from './attribute-ref.ts';
import { checkResourceType } from './check-resource-type.ts';
import { commonAttributes } from './common-attributes.ts';
import { compileAttribute, compileExtension } from './compile-attribute.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from './definition.ts';
import type { ResourceModel } from './resource-model.ts';

/** Roles whose attributes get a key of their own in stores. */
const keyedRoles: ReadonlySet<Role> = new Set(['unique', 'external', 'display', 'sort', 'active']);

function withParts(attributes: readonly AttributeRef[]): AttributeRef[] {
  return attributes.flatMap((attribute) => [attribute, ...withParts(attribute.subAttributes)]);
}

function indexById(type: string, attributes: readonly AttributeRef[]): Map<number, AttributeRef> {
  const byId = new Map<number, AttributeRef>();
  for (const attribute of attributes) {
    const other = byId.get(attribute.id);
    if (other !== undefined) {
      throw new TypeError(
        `The attributes "${other.path}" and "${attribute.path}" of ${type} have the same id ${attribute.id}. ` +
          'Rename one of them: stores tell attributes apart by this hash of their names.',
      );
    }
    byId.set(attribute.id, attribute);
  }
  return byId;
}

const isKeyed = (attribute: AttributeRef): boolean =>
  attribute.type !== 'complex' &&
  (attribute.indexed || attribute.roles.some((role) => keyedRoles.has(role))) &&
  !isReference(attribute);

/** Reference sets and what is derived from them are rows of their own and have no keys in the document. */
const isReference = (attribute: AttributeRef): boolean =>
  attribute.parent?.memberTypes !== undefined || attribute.parent?.roles.includes('memberOf') === true;

/**
 * Compiles a resource type: every attribute resolved once, roles found, names indexed.
 *
 * @param definition - A resource type, as {@link defineResourceType} gives it.
 * @returns The model that everything below the resolver works with. Frozen.
 * @throws TypeError when the definition breaks a rule or two attributes get the same id.
 * @example
 * ```ts
 * import { compileResourceType, User } from '@scimkit/core';
 *
 * const users = compileResourceType(User);
 * users.unique.map(({ path }) => path); // ['userName']
 * ```
 */
export function compileResourceType(definition: ResourceTypeDefinition): ResourceModel {
  checkResourceType(definition);
  const type = definition.name;
  const compile = (schema: string, attributes: Readonly<Record<string, AttributeDefinition>>) =>
    Object.entries(attributes).map(([name, attribute]) =>
      compileAttribute(name, attribute, { type, schema }),
    );
  const common = compile('', commonAttributes);
  const commonNames = new Set(common.map((attribute) => attribute.name.toLowerCase()));
  // A schema may list the common attributes; their characteristics are those of RFC 7643 section 3.1 (COM-15).
  const own = compile(definition.schema.id, definition.schema.attributes).filter(
    (attribute) => !commonNames.has(attribute.name.toLowerCase()),
  );
  const extensions = (definition.extensions ?? []).map(({ schema, required }) =>
    compileExtension(type, schema, required ?? false),
  );
  const attributes = [...common, ...own, ...extensions];
  const all = withParts(attributes);
  const withRole = (role: Role): AttributeRef[] => all.filter((attribute) => attribute.roles.includes(role));
  const unique = withRole('unique');
  const [membership] = withRole('membership');
  const [memberOf] = withRole('memberOf');
  return Object.freeze({
    name: type,
    endpoint: definition.endpoint,
    definition,
    schema: definition.schema.id,
    attributes: Object.freeze(attributes),
    byName: new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute])),
    extensions: Object.freeze(extensions),
    byId: indexById(type, all),
    unique: Object.freeze(unique),
    display: Object.freeze([...new Set([...withRole('display'), ...unique.slice(0, 1)])]),
    ...(membership && { membership }),
    ...(memberOf && { memberOf }),
    references: Object.freeze(all.filter(({ refersTo }) => refersTo !== undefined)),
    formatted: Object.freeze(all.filter(({ format }) => format !== undefined)),
    keyed: Object.freeze(all.filter(isKeyed)),
    guarded: Object.freeze(all.filter(({ returned }) => returned !== 'default' && returned !== 'always')),
  });
}
