import type { AttributeRef } from './attribute-ref.ts';
import { foldString } from './fold-string.ts';
import type { Key } from './key.ts';
import { parseInstant } from './parse-instant.ts';

export { compareKeys } from './compare-keys.ts';
export { foldString } from './fold-string.ts';
export type { Key } from './key.ts';
export { parseInstant } from './parse-instant.ts';

/** The version of the rule that makes keys. Stores keep it beside their keys; another one means that they are rebuilt. */
export const KEY_VERSION = 1;

/**
 * Makes the key of a value: what filters, sorting and uniqueness compare.
 *
 * @param value - A value of the attribute, or of one of its elements.
 * @param attribute - Whose value it is.
 * @returns The key, or `undefined` when the value does not have the attribute's type, a date and time cannot be parsed,
 *   or the attribute is complex.
 * @example
 * ```ts
 * import { compileResourceType, resolveAttribute, toKey, User } from '@scimkit/core';
 *
 * const userName = resolveAttribute(compileResourceType(User), 'userName');
 * if (userName !== undefined) toKey('Jo@Example.com', userName); // 'jo@example.com'
 * ```
 */
export function toKey(value: unknown, attribute: AttributeRef): Key | undefined {
  switch (typeof value) {
    case 'string':
      if (attribute.type === 'dateTime') return parseInstant(value);
      return isText(attribute) ? foldString(value, attribute) : undefined;
    case 'number':
      // Adding 0 turns -0, which JSON can say, into 0.
      return isNumber(attribute) && Number.isFinite(value) ? value + 0 : undefined;
    case 'boolean':
      return attribute.type === 'boolean' ? value : undefined;
    default:
      return undefined;
  }
}

function isText({ type }: AttributeRef): boolean {
  return type === 'string' || type === 'reference' || type === 'binary';
}

function isNumber({ type }: AttributeRef): boolean {
  return type === 'integer' || type === 'decimal';
}
