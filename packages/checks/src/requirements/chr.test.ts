import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enterpriseSchema, filtered, patch, startService, type TestService, user } from '../service.ts';
import { stores } from '../stores.ts';
import { Asset, asset, ContractSchema, Device, DeviceSchema, device } from './device.ts';

describe.each(Object.keys(stores))('characteristics of a custom schema on %s', (store) => {
  let service: TestService;
  beforeEach(async () => {
    service = await startService(store, { resourceTypes: [Device, Asset] });
  });
  afterEach(() => service.close());

  const create = async (rest: object) => (await service.send('POST', '/Devices', device(rest))).body;

  it('CHR-01: publishes and applies the defaults of an attribute with nothing but a name', async () => {
    const { body } = await service.send('GET', `/Schemas/${DeviceSchema.id}`);
    expect(body.attributes.find(({ name }: { name: string }) => name === 'bare')).toEqual({
      name: 'bare',
      type: 'string',
      multiValued: false,
      required: false,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
    });
    const { id } = await create({ bare: 'AbC' });
    const found = await service.send('GET', filtered('/Devices', 'bare eq "aBc"'));
    expect(found.body.Resources[0]).toMatchObject({ id, bare: 'AbC' });
    await create({ bare: 'AbC' });
  });

  it('CHR-06: takes an immutable value when the resource is made', async () => {
    expect((await create({ serial: 'S1' })).serial).toBe('S1');
  });

  it('CHR-07 CHR-09: refuses a PUT that changes an immutable value, and keeps it when it is left out', async () => {
    const { id } = await create({ serial: 'S1' });
    const refused = await service.send('PUT', `/Devices/${id}`, device({ serial: 'S2' }));
    expect([refused.status, refused.body.scimType]).toEqual([400, 'mutability']);
    const same = await service.send('PUT', `/Devices/${id}`, device({ serial: 'S1', bare: 'x' }));
    expect([same.status, same.body.serial, same.body.bare]).toEqual([200, 'S1', 'x']);
    const without = await service.send('PUT', `/Devices/${id}`, device());
    expect([without.status, without.body.serial]).toEqual([200, 'S1']);
  });

  it('CHR-08: lets a PUT set an immutable value that is not there yet', async () => {
    const { id } = await create({});
    const set = await service.send('PUT', `/Devices/${id}`, device({ serial: 'S1' }));
    expect([set.status, set.body.serial]).toEqual([200, 'S1']);
  });

  it('CHR-10: lets a PATCH add an immutable value once, and the same again', async () => {
    const { id } = await create({});
    const send = async (operation: object) => {
      const { status, body } = await service.send('PATCH', `/Devices/${id}`, patch(operation));
      return [status, body.scimType];
    };
    expect(await send({ op: 'add', path: 'serial', value: 'S1' })).toEqual([200, undefined]);
    expect(await send({ op: 'add', path: 'serial', value: 'S1' })).toEqual([200, undefined]);
    expect(await send({ op: 'add', path: 'serial', value: 'S2' })).toEqual([400, 'mutability']);
    expect(await send({ op: 'replace', path: 'serial', value: 'S2' })).toEqual([400, 'mutability']);
    expect(await send({ op: 'remove', path: 'serial' })).toEqual([400, 'mutability']);
  });

  it('CHR-12: keeps what is writeOnly out of every answer', async () => {
    const created = await service.send('POST', '/Devices?attributes=pin', device({ pin: 'sesame' }));
    const path = `/Devices/${created.body.id}`;
    const answers = [
      created,
      await service.send('GET', `${path}?attributes=pin`),
      await service.send('PUT', path, device({ pin: 'sesame' })),
      await service.send('PATCH', path, patch({ op: 'replace', path: 'pin', value: 'sesame' })),
    ];
    for (const { status, text } of answers) {
      expect(status).toBeLessThan(300);
      expect(text).not.toContain('sesame');
    }
  });

  it('CHR-14: shows returned=always whatever is asked for', async () => {
    const { id } = await create({ tag: 'T' });
    for (const query of ['?attributes=bare', '?excludedAttributes=tag', '']) {
      expect((await service.send('GET', `/Devices/${id}${query}`)).body.tag).toBe('T');
    }
  });

  it('CHR-16: shows returned=request when it is named, and in the answer to the write that set it', async () => {
    const created = await create({ note: 'N' });
    expect(created.note).toBe('N');
    const path = `/Devices/${created.id}`;
    expect((await service.send('GET', path)).body.note).toBeUndefined();
    expect((await service.send('GET', '/Devices')).body.Resources[0].note).toBeUndefined();
    expect((await service.send('GET', `${path}?attributes=note`)).body.note).toBe('N');
    expect((await service.send('PUT', path, device({ note: 'M' }))).body.note).toBe('M');
    const set = patch({ op: 'replace', path: 'note', value: 'O' });
    expect((await service.send('PATCH', path, set)).body.note).toBe('O');
    const other = patch({ op: 'replace', path: 'bare', value: 'x' });
    expect((await service.send('PATCH', path, other)).body.note).toBeUndefined();
  });

  it('CHR-17: applies returned to parts as well', async () => {
    const place = { room: 'R', code: 'C', hint: 'H', mark: 'M' };
    const { id } = await create({ place });
    const shown = async (query: string) => (await service.send('GET', `/Devices/${id}${query}`)).body.place;
    expect(await shown('')).toEqual({ room: 'R', mark: 'M' });
    expect(await shown('?attributes=place.hint')).toEqual({ hint: 'H', mark: 'M' });
    expect(await shown('?attributes=place.code,place.room')).toEqual({ room: 'R', mark: 'M' });
    expect(await shown('?excludedAttributes=place.room,place.mark')).toEqual({ mark: 'M' });
  });

  it('CHR-21: asks for a required part only where the whole has a value', async () => {
    const refused = await service.send('POST', '/Devices', device({ place: { hint: 'H' } }));
    expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
    expect(refused.body.detail).toContain('place.room');
    expect((await service.send('POST', '/Devices', device())).status).toBe(201);
  });

  it('CHR-23: asks for a required extension and what it requires', async () => {
    for (const rest of [{}, { [ContractSchema.id]: {} }, { [ContractSchema.id]: { remark: 'r' } }]) {
      const { status, body } = await service.send('POST', '/Assets', asset(rest));
      expect([status, body.scimType]).toEqual([400, 'invalidValue']);
    }
    const { status, body } = await service.send(
      'POST',
      '/Assets',
      asset({ [ContractSchema.id]: { number: '7' } }),
    );
    expect([status, body.schemas]).toEqual([201, asset().schemas]);
    const gone = await service.send('PUT', `/Assets/${body.id}`, asset());
    expect([gone.status, gone.body.scimType]).toEqual([400, 'invalidValue']);
  });
});

