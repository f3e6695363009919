import type { AttributePath, PatchPath, SortPath, ValueAt } from './attribute-path.ts';
import { defineExtension } from './define-extension.ts';
import { defineResourceType } from './define-resource-type.ts';
import { defineSchema } from './define-schema.ts';
import type { ResourceTypeDefinition } from './definition.ts';
import type { Group } from './definitions/group.ts';
import { User } from './definitions/user.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;

type Common =
  | 'schemas'
  | 'id'
  | 'externalId'
  | 'meta'
  | 'meta.resourceType'
  | 'meta.created'
  | 'meta.lastModified'
  | 'meta.location'
  | 'meta.version';

type Enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** All of Group; the unions are compared whole, so that nothing is missing and nothing is too much. */
type GroupPath =
  | Common
  | 'displayName'
  | 'members'
  | 'members.value'
  | 'members.$ref'
  | 'members.type'
  | 'members.display';

const WarrantySchema = defineExtension({
  id: 'urn:example:Warranty',
  name: 'Warranty',
  attributes: {
    until: { type: 'dateTime' },
    contact: {
      type: 'complex',
      subAttributes: { name: {}, pin: { mutability: 'writeOnly', returned: 'never' } },
    },
  },
});

/** Its URN begins with that of the other extension, and it names a common attribute. */
const WarrantyClaims = defineExtension({
  id: 'urn:example:Warranty:Claims',
  name: 'Claims',
  attributes: { count: { type: 'integer' }, notes: { multiValued: true } },
});

const Device = defineResourceType({
  name: 'Device',
  endpoint: '/Devices',
  schema: defineSchema({
    id: 'urn:example:Device',
    name: 'Device',
    attributes: {
      id: { caseExact: false },
      kind: { canonicalValues: ['phone', 'laptop'], closed: true },
      weight: { type: 'decimal', mutability: 'readOnly' },
      seal: { type: 'binary' },
      secret: {
        type: 'complex',
        mutability: 'writeOnly',
        returned: 'never',
        subAttributes: { pin: { mutability: 'writeOnly', returned: 'never' } },
      },
      ports: {
        type: 'complex',
        multiValued: true,
        subAttributes: { number: { type: 'integer' }, open: { type: 'boolean' } },
      },
    },
  }),
  extensions: [{ schema: WarrantySchema, required: true }, { schema: WarrantyClaims }],
});

type DevicePath =
  | Common
  | 'kind'
  | 'weight'
  | 'seal'
  | 'ports'
  | 'ports.number'
  | 'ports.open'
  | 'urn:example:Warranty'
  | 'urn:example:Warranty:until'
  | 'urn:example:Warranty:contact'
  | 'urn:example:Warranty:contact.name'
  | 'urn:example:Warranty:Claims'
  | 'urn:example:Warranty:Claims:count'
  | 'urn:example:Warranty:Claims:notes';

const BadgedUser = defineResourceType({
  ...User,
  extensions: [
    ...User.extensions,
    { schema: defineExtension({ id: 'urn:example:Badge', name: 'Badge', attributes: { colour: {} } }) },
  ],
});

type UserAt<Path extends AttributePath<typeof User>> = ValueAt<typeof User, Path>;
type DeviceAt<Path extends AttributePath<typeof Device>> = ValueAt<typeof Device, Path>;

