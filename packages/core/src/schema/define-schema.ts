import { checkSchema } from './check-schema.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { SchemaDefinition } from './definition.ts';

/**
 * Defines the base schema of a resource type. The literal is all there is: the TypeScript types ({@link Infer}), what
 * `/Schemas` publishes and what requests are checked against come from it.
 *
 * @param schema - The schema as a literal; `as const` is not needed.
 * @returns The same object, frozen all the way down.
 * @throws TypeError when the definition breaks a rule of RFC 7643; the sentence says which and how to mend it.
 * @see RFC 7643 sections 2 and 7
 * @example
 * ```ts
 * import { defineSchema } from '@scimkit/core';
 *
 * export const DeviceSchema = defineSchema({
 *   id: 'urn:example:schemas:2.0:Device',
 *   name: 'Device',
 *   attributes: {
 *     serialNumber: { required: true, uniqueness: 'server', caseExact: true },
 *     purchasedAt: { type: 'dateTime' },
 *     labels: { multiValued: true },
 *   },
 * });
 * ```
 */
export function defineSchema<const S extends SchemaDefinition>(schema: S): S {
  checkSchema(schema);
  return deepFreeze(schema);
}
