import { checkResourceType } from './check-resource-type.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { ResourceTypeDefinition } from './definition.ts';

/**
 * Defines a resource type: a name, an endpoint, a base schema and its extensions.
 *
 * @param type - The resource type as a literal; `as const` is not needed.
 * @returns The same object, frozen all the way down.
 * @throws TypeError when the definition cannot be served; the sentence says why and how to mend it.
 * @see RFC 7643 section 6
 * @example
 * ```ts
 * import { defineResourceType, defineSchema } from '@scimkit/core';
 *
 * const DeviceSchema = defineSchema({
 *   id: 'urn:example:schemas:2.0:Device',
 *   name: 'Device',
 *   attributes: { serialNumber: { required: true, uniqueness: 'server' } },
 * });
 *
 * export const Device = defineResourceType({ name: 'Device', endpoint: '/Devices', schema: DeviceSchema });
 * ```
 */
export function defineResourceType<const T extends ResourceTypeDefinition>(type: T): T {
  checkResourceType(type);
  return deepFreeze(type);
}