/** Each entry is one assertion; a wrong one is a type error. */
export type Assertions = [
  Expect<Equal<AttributePath<typeof Group>, GroupPath>>,
  Expect<Equal<AttributePath<typeof Device>, DevicePath>>,
  Expect<
    Equal<
      Exclude<AttributePath<typeof BadgedUser>, AttributePath<typeof User>>,
      'urn:example:Badge' | 'urn:example:Badge:colour'
    >
  >,
  Expect<Equal<Extract<AttributePath<typeof User>, 'password'>, never>>,
  Expect<
    Equal<
      Extract<AttributePath<typeof User>, `urn:${string}`>,
      | Enterprise
      | `${Enterprise}:${'employeeNumber' | 'costCenter' | 'organization' | 'division' | 'department' | 'manager'}`
      | `${Enterprise}:manager.${'value' | '$ref' | 'displayName'}`
    >
  >,
  // Values.
  Expect<Equal<UserAt<'userName'>, string>>,
  Expect<Equal<UserAt<'active'>, boolean>>,
  Expect<Equal<UserAt<'meta.created'>, Date | string>>,
  Expect<Equal<UserAt<'emails'>, string>>,
  Expect<Equal<UserAt<'emails.type'>, 'work' | 'home' | 'other' | (string & {})>>,
  Expect<Equal<UserAt<'emails.primary'>, boolean>>,
  Expect<Equal<UserAt<'name'>, never>>,
  Expect<Equal<UserAt<'addresses'>, never>>,
  Expect<Equal<UserAt<Enterprise>, never>>,
  Expect<Equal<UserAt<`${Enterprise}:manager`>, string>>,
  Expect<Equal<DeviceAt<'id'>, string>>,
  Expect<Equal<DeviceAt<'kind'>, 'phone' | 'laptop'>>,
  Expect<Equal<DeviceAt<'weight'>, number>>,
  Expect<Equal<DeviceAt<'seal'>, string>>,
  Expect<Equal<DeviceAt<'ports'>, never>>,
  Expect<Equal<DeviceAt<'ports.number'>, number>>,
  Expect<Equal<DeviceAt<'urn:example:Warranty:until'>, Date | string>>,
  Expect<Equal<DeviceAt<'urn:example:Warranty:Claims:count'>, number>>,
  // Order.
  Expect<Equal<Exclude<AttributePath<typeof Group>, SortPath<typeof Group>>, 'meta'>>,
  Expect<
    Equal<
      Exclude<AttributePath<typeof User>, SortPath<typeof User>>,
      'meta' | 'name' | 'addresses' | Enterprise | `${Enterprise}:manager`
    >
  >,
  // PATCH.
  Expect<
    Equal<
      PatchPath<typeof Group>,
      | 'schemas'
      | 'externalId'
      | 'displayName'
      | 'members'
      | `members.${'value' | '$ref' | 'type'}`
      | `members[${string}]`
      | `members[${string}].${'value' | '$ref' | 'type'}`
    >
  >,
  Expect<Equal<Extract<PatchPath<typeof User>, 'password' | 'groups' | 'groups.value' | 'id'>, 'password'>>,
  Expect<Equal<Extract<PatchPath<typeof Device>, 'secret.pin' | 'weight'>, 'secret.pin'>>,
  Expect<Equal<Extract<PatchPath<typeof Device>, `${string}[${string}`>, DeviceValuePath>>,
  // A definition that is not a literal leaves every path open.
  Expect<Equal<AttributePath<ResourceTypeDefinition>, string>>,
  Expect<Equal<SortPath<ResourceTypeDefinition>, string>>,
  Expect<Equal<PatchPath<ResourceTypeDefinition>, string>>,
  Expect<Equal<ValueAt<ResourceTypeDefinition, string>, string | number | boolean | Date>>,
];

type DeviceValuePath =
  | `ports[${string}]`
  | `ports[${string}].${'number' | 'open'}`
  | `urn:example:Warranty:Claims:notes[${string}]`;

export const right: readonly PatchPath<typeof User>[] = [
  'emails[type eq "work"].value',
  'emails[type eq "work" and primary eq true]',
  `${User.extensions[0].schema.id}:manager`,
  `${User.extensions[0].schema.id}:manager.value`,
  'name.givenName',
];

export const wrong: readonly PatchPath<typeof User>[] = [
  // @ts-expect-error no such attribute
  'emial',
  // @ts-expect-error no such part
  'emails[type eq "work"].valeu',
  // @ts-expect-error one value: there is nothing to choose from
  'name[givenName eq "Jo"]',
  // @ts-expect-error changed through the groups
  'groups[value eq "1"]',
  // @ts-expect-error the brackets are not closed
  'emails[type eq "work"',
];

export const misspelt: readonly AttributePath<typeof User>[] = [
  // @ts-expect-error letter case is that of the definition
  'username',
  // @ts-expect-error names.givenName
  'names.givenName',
  // @ts-expect-error an extension's attribute is named with its URN
  'department',
  // @ts-expect-error never returned
  'password',
];
