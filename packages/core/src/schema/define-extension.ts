import { checkSchema } from './check-schema.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { SchemaDefinition } from './definition.ts';

/**
 * Defines a schema that extends others. In a resource its attributes live in an object named by the schema's URN.
 *
 * @param schema - The schema as a literal; `as const` is not needed.
 * @returns The same definition, marked as an extension and frozen all the way down.
 * @throws TypeError when the definition breaks a rule of RFC 7643; the sentence says which and how to mend it.
 * @see RFC 7643 section 3.3
 * @example
 * ```ts
 * import { defineExtension } from '@scimkit/core';
 *
 * export const BadgeExtension = defineExtension({
 *   id: 'urn:example:schemas:extension:badge:2.0:User',
 *   name: 'Badge',
 *   attributes: { badgeNumber: { type: 'integer', indexed: true } },
 * });
 * ```
 */
export function defineExtension<const S extends SchemaDefinition>(
  schema: S,
): S & { readonly kind: 'extension' } {
  checkSchema(schema);
  return deepFreeze({ ...schema, kind: 'extension' });
}
