import type { AttributeRef } from './attribute-ref.ts';
import type { FormatName } from './formats.ts';
import type { ResourceModel } from './resource-model.ts';
import { storedAttributes } from './stored-attributes.ts';

/** The part of JSON Schema that {@link toJsonSchema} uses. */
export interface JsonSchema {
  readonly type: 'string' | 'boolean' | 'integer' | 'number' | 'array' | 'object';
  readonly format?: FormatName;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/**
 * Which values must be there: `input` asks a client for all it has to send, `stored` leaves out the secrets, which need
 * not be kept, and `none` asks for nothing, for the values of a PATCH, which are only parts.
 */
export type Demand = 'input' | 'stored' | 'none';

/** The most elements that a multi-valued attribute may have. Reference sets are not bounded by it. */
export const MAX_ELEMENTS = 10_000;

function isDemanded(attribute: AttributeRef, demand: Demand): boolean {
  // What is readOnly is the server's to supply (CHR-22).
  if (!attribute.required || demand === 'none' || attribute.mutability === 'readOnly') return false;
  return demand === 'input' || attribute.mutability !== 'writeOnly';
}

const bounds = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER } as const;

function stringSchema(attribute: AttributeRef): JsonSchema {
  const keyed = attribute.indexed || attribute.roles.length > 0;
  return {
    type: 'string',
    format: keyed ? 'keyText' : 'text',
    // An empty string is no value (FLT-10), so it is not enough where one is required (CHR-20).
    ...(attribute.required && { minLength: 1 }),
    ...(attribute.closed && attribute.canonicalValues && { enum: attribute.canonicalValues }),
  };
}

function objectSchema(attributes: readonly AttributeRef[], demand: Demand): JsonSchema {
  const required = attributes.filter((attribute) => isDemanded(attribute, demand)).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(attributes.map((part) => [part.name, attributeSchema(part, demand)])),
    ...(required.length > 0 && { required }),
  };
}

/** The JSON Schema of one value: of an element, when the attribute is multi-valued. */
export function elementSchema(attribute: AttributeRef, demand: Demand): JsonSchema {
  switch (attribute.type) {
    case 'string':
      return stringSchema(attribute);
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer', ...bounds };
    case 'decimal':
      // Beyond these bounds JSON numbers have been rounded by the time they are seen (TYP-21).
      return { type: 'number', ...bounds };
    case 'dateTime':
    case 'reference':
    case 'binary':
      return { type: 'string', format: attribute.type };
    case 'complex':
      return objectSchema(attribute.subAttributes, demand);
  }
}

/** The JSON Schema of an attribute: of the list, when it is multi-valued. */
export function attributeSchema(attribute: AttributeRef, demand: Demand): JsonSchema {
  const items = elementSchema(attribute, demand);
  return attribute.multiValued ? { type: 'array', items, maxItems: MAX_ELEMENTS } : items;
}

/**
 * The JSON Schema of a resource type's documents in canonical form. Its formats are those of `formats.ts`.
 *
 * @param demand - Which attributes are required.
 */
export function toJsonSchema(model: ResourceModel, demand: Demand = 'input'): JsonSchema {
  return objectSchema(storedAttributes(model), demand);
}
