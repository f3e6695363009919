import { badRequest } from '../errors/bad-request.ts';
import type { ScimError, ScimType } from '../errors/scim-error.ts';
import type { AttributeRef } from './attribute-ref.ts';
import { isOverloaded } from './formats.ts';
import { MAX_ELEMENTS } from './json-schema.ts';

/** What a validator finds: the shape of Ajv's errors, as far as it is used. */
export interface Violation {
  /** A JSON Pointer to the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What the pointer starts from: a document, or the value of an attribute. */
export type Origin =
  | { readonly attributes: ReadonlyMap<string, AttributeRef>; readonly path: '' }
  | { readonly attribute: AttributeRef; readonly path: string; readonly element: boolean };

/** The value a pointer leads to, with the path to it as a person writes it and the attribute it belongs to. */
interface Spot {
  readonly path: string;
  readonly value: unknown;
  readonly attribute: AttributeRef | undefined;
  /** True when the value is one element of the attribute. */
  readonly element: boolean;
}

const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** How a part is written behind what it is a part of: `emails[1]`, `name.givenName`, `urn:…:User:department`. */
function join(path: string, token: string, attribute: AttributeRef | undefined): string {
  if (path === '') return token;
  return `${path}${attribute?.extension === true ? ':' : '.'}${token}`;
}

function follow(pointer: string, root: unknown, origin: Origin): Spot {
  let names = 'attributes' in origin ? origin.attributes : origin.attribute.byName;
  let attribute = 'attribute' in origin ? origin.attribute : undefined;
  let { path }: { path: string } = origin;
  let value = root;
  let element = 'attribute' in origin && origin.element;
  for (const token of pointer.split('/').slice(1).map(unescapeToken)) {
    // The validator has been there, so each step is a property of an object or an element of an array.
    const container = value as Readonly<Record<string, unknown>>;
    element = Array.isArray(value);
    if (element) path = `${path}[${token}]`;
    else {
      path = join(path, token, attribute);
      attribute = names.get(token.toLowerCase());
      names = attribute?.byName ?? new Map();
    }
    value = container[token];
  }
  return { path, value, attribute, element };
}

const expectations: Readonly<Record<AttributeRef['type'], string>> = {
  string: 'a string',
  boolean: 'true or false',
  decimal: 'a number',
  integer: 'a whole number',
  dateTime: 'a date and time as a string',
  reference: 'a URI as a string',
  binary: 'base64 as a string',
  complex: 'an object',
};

function nameType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A value as it may be shown to whoever sent it: short, and never a secret. */
function show(value: unknown, attribute: AttributeRef | undefined): string {
  if (attribute?.secret === true || attribute?.mutability === 'writeOnly') return nameType(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value !== 'string') return nameType(value);
  const points = [...value.slice(0, 120)];
  return JSON.stringify(points.length > 60 ? `${points.slice(0, 60).join('')}…` : value);
}

/** What came instead of the right type. The text of a string does not matter then. */
function showType(value: unknown, attribute: AttributeRef | undefined): string {
  return typeof value === 'string' ? 'a string' : show(value, attribute);
}

function expectationOf({ attribute, element, value }: Spot): string {
  if (attribute === undefined) return Array.isArray(value) ? 'an object' : 'another value';
  return attribute.multiValued && !element ? 'an array' : expectations[attribute.type];
}

const formatExpectations: Readonly<Record<string, string>> = {
  text: 'text without NUL characters and halves of surrogate pairs',
  keyText: 'text without NUL characters, halves of surrogate pairs and U+10FFFF',
  dateTime: 'a date and time such as 2024-01-31T09:30:00Z',
  reference: 'a URI such as https://example.com/jo or a relative reference',
  binary: 'base64',
};

function sentence(violation: Violation, spot: Spot, origin: Origin): string {
  const { keyword, params } = violation;
  const { path, value, attribute } = spot;
  switch (keyword) {
    case 'required': {
      const missing = String(params.missingProperty);
      return `${join(path, missing, attribute ?? originOf(origin))}: a value is required.`;
    }
    case 'minLength':
      return `${path}: a value is required, and an empty string is none.`;
    case 'enum': {
      const allowed = (attribute?.canonicalValues ?? []).map((each) => JSON.stringify(each)).join(', ');
      return `${path}: expected one of ${allowed}, but got ${show(value, attribute)}.`;
    }
    case 'format':
      if (typeof value === 'string' && isOverloaded(value))
        return `${path}: expected at most 128 combining marks on one letter.`;
      return `${path}: expected ${formatExpectations[String(params.format)]}, but got ${show(value, attribute)}.`;
    case 'maxItems':
      return `${path}: expected at most ${MAX_ELEMENTS} values.`;
    case 'minimum':
    case 'maximum':
      return `${path}: expected a number between -9007199254740991 and 9007199254740991, because larger ones are not exact.`;
    default:
      return `${path}: expected ${expectationOf(spot)}, but got ${showType(value, attribute)}.`;
  }
}

const originOf = (origin: Origin): AttributeRef | undefined =>
  'attribute' in origin ? origin.attribute : undefined;

/**
 * Puts into words what a validator found.
 *
 * @param root - The value that was validated.
 * @returns A 400 whose sentence names the attribute, what was expected and what came.
 */
export function explainViolation(
  violation: Violation,
  root: unknown,
  origin: Origin,
  scimType: ScimType,
): ScimError {
  const spot = follow(violation.instancePath, root, origin);
  return badRequest(scimType, sentence(violation, spot, origin));
}
