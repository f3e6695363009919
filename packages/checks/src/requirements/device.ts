import { defineExtension, defineResourceType, defineSchema } from '@scimkit/core';

/** A schema with the characteristics that User and Group do not have. */
export const DeviceSchema = defineSchema({
  id: 'urn:example:schemas:2.0:Device',
  name: 'Device',
  attributes: {
    label: { required: true, roles: ['display'] },
    bare: {},
    serial: { mutability: 'immutable', caseExact: true },
    note: { returned: 'request' },
    tag: { returned: 'always' },
    pin: { mutability: 'writeOnly', returned: 'never' },
    state: { canonicalValues: ['new', 'used'], closed: true },
    height: { type: 'integer' },
    ratio: { type: 'decimal' },
    seen: { type: 'dateTime' },
    // COM-15: what a schema says about a common attribute does not count.
    id: { caseExact: false, mutability: 'readWrite', returned: 'request' },
    place: {
      type: 'complex',
      subAttributes: {
        room: { required: true },
        keys: { multiValued: true },
        code: { returned: 'never' },
        hint: { returned: 'request' },
        mark: { returned: 'always' },
      },
    },
    keeper: {
      type: 'complex',
      reference: true,
      subAttributes: {
        value: { caseExact: true },
        $ref: { type: 'reference', referenceTypes: ['User', 'Group'] },
        type: { mutability: 'readOnly' },
        display: { mutability: 'readOnly' },
      },
    },
  },
});

export const Device = defineResourceType({ name: 'Device', endpoint: '/Devices', schema: DeviceSchema });

export const ContractSchema = defineExtension({
  id: 'urn:example:schemas:extension:2.0:Contract',
  name: 'Contract',
  attributes: { number: { required: true }, remark: {} },
});

const AssetSchema = defineSchema({
  id: 'urn:example:schemas:2.0:Asset',
  name: 'Asset',
  attributes: { label: { required: true } },
});

/** A resource type whose extension is required. */
export const Asset = defineResourceType({
  name: 'Asset',
  endpoint: '/Assets',
  schema: AssetSchema,
  extensions: [{ schema: ContractSchema, required: true }],
});

/** A device as a client sends it. */
export function device(rest: object = {}): Record<string, unknown> {
  return { schemas: [DeviceSchema.id], label: 'D', ...rest };
}

/** An asset as a client sends it. */
export function asset(rest: object = {}): Record<string, unknown> {
  return { schemas: [AssetSchema.id, ContractSchema.id], label: 'A', ...rest };
}
