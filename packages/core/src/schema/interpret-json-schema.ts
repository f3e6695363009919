import type { Violation } from './explain-violation.ts';
import { formats } from './formats.ts';
import type { JsonSchema } from './json-schema.ts';

const escapeToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function typeFits(schema: JsonSchema, value: unknown): boolean {
  switch (schema.type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === schema.type;
  }
}

function checkString(schema: JsonSchema, text: string): Pick<Violation, 'keyword' | 'params'> | undefined {
  if (schema.minLength !== undefined && text.length < schema.minLength) {
    return { keyword: 'minLength', params: { limit: schema.minLength } };
  }
  if (schema.enum !== undefined && !schema.enum.includes(text)) return { keyword: 'enum', params: {} };
  if (schema.format !== undefined && !formats[schema.format](text)) {
    return { keyword: 'format', params: { format: schema.format } };
  }
  return undefined;
}

function checkArray(schema: JsonSchema, list: readonly unknown[], path: string): Violation | undefined {
  if (schema.maxItems !== undefined && list.length > schema.maxItems) {
    return { instancePath: path, keyword: 'maxItems', params: { limit: schema.maxItems } };
  }
  if (schema.items === undefined) return undefined;
  for (const [index, element] of list.entries()) {
    const violation = check(schema.items, element, `${path}/${index}`);
    if (violation !== undefined) return violation;
  }
  return undefined;
}

function checkObject(schema: JsonSchema, value: object, path: string): Violation | undefined {
  // Names come from definitions, which allow none that objects inherit; what the properties hold is checked next.
  const parts = value as Readonly<Record<string, unknown>>;
  const missing = schema.required?.find((name) => parts[name] === undefined);
  if (missing !== undefined) {
    return { instancePath: path, keyword: 'required', params: { missingProperty: missing } };
  }
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    if (parts[name] === undefined) continue;
    const violation = check(part, parts[name], `${path}/${escapeToken(name)}`);
    if (violation !== undefined) return violation;
  }
  return undefined;
}

function check(schema: JsonSchema, value: unknown, path: string): Violation | undefined {
  if (!typeFits(schema, value)) return { instancePath: path, keyword: 'type', params: { type: schema.type } };
  if (typeof value === 'string') {
    const found = checkString(schema, value);
    return found && { instancePath: path, ...found };
  }
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum) {
      return { instancePath: path, keyword: 'minimum', params: {} };
    }
    if (schema.maximum !== undefined && value > schema.maximum) {
      return { instancePath: path, keyword: 'maximum', params: {} };
    }
    return undefined;
  }
  if (Array.isArray(value)) return checkArray(schema, value, path);
  return typeof value === 'object' && value !== null ? checkObject(schema, value, path) : undefined;
}

/**
 * Checks values by walking their JSON Schema: the stand-in for Ajv where code may not be generated. It knows the keywords
 * that {@link JsonSchema} has and reports what Ajv would, so that nothing else notices the difference.
 */
export function interpretJsonSchema(schema: JsonSchema): (value: unknown) => Violation | undefined {
  return (value) => check(schema, value, '');
}