describe.each(Object.keys(stores))('uniqueness and defaults on %s', (store) => {
  let service: TestService | undefined;
  afterEach(async () => {
    await service?.close();
    service = undefined;
  });

  it('CHR-27: lets two tenants have the same userName', async () => {
    service = await startService(store);
    const base = service.base.replace('acme', 'globex');
    expect((await service.send('POST', '/Users', user('same'))).status).toBe(201);
    const token = await service.tokenFor('globex');
    const other = await service.server.fetch(
      new Request(`${base}/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify(user('same')),
      }),
    );
    expect(other.status).toBe(201);
  });

  it('CHR-29 CHR-30 CRE-06: gives new resources defaults, which filters see and null overrides', async () => {
    service = await startService(store, {
      defaults: { User: { active: true, [`${enterpriseSchema}:organization`]: 'Acme' } },
    });
    const { body } = await service.send('POST', '/Users', user('a'));
    expect([body.active, body[enterpriseSchema]]).toEqual([true, { organization: 'Acme' }]);
    expect(body.schemas).toContain(enterpriseSchema);
    expect((await service.send('POST', '/Users', user('b', { active: false }))).body.active).toBe(false);
    const none = await service.send(
      'POST',
      '/Users',
      user('c', { active: null, [enterpriseSchema]: { organization: null } }),
    );
    expect([none.body.active, none.body[enterpriseSchema]]).toEqual([undefined, undefined]);
    const found = await service.send('GET', filtered('/Users', 'active eq true'));
    expect(found.body.Resources.map(({ userName }: { userName: string }) => userName)).toEqual(['a']);
    const replaced = await service.send('PUT', `/Users/${body.id}`, user('a'));
    expect(replaced.body.active).toBeUndefined();
  });

  it.each([
    ['an unknown type', { Thing: { a: 1 } }],
    ['an unknown attribute', { User: { nothing: 1 } }],
    ['a value of the wrong type', { User: { active: 'yes' } }],
    ['what clients cannot write', { User: { groups: [] } }],
    ['a secret', { User: { password: 'x' } }],
    ['a part', { User: { 'name.givenName': 'x' } }],
    ['a reference set', { Group: { members: [] } }],
  ])('CHR-29: refuses to start with a default for %s', async (_, defaults) => {
    await expect(async () => startService(store, { defaults })).rejects.toThrow(/^defaults: /);
  });
});
