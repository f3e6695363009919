import type { ResourceTypeDefinition } from '../schema/definition.ts';
import { isAttributePath } from './attribute-path-syntax.ts';
import type { CompareOp } from './filter-node.ts';
import type { FilterWriter } from './filter-writer.ts';

/**
 * A writer of filters on a resource type: paths, operators and values are checked when the code is compiled, and values are
 * escaped, so that none can end its string and go on as filter. What it writes is text, as it would stand in a request.
 *
 * @param _type - The resource type, as given to `createScimServer`. Its literal is what is checked against. With a
 *   `ResourceTypeDefinition` that is not a literal every path and value is taken.
 * @returns The writer. It keeps nothing, so that it can be made anywhere, and once for all.
 * @see RFC 7644 section 3.4.2.2
 * @example
 * ```ts
 * import { filterFor, User } from '@scimkit/core';
 *
 * const users = filterFor(User);
 * export const filter = users.and(
 *   users.eq('active', true),
 *   users.gt('meta.lastModified', new Date('2026-01-01T00:00:00Z')),
 *   users.some('emails', (email) => email.and(email.eq('type', 'work'), email.ew('value', '@example.com'))),
 *   users.not(users.pr('title')),
 * );
 * ```
 */
export function filterFor<T extends ResourceTypeDefinition>(_type: T): FilterWriter<T> {
  // What is written does not depend on the resource type; which paths and values it may have is for the compiler alone.
  return writer as unknown as FilterWriter<T>;
}

type Literal = string | number | boolean | Date;

const comparison = (op: CompareOp) => (path: string, value: Literal) =>
  `${nameOf(path)} ${op} ${literalOf(value)}`;

const conditions = {
  eq: comparison('eq'),
  ne: comparison('ne'),
  co: comparison('co'),
  sw: comparison('sw'),
  ew: comparison('ew'),
  gt: comparison('gt'),
  ge: comparison('ge'),
  lt: comparison('lt'),
  le: comparison('le'),
  pr: (path: string) => `${nameOf(path)} pr`,
  and: (...parts: readonly string[]) => joined(parts, ' and '),
  /** `and` binds more tightly and `not` has parentheses of its own, so this is the only one that needs some. */
  or: (...parts: readonly string[]) => (parts.length > 1 ? `(${joined(parts, ' or ')})` : joined(parts, '')),
  not: (part: string) => `not (${part})`,
};

type OfElement = (element: typeof conditions) => string;

const some = (path: string, of: OfElement) => `${nameOf(path)}[${of(conditions)}]`;

const writer = Object.freeze({
  ...conditions,
  some,
  valuePath: (path: string, of: OfElement, part?: string) =>
    part === undefined ? some(path, of) : `${some(path, of)}.${nameOf(part)}`,
});

Object.freeze(conditions);

function joined(parts: readonly string[], by: string): string {
  if (parts.length > 0) return parts.join(by);
  throw new TypeError('A filter needs at least one condition; leave it out to list everything.');
}

/** The compiler has checked it where the definition is a literal; elsewhere it may have come from outside. */
function nameOf(path: string): string {
  if (isAttributePath(path)) return path;
  throw new TypeError(`${JSON.stringify(String(path).slice(0, 60))} is not the path of an attribute.`);
}

function literalOf(value: Literal): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      // JSON makes null of these, and null asks for something else.
      if (Number.isFinite(value)) return JSON.stringify(value);
      break;
    default:
      if (value instanceof Date && !Number.isNaN(value.getTime())) return `"${value.toISOString()}"`;
  }
  throw new TypeError(
    `A filter compares with strings, finite numbers, booleans and valid dates, not with ${nameFor(value)}.`,
  );
}

function nameFor(value: Literal): string {
  if (typeof value === 'number') return String(value);
  return value instanceof Date ? 'an invalid Date' : value === null ? 'null' : typeof value;
}
