import { createScimServer, issueToken, tokenAuthentication } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { afterEach, describe, expect, it } from 'vitest';
import { filtered, startService, type TestService, user } from '../service.ts';
import { stores } from '../stores.ts';
import { Device, DeviceSchema, device } from './device.ts';

describe.each(Object.keys(stores))('common attributes on %s', (store) => {
  let service: TestService;
  afterEach(() => service.close());

  it('COM-06: keeps the externalIds of two tenants apart', async () => {
    service = await startService(store);
    await service.send('POST', '/Users', user('a', { externalId: 'E1' }));
    const token = await service.tokenFor('globex');
    const request = new Request(
      filtered(`${service.base.replace('acme', 'globex')}/Users`, 'externalId eq "E1"'),
      { headers: { authorization: `Bearer ${token}` } },
    );
    const found = await (await service.server.fetch(request)).json();
    expect(found).toMatchObject({ totalResults: 0 });
  });

  it('COM-15: holds a common attribute to RFC 7643 section 3.1, whatever a schema says about it', async () => {
    service = await startService(store, { resourceTypes: [Device] });
    const published = await service.send('GET', `/Schemas/${DeviceSchema.id}`);
    expect(published.body.attributes.find(({ name }: { name: string }) => name === 'id')).toMatchObject({
      caseExact: true,
      mutability: 'readOnly',
      returned: 'always',
    });
    const { body } = await service.send('POST', '/Devices', device({ id: 'mine' }));
    expect(body.id).not.toBe('mine');
    const other = await service.send('GET', filtered('/Devices', `id eq "${body.id.toUpperCase()}x"`));
    expect(other.body.totalResults).toBe(0);
  });
});

it('COM-03: keeps nothing under an id with the reserved word bulkId', async () => {
  const store = createMemoryStore({ newId: () => `bulkId:${crypto.randomUUID()}` });
  const logged: unknown[] = [];
  const server = createScimServer({
    store,
    authenticate: tokenAuthentication({ connections: store }),
    log: { error: (error) => logged.push(error) },
  });
  const { token } = await issueToken(store, { org: 'acme' });
  const send = (method: string, body?: object) =>
    server.fetch(
      new Request('https://app.example/scim/v2/acme/Users', {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  expect((await send('POST', user('a'))).status).toBe(500);
  expect(String(logged[0])).toContain('reserved');
  expect(await (await send('GET')).json()).toMatchObject({ totalResults: 0 });
});
