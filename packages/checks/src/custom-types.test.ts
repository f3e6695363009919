import {
  defineExtension,
  defineResourceType,
  defineSchema,
  Group,
  type Infer,
  type InferInput,
  User,
} from '@scimkit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filtered, listSchema, patch, startService, type TestService, user } from './service.ts';
import { stores } from './stores.ts';

const deviceUrn = 'urn:example:scim:schemas:core:2.0:Device';
const leaseUrn = 'urn:example:scim:schemas:extension:lease:2.0:Device';
const badgeUrn = 'urn:ietf:params:scim:schemas:extension:custom:2.0:User';

/** A resource type of the application's own, with everything that a definition can say. */
const Device = defineResourceType({
  name: 'Device',
  endpoint: '/Devices',
  description: 'A device that the application manages.',
  schema: defineSchema({
    id: deviceUrn,
    name: 'Device',
    attributes: {
      serialNumber: { required: true, uniqueness: 'server', caseExact: true, mutability: 'immutable' },
      displayName: { roles: ['display', 'sort'] },
      kind: { canonicalValues: ['phone', 'laptop'], closed: true },
      enrolled: { type: 'boolean', roles: ['active'] },
      battery: { type: 'decimal' },
      slots: { type: 'integer', indexed: true },
      bought: { type: 'dateTime', indexed: true },
      pairingCode: { mutability: 'writeOnly', returned: 'never' },
      notes: { returned: 'request' },
      firmware: { mutability: 'readOnly' },
      addresses: {
        type: 'complex',
        multiValued: true,
        indexed: true,
        subAttributes: {
          value: { caseExact: false, required: true },
          type: { canonicalValues: ['mac', 'ip'] },
          primary: { type: 'boolean' },
        },
      },
      owners: {
        type: 'complex',
        multiValued: true,
        referenceSet: true,
        subAttributes: {
          value: { caseExact: true, mutability: 'immutable' },
          $ref: { type: 'reference', referenceTypes: ['User'], mutability: 'immutable' },
          display: { mutability: 'readOnly' },
        },
      },
    },
  }),
  extensions: [
    {
      schema: defineExtension({
        kind: 'extension',
        id: leaseUrn,
        name: 'Lease',
        attributes: { until: { type: 'dateTime' }, lessor: { type: 'complex', subAttributes: { name: {} } } },
      }),
    },
  ],
});

const BadgedUser = defineResourceType({
  ...User,
  extensions: [
    ...User.extensions,
    {
      schema: defineExtension({
        kind: 'extension',
        id: badgeUrn,
        name: 'Badge',
        attributes: { badge_colour: { indexed: true } },
      }),
    },
  ],
});

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const typesHold: [
  Equal<Infer<typeof Device>['serialNumber'], string>,
  Equal<Infer<typeof Device>['kind'], 'phone' | 'laptop' | undefined>,
  Equal<Infer<typeof Device>['slots'], number | undefined>,
  Equal<'pairingCode' extends keyof Infer<typeof Device> ? true : false, false>,
  Equal<'firmware' extends keyof InferInput<typeof Device> ? true : false, false>,
  Equal<InferInput<typeof Device>['pairingCode'], string | undefined>,
  Equal<NonNullable<Infer<typeof BadgedUser>[typeof badgeUrn]>['badge_colour'], string | undefined>,
] = [true, true, true, true, true, true, true];

const device = (serialNumber: string, rest = {}) => ({ schemas: [deviceUrn], serialNumber, ...rest });

