import { defineSchema } from '@scimkit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filtered, startService, type TestService, user } from '../service.ts';
import { stores } from '../stores.ts';
import { Device, device } from './device.ts';

describe.each(Object.keys(stores))('data types on %s', (store) => {
  let service: TestService;
  beforeEach(async () => {
    service = await startService(store, { profile: 'strict', resourceTypes: [Device] });
  });
  afterEach(() => service.close());

  const post = async (rest: object) => {
    const { status, body } = await service.send('POST', '/Devices', device(rest));
    return [status, body.scimType ?? body[Object.keys(rest)[0] ?? '']];
  };
  const raw = async (json: string) => {
    const text = JSON.stringify(device({ height: 0 })).replace('"height":0', json);
    const { status, body } = await service.send('POST', '/Devices', text);
    return [status, body.scimType ?? body.height ?? body.ratio];
  };

  it.each(['1.5', '1.5e0', '"1"', 'true', '[1]', '{}'])(
    'TYP-03: refuses %s for an integer',
    async (value) => {
      expect(await raw(`"height":${value}`)).toEqual([400, 'invalidValue']);
    },
  );

  it.each([
    ['1', 1],
    ['-7', -7],
    ['1.0', 1],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('TYP-03: takes %s for an integer', async (value, expected) => {
    expect(await raw(`"height":${value}`)).toEqual([201, expected]);
  });

  it.each(['"1.0"', 'false', '[1.5]'])('TYP-04: refuses %s for a decimal', async (value) => {
    expect(await raw(`"ratio":${value}`)).toEqual([400, 'invalidValue']);
  });

  it('TYP-04: takes a number for a decimal', async () => {
    expect(await raw('"ratio":2.5e-3')).toEqual([201, 0.0025]);
  });

  it.each([
    '2024-01-01',
    '2024-13-01T00:00:00Z',
    '2024-02-30T00:00:00Z',
    '2024-01-01T25:00:00Z',
    '10:00:00Z',
    'yesterday',
    '',
  ])('TYP-05: refuses %j for a dateTime', async (seen) => {
    expect(await post({ seen })).toEqual([400, 'invalidValue']);
  });

  it.each(['2024-01-01T10:00:00.123+02:00', '2024-02-29T10:00:00Z', '2024-01-01T10:00:00'])(
    'TYP-05: takes %s for a dateTime and keeps it',
    async (seen) => {
      expect(await post({ seen })).toEqual([201, seen]);
    },
  );

  it('TYP-20: refuses a value beyond a closed list', async () => {
    expect(await post({ state: 'lost' })).toEqual([400, 'invalidValue']);
    expect(await post({ state: 'used' })).toEqual([201, 'used']);
  });

  it.each(['9007199254740993', '1e400', '-9007199254740992'])(
    'TYP-21: refuses %s, which cannot be kept exactly',
    async (value) => {
      expect(await raw(`"height":${value}`)).toEqual([400, 'invalidValue']);
    },
  );
});

describe.each(Object.keys(stores))('strict and lenient on %s', (store) => {
  let strict: TestService;
  let lenient: TestService;
  beforeEach(async () => {
    strict = await startService(store, { profile: 'strict' });
    lenient = await startService(store);
  });
  afterEach(() => Promise.all([strict.close(), lenient.close()]));

  it.each([
    ['TYP-02', 'a boolean as a word', { active: 'True' }, 'active', true],
    [
      'TYP-19',
      'one object for a list',
      { emails: { value: 'a@b.example' } },
      'emails',
      [{ value: 'a@b.example' }],
    ],
  ])('%s: %s is refused by the one and read by the other', async (_id, _what, rest, name, expected) => {
    const refused = await strict.send('POST', '/Users', user('a', rest));
    expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
    const taken = await lenient.send('POST', '/Users', user('a', rest));
    expect([taken.status, taken.body[name]]).toEqual([201, expected]);
  });

  it('TYP-02: a word for a boolean is refused when strict', async () => {
    const { status } = await strict.send('POST', '/Users', user('a', { active: 'true' }));
    expect(status).toBe(400);
  });

  it('TYP-19: one object for a list is refused when strict', async () => {
    const { status } = await strict.send('POST', '/Users', user('a', { phoneNumbers: { value: '1' } }));
    expect(status).toBe(400);
  });

  it('TYP-09: reads relative references from the service root, whatever the URL of the request', async () => {
    const member = (await lenient.send('POST', '/Users', user('m'))).body.id;
    for (const $ref of [`Users/${member}`, `../Users/${member}`, `${lenient.base}/Users/${member}`]) {
      const displayName = $ref;
      const created = await lenient.send('POST', '/Groups', { displayName, members: [{ $ref }] });
      expect(created.body.members).toMatchObject([
        { value: member, $ref: `${lenient.base}/Users/${member}` },
      ]);
      const found = await lenient.send('GET', filtered('/Groups', `members.$ref eq "${$ref}"`));
      expect(found.body.totalResults).toBeGreaterThan(0);
    }
  });
});

it('TYP-11: skips members that are unknown where the policy says so', async () => {
  const service = await startService('memory', { policies: { unknownMembers: 'skip' } });
  const { status, body } = await service.send('POST', '/Groups', {
    displayName: 'G',
    members: [{ value: 'unknown' }],
  });
  expect([status, body.members]).toEqual([201, undefined]);
});

it('TYP-18: refuses a part with a fixed meaning that has another type', () => {
  for (const part of [{ primary: {} }, { display: { type: 'integer' } }, { $ref: {} }] as const) {
    const subAttributes = { value: {}, ...part };
    const define = () =>
      defineSchema({
        id: 'urn:example:Thing',
        name: 'Thing',
        attributes: { things: { type: 'complex', multiValued: true, subAttributes } },
      });
    expect(define).toThrow(TypeError);
  }
});
