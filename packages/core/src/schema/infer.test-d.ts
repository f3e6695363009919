import { defineExtension } from './define-extension.ts';
import { defineResourceType } from './define-resource-type.ts';
import { defineSchema } from './define-schema.ts';
import type { ResourceTypeDefinition } from './definition.ts';
import type { EnterpriseUserSchema } from './definitions/enterprise-user.ts';
import type { Group } from './definitions/group.ts';
import type { User } from './definitions/user.ts';
import type { Infer, InferInput, Meta } from './infer.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;

/** Each entry is one assertion; a wrong one is a type error. */
export type Assertions = [
  Expect<Equal<UserOut['userName'], string>>,
  Expect<Equal<UserOut['id'], string>>,
  Expect<Equal<UserOut['meta'], Meta>>,
  Expect<Equal<UserOut['active'], boolean | undefined>>,
  Expect<Equal<Email['type'], 'work' | 'home' | 'other' | (string & {}) | undefined>>,
  Expect<Equal<Email['primary'], boolean | undefined>>,
  Expect<Equal<'password' extends keyof UserOut ? true : false, false>>,
  Expect<Equal<'password' extends keyof UserIn ? true : false, true>>,
  Expect<Equal<'groups' extends keyof UserIn ? true : false, false>>,
  Expect<Equal<'id' extends keyof UserIn ? true : false, false>>,
  Expect<Equal<'meta' extends keyof UserIn ? true : false, false>>,
  Expect<Equal<NonNullable<UserOut['groups']>[number]['$ref'], string | undefined>>,
  Expect<Equal<UserOut[EnterpriseUrn], Infer<typeof EnterpriseUserSchema> | undefined>>,
  Expect<Equal<Manager['displayName'], string | undefined>>,
  Expect<Equal<keyof NonNullable<InferInput<typeof EnterpriseUserSchema>['manager']>, 'value' | '$ref'>>,
  Expect<
    Equal<
      Infer<typeof Group>,
      {
        schemas: string[];
        id: string;
        externalId?: string;
        meta: Meta;
        displayName: string;
        members?: {
          value?: string;
          $ref?: string;
          type?: 'User' | 'Group' | (string & {});
          display?: string;
        }[];
      }
    >
  >,
  Expect<Equal<DeviceOut, ExpectedDevice>>,
  Expect<
    Equal<
      InferInput<typeof Device>,
      {
        schemas: string[];
        externalId?: string;
        serialNumber: string;
        kind: 'phone' | 'laptop';
        labels?: string[];
        weight?: number;
        notes: string;
        pin?: string;
        'urn:example:Warranty': { until: string };
      }
    >
  >,
  // A definition that is not a literal still gives a usable type.
  Expect<Infer<ResourceTypeDefinition> extends { id: string; schemas: string[] } ? true : false>,
];

type UserOut = Infer<typeof User>;
type UserIn = InferInput<typeof User>;
type Email = NonNullable<UserOut['emails']>[number];
type EnterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
type Manager = NonNullable<NonNullable<UserOut[EnterpriseUrn]>['manager']>;

const DeviceSchema = defineSchema({
  id: 'urn:example:Device',
  name: 'Device',
  attributes: {
    id: { caseExact: false },
    serialNumber: { required: true, uniqueness: 'server' },
    kind: { required: true, canonicalValues: ['phone', 'laptop'], closed: true },
    labels: { multiValued: true },
    weight: { type: 'decimal' },
    seenAt: { type: 'dateTime', mutability: 'readOnly' },
    notes: { returned: 'request', required: true },
    pin: { mutability: 'writeOnly', returned: 'never' },
  },
});

const Warranty = defineExtension({
  id: 'urn:example:Warranty',
  name: 'Warranty',
  attributes: { until: { type: 'dateTime', required: true } },
});

const Device = defineResourceType({
  name: 'Device',
  endpoint: '/Devices',
  schema: DeviceSchema,
  extensions: [{ schema: Warranty, required: true }],
});

type DeviceOut = Infer<typeof Device>;

interface ExpectedDevice {
  schemas: string[];
  id: string;
  externalId?: string;
  meta: Meta;
  serialNumber: string;
  kind: 'phone' | 'laptop';
  labels?: string[];
  weight?: number;
  seenAt?: string;
  notes?: string;
  'urn:example:Warranty': { until: string };
}
