import {
  defineResourceType,
  defineSchema,
  type SchemaDefinition,
  type SubAttributeDefinition,
} from '@scimkit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  enterpriseSchema,
  groupSchema,
  startService,
  type TestService,
  user,
  userSchema,
} from '../service.ts';
import { stores } from '../stores.ts';
import { Device, device } from './device.ts';

describe.each(Object.keys(stores))('a strict server on %s', (store) => {
  let service: TestService;
  beforeEach(async () => {
    service = await startService(store, { profile: 'strict' });
  });
  afterEach(() => service.close());

  it.each([
    ['a schema of another type', { schemas: [userSchema, groupSchema] }, 'invalidValue'],
    ['a schema that nobody knows', { schemas: [userSchema, 'urn:example:x'] }, 'invalidValue'],
    ['the schema of an extension alone', { schemas: [enterpriseSchema] }, 'invalidValue'],
    ['no schemas', { schemas: undefined }, 'invalidSyntax'],
    ['an empty list', { schemas: [] }, 'invalidSyntax'],
  ])('REP-01 REP-03 REP-04: refuses %s', async (_, rest, scimType) => {
    const { status, body } = await service.send('POST', '/Users', user('a', rest));
    expect([status, body.scimType]).toEqual([400, scimType]);
    expect(body.detail).toMatch(/^schemas: /);
  });

  it.each([
    ['an attribute', { unheardOf: 1 }],
    ['a part', { name: { unheardOf: 1 } }],
    ['a container', { 'urn:example:unknown': {} }],
  ])('REP-20 REP-21: refuses %s that no schema defines', async (_, rest) => {
    const { status, body } = await service.send('POST', '/Users', user('a', rest));
    expect([status, body.scimType]).toEqual([400, 'invalidSyntax']);
  });
});

describe.each(Object.keys(stores))('a custom schema on %s', (store) => {
  let service: TestService;
  beforeEach(async () => {
    service = await startService(store, { resourceTypes: [Device] });
  });
  afterEach(() => service.close());

  it('REP-18: keeps a list in a part of a complex attribute', async () => {
    const place = { room: 'R', keys: ['a', 'b'], mark: 'm' };
    const { body } = await service.send('POST', '/Devices', device({ place }));
    expect(body.place).toEqual(place);
    const read = await service.send('GET', `/Devices/${body.id}?attributes=place.keys`);
    expect(read.body.place).toEqual({ keys: ['a', 'b'], mark: 'm' });
  });

  it('REP-19: shows a value as the server took it', async () => {
    const { body } = await service.send(
      'POST',
      '/Devices',
      device({ LABEL: undefined, seen: null, height: 2 }),
    );
    const read = await service.send('GET', `/Devices/${body.id}`);
    expect(read.body).toEqual(body);
    expect(Object.keys(body)).not.toContain('seen');
  });
});

const typeWith = (attributes: SchemaDefinition['attributes']) =>
  defineResourceType({
    name: 'Thing',
    endpoint: '/Things',
    schema: defineSchema({ id: 'urn:example:Thing', name: 'Thing', attributes }),
  });

it.each(['a.b', '1x', '_x', 'a b', '', '$other', '__proto__'])(
  'REP-11: refuses to start with an attribute named %j',
  async (name) => {
    await expect(async () =>
      startService('memory', { resourceTypes: [typeWith(Object.fromEntries([[name, {}]]))] }),
    ).rejects.toThrow(TypeError);
  },
);

it('REP-11: takes names of letters, digits, "$", "-" and "_", and $ref', async () => {
  const parts = { value: {}, $ref: { type: 'reference' } } as const;
  const type = typeWith({ 'a-b_c$1': {}, link: { type: 'complex', subAttributes: parts } });
  await (await startService('memory', { resourceTypes: [type] })).close();
});

it('REP-17: refuses to start with a complex attribute in a complex one', async () => {
  // The types do not allow it either; a definition may come from a file.
  const inner = { type: 'complex', subAttributes: { b: {} } } as unknown as SubAttributeDefinition;
  await expect(async () =>
    startService('memory', {
      resourceTypes: [typeWith({ outer: { type: 'complex', subAttributes: { inner } } })],
    }),
  ).rejects.toThrow(TypeError);
});
