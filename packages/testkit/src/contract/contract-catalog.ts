import {
  type AttributeRef,
  type Catalog,
  compileCatalog,
  defineResourceType,
  defineSchema,
  Group,
  type ResourceModel,
  resolveAttribute,
  User,
} from '@scimkit/core';

const DeviceSchema = defineSchema({
  id: 'urn:scimkit:params:scim:schemas:contract:2.0:Device',
  name: 'Device',
  description: 'A type with attributes of every data type, indexed and not.',
  attributes: {
    serial: { required: true, uniqueness: 'server', caseExact: true },
    label: { roles: ['display', 'sort'] },
    ports: { type: 'integer', indexed: true },
    weight: { type: 'decimal' },
    boughtAt: { type: 'dateTime', indexed: true },
    seenAt: { type: 'dateTime' },
    online: { type: 'boolean', indexed: true },
    tags: { multiValued: true, indexed: true },
    notes: { multiValued: true, caseExact: true },
    site: {
      type: 'complex',
      subAttributes: { code: { caseExact: true, indexed: true }, floor: { type: 'integer' } },
    },
    links: {
      type: 'complex',
      multiValued: true,
      indexed: true,
      subAttributes: {
        value: { type: 'reference', referenceTypes: ['external'] },
        type: {},
        speed: { type: 'integer' },
        primary: { type: 'boolean' },
      },
    },
  },
});

const Device = defineResourceType({
  name: 'Device',
  endpoint: '/Devices',
  description: 'Devices, for the contract only.',
  schema: DeviceSchema,
});

/** The resource types that the contract works with. */
export const contractCatalog: Catalog = compileCatalog([User, Group, Device]);

/** The model of a type that is in the catalog. */
export function modelOf(type: string): ResourceModel {
  const model = contractCatalog.byType.get(type);
  if (model === undefined) throw new TypeError(`The contract has no type ${type}.`);
  return model;
}

/** An attribute by its path. */
export function attributeOf(type: string, path: string): AttributeRef {
  const attribute = resolveAttribute(modelOf(type), path);
  if (attribute === undefined) throw new TypeError(`${type} has no attribute ${path}.`);
  return attribute;
}
