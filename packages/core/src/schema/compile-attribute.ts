import { attributeId } from './attribute-id.ts';
import type { AttributeRef, Role } from './attribute-ref.ts';
import type { AttributeDefinition, SchemaDefinition } from './definition.ts';

/** Where an attribute stands: what it is a part of, and whose schema declares it. */
interface Place {
  /** The resource type's name. */
  readonly type: string;
  /** URN of the declaring schema; empty for the common attributes. */
  readonly schema: string;
  readonly parent?: AttributeRef;
}

/** An attribute while its parts are being made; frozen before anyone else sees it. */
type Draft = { -readonly [Name in keyof AttributeRef]: AttributeRef[Name] };

const none: readonly never[] = Object.freeze([]);

function pathOf(name: string, place: Place): string {
  if (place.parent === undefined) return name;
  return `${place.parent.path}${place.parent.extension ? ':' : '.'}${name}`;
}

function rolesOf(name: string, definition: AttributeDefinition, place: Place): readonly Role[] {
  const roles: Role[] = [...(definition.roles ?? [])];
  const common = place.schema === '';
  const uniqueness = definition.uniqueness ?? 'none';
  if (uniqueness !== 'none' && !common) roles.push('unique');
  if (common && name === 'externalId') roles.push('external');
  if (definition.referenceSet === true) roles.push('membership');
  if (definition.derivedFrom === 'memberOf') roles.push('memberOf');
  return roles.length === 0 ? none : Object.freeze(roles);
}

/** Types of resources, as opposed to `external` and `uri`, which name no type. */
function memberTypesOf(definition: AttributeDefinition): readonly string[] {
  const types = definition.subAttributes?.$ref?.referenceTypes ?? [];
  return Object.freeze(types.filter((type) => type !== 'external' && type !== 'uri'));
}

/**
 * Resolves one attribute and its parts: defaults of RFC 7643 section 2.2 filled in, path, steps and id worked out.
 *
 * @param name - The attribute's name as the schema spells it.
 * @param indexed - True when the complex attribute it is a part of is declared indexed.
 */
export function compileAttribute(
  name: string,
  definition: AttributeDefinition,
  place: Place,
  indexed = false,
): AttributeRef {
  const path = pathOf(name, place);
  const type = definition.type ?? 'string';
  const draft: Draft = {
    id: attributeId(place.type, path),
    path,
    name,
    steps: Object.freeze([...(place.parent?.steps ?? none), name]),
    type,
    multiValued: definition.multiValued ?? false,
    description: definition.description ?? '',
    required: definition.required ?? false,
    // References and binaries always are (RFC 7643 sections 2.3.6 and 2.3.7, erratum 6001).
    caseExact: type === 'reference' || type === 'binary' || (definition.caseExact ?? false),
    mutability: definition.mutability ?? 'readWrite',
    returned: definition.returned ?? 'default',
    uniqueness: definition.uniqueness ?? 'none',
    closed: definition.closed ?? false,
    extension: false,
    schema: place.schema,
    subAttributes: none,
    byName: new Map(),
    roles: rolesOf(name, definition, place),
    indexed: indexed || (definition.indexed ?? false),
    secret: definition.secret ?? false,
  };
  if (definition.canonicalValues?.length) draft.canonicalValues = definition.canonicalValues;
  if (definition.referenceTypes?.length) draft.referenceTypes = definition.referenceTypes;
  if (place.parent !== undefined) draft.parent = place.parent;
  if (definition.prepare !== undefined) draft.prepare = definition.prepare;
  if (definition.format !== undefined) draft.format = definition.format;
  if (definition.referenceSet === true) draft.memberTypes = memberTypesOf(definition);
  if (definition.reference === true) draft.refersTo = memberTypesOf(definition);
  adopt(draft, compileParts(draft, definition.subAttributes ?? {}, { ...place, parent: draft }));
  return Object.freeze(draft);
}

function compileParts(
  parent: AttributeRef,
  definitions: Readonly<Record<string, AttributeDefinition>>,
  place: Place,
): AttributeRef[] {
  return Object.entries(definitions).map(([name, definition]) =>
    compileAttribute(name, definition, place, parent.indexed && canBeIndexed(parent, definition)),
  );
}

/** An index on a complex attribute is one on those of its parts that can have keys. */
function canBeIndexed(parent: AttributeRef, { type, returned, multiValued }: AttributeDefinition): boolean {
  return type !== 'binary' && returned !== 'never' && !(parent.multiValued && multiValued === true);
}

function adopt(parent: Draft, parts: AttributeRef[]): void {
  parent.subAttributes = Object.freeze(parts);
  parent.byName = new Map(parts.map((part) => [part.name.toLowerCase(), part]));
}

/** The container of an extension: a complex attribute named by the extension's URN. */
export function compileExtension(type: string, schema: SchemaDefinition, required: boolean): ExtensionRef {
  const draft: Draft = {
    id: attributeId(type, schema.id),
    path: schema.id,
    name: schema.id,
    steps: Object.freeze([schema.id]),
    type: 'complex',
    multiValued: false,
    description: schema.description ?? '',
    required,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    closed: false,
    extension: true,
    schema: schema.id,
    subAttributes: none,
    byName: new Map(),
    roles: none,
    indexed: false,
    secret: false,
  };
  const place = { type, schema: schema.id, parent: draft };
  adopt(draft, compileParts(draft, schema.attributes, place));
  // Its `extension` was set to true above, which the type of the draft has forgotten.
  return Object.freeze(draft) as ExtensionRef;
}

/** The container of an extension. */
export type ExtensionRef = AttributeRef & { readonly extension: true };