describe.each(Object.keys(stores))('types and extensions of an application on %s', (store) => {
  let service: TestService;
  beforeEach(async () => {
    service = await startService(store, { resourceTypes: [BadgedUser, Group, Device] });
  });
  afterEach(() => service.close());

  it('stores, validates and returns what the definition says', async () => {
    expect(typesHold).not.toContain(false);
    const created = await service.send(
      'POST',
      '/Devices',
      device('SN-1', {
        kind: 'phone',
        battery: 0.5,
        slots: 2,
        bought: '2026-01-01T00:00:00+02:00',
        pairingCode: '424242',
        notes: 'scratched',
        firmware: 'ignored',
        addresses: [{ value: 'AA:BB', type: 'mac' }],
        [leaseUrn]: { until: '2027-01-01T00:00:00Z', lessor: { name: 'Acme' } },
      }),
    );
    expect(created.status, created.text).toBe(201);
    expect(created.body).toMatchObject({
      schemas: [deviceUrn, leaseUrn],
      notes: 'scratched',
      meta: { resourceType: 'Device' },
    });
    expect(created.text).not.toMatch(/424242|firmware/);
    const read = await service.send('GET', `/Devices/${created.body.id}`);
    expect(read.body).not.toHaveProperty('notes');
    const named = await service.send('GET', `/Devices/${created.body.id}?attributes=notes,pairingCode`);
    expect(Object.keys(named.body).sort()).toEqual(['id', 'notes', 'schemas']);
    expect((await service.send('POST', '/Devices', device('SN-1'))).body.scimType).toBe('uniqueness');
    expect((await service.send('POST', '/Devices', device('sn-1'))).status).toBe(201);
    expect((await service.send('POST', '/Devices', device('SN-2', { kind: 'toaster' }))).body.scimType).toBe(
      'invalidValue',
    );
    expect((await service.send('POST', '/Devices', device('SN-2', { slots: 1.5 }))).body.scimType).toBe(
      'invalidValue',
    );
    const moved = await service.send(
      'PATCH',
      `/Devices/${created.body.id}`,
      patch({ op: 'replace', path: 'serialNumber', value: 'SN-9' }),
    );
    expect(moved.body.scimType).toBe('mutability');
    const replaced = await service.send(
      'PUT',
      `/Devices/${created.body.id}`,
      device('SN-1', { displayName: 'Phone' }),
    );
    expect(replaced.body).toMatchObject({ schemas: [deviceUrn], displayName: 'Phone' });
  });

  it('filters and sorts on what is indexed and on what is not', async () => {
    for (const [serial, slots, bought, battery] of [
      ['A', 1, '2026-01-01T00:00:00Z', 0.1],
      ['B', 12, '2025-06-01T12:00:00+02:00', 0.9],
      ['C', 9, '2024-01-01T00:00:00Z', 0.5],
    ] as const) {
      await service.send(
        'POST',
        '/Devices',
        device(serial, { slots, bought, battery, addresses: [{ value: `mac-${serial}`, type: 'mac' }] }),
      );
    }
    const found = async (filter: string, query = '') =>
      (await service.send('GET', `${filtered('/Devices', filter)}${query}`)).body.Resources?.map(
        ({ serialNumber }: { serialNumber: string }) => serialNumber,
      );
    expect(await found('slots gt 2', '&sortBy=slots')).toEqual(['C', 'B']);
    expect(await found('bought eq "2025-06-01T10:00:00.000Z"')).toEqual(['B']);
    expect(await found('battery ge 0.5', '&sortBy=battery&sortOrder=descending')).toEqual(['B', 'C']);
    expect(await found('addresses[type eq "mac" and value eq "MAC-a"]')).toEqual(['A']);
    expect(await found(`${deviceUrn}:serialNumber eq "a"`)).toEqual([]);
    expect((await service.send('GET', filtered('/Devices', 'pairingCode pr'))).body.scimType).toBe(
      'invalidFilter',
    );
  });

  it('keeps a reference set of its own', async () => {
    const owner = (await service.send('POST', '/Users', user('owner@example.com', { displayName: 'Olga' })))
      .body.id;
    const created = await service.send('POST', '/Devices', device('S', { owners: [{ value: owner }] }));
    expect(created.body.owners).toEqual([
      { value: owner, $ref: `${service.base}/Users/${owner}`, display: 'Olga' },
    ]);
    const { id } = created.body;
    expect(
      (await service.send('GET', filtered('/Devices', `owners.value eq "${owner}"`))).body.totalResults,
    ).toBe(1);
    const wrong = await service.send(
      'PATCH',
      `/Devices/${id}`,
      patch({ op: 'add', path: 'owners', value: [{ value: id }] }),
    );
    expect(wrong.body.scimType).toBe('invalidValue');
    expect((await service.send('DELETE', `/Users/${owner}`)).status).toBe(204);
    expect((await service.send('GET', `/Devices/${id}`)).body).not.toHaveProperty('owners');
  });

  it('publishes the definitions', async () => {
    const types = (await service.send('GET', '/ResourceTypes')).body;
    expect(types).toMatchObject({ schemas: [listSchema], totalResults: 3 });
    expect((await service.send('GET', '/ResourceTypes/Device')).body).toMatchObject({
      endpoint: '/Devices',
      schema: deviceUrn,
      schemaExtensions: [{ schema: leaseUrn, required: false }],
    });
    const schema = (await service.send('GET', `/Schemas/${encodeURIComponent(deviceUrn.toUpperCase())}`))
      .body;
    expect(schema.attributes.find(({ name }: { name: string }) => name === 'pairingCode')).toMatchObject({
      mutability: 'writeOnly',
      returned: 'never',
    });
    expect((await service.send('GET', `/Schemas/${badgeUrn}`)).status).toBe(200);
  });

  it('stores an attribute in the namespace that an Okta admin declares', async () => {
    const created = await service.send(
      'POST',
      '/Users',
      user('b@example.com', { [badgeUrn]: { badge_colour: 'green' } }),
    );
    expect(created.body[badgeUrn]).toEqual({ badge_colour: 'green' });
    expect(
      (await service.send('GET', filtered('/Users', `${badgeUrn}:badge_colour eq "GREEN"`))).body
        .totalResults,
    ).toBe(1);
  });

  it('gives the application the same operations, typed', async () => {
    const tenant = await service.tenant();
    const resources = service.server.resources(tenant, { base: service.base });
    const made = await resources.create(Device, { serialNumber: 'APP', kind: 'laptop' });
    expect((await service.send('GET', `/Devices/${made.id}`)).body).toEqual(made);
    const changed = await resources.patch(Device, made.id, [
      { op: 'replace', path: 'displayName', value: 'Mine' },
    ]);
    expect([changed.displayName, changed.kind]).toEqual(['Mine', 'laptop']);
    expect(await resources.list(Device, { filter: 'serialNumber eq "APP"' })).toMatchObject({
      total: 1,
      resources: [{ id: made.id }],
    });
    const group = await resources.create(Group, { displayName: 'G' });
    const member = await resources.create(BadgedUser, { userName: 'm@example.com' });
    const joined = await resources.patch(Group, group.id, [
      { op: 'add', path: 'members', value: [{ value: member.id }] },
    ]);
    expect(joined.members).toHaveLength(1);
    expect(await resources.remove(Device, made.id)).toBe(true);
    expect([await resources.remove(Device, made.id), await resources.read(Device, made.id)]).toEqual([
      false,
      undefined,
    ]);
    await expect(resources.create(Device, { serialNumber: 'X' }, { id: 'bulkId:1' })).rejects.toThrow(
      /bulkId/,
    );
  });
});

describe('a definition that cannot work is refused with a sentence', () => {
  it.each([
    [
      'a complex attribute in a complex one',
      { a: { type: 'complex', subAttributes: { b: { type: 'complex', subAttributes: { c: {} } } } } },
      /complex/,
    ],
    ['a name with a dot', { 'a.b': {} }, /a\.b/],
    ['names that differ in case alone', { userName: {}, username: {} }, /case|userName/i],
    ['a closed list without values', { a: { closed: true } }, /canonicalValues|closed/],
    [
      'a set of references that is no list',
      { a: { type: 'complex', referenceSet: true, subAttributes: { value: {} } } },
      /reference|multi/i,
    ],
  ])('%s', (_, attributes, says) => {
    const define = () =>
      defineResourceType({
        name: 'Bad',
        endpoint: '/Bad',
        // Wrong on purpose: what the types refuse as well is tested here as plain JavaScript would write it.
        schema: defineSchema({ id: 'urn:example:Bad', name: 'Bad', attributes: attributes as never }),
      });
    expect(define).toThrow(TypeError);
    expect(define).toThrow(says);
  });
});
