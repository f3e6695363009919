import { createScimServer, defineResourceType, Group, User, UserSchema } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { describe, expect, it } from 'vitest';
import { startService, user } from '../service.ts';
import { stores } from '../stores.ts';
import { Asset, ContractSchema, Device, DeviceSchema } from './device.ts';
import { watchedStore } from './watched-store.ts';

describe('discovery under special configuration', () => {
  it.each([true, false])(
    'DSC-14: shows itself to anybody when publicDiscovery is %s',
    async (publicDiscovery) => {
      const service = await startService('memory', { publicDiscovery });
      const paths = [
        '/ServiceProviderConfig',
        '/Schemas',
        '/ResourceTypes',
        '/ResourceTypes/User',
        '/Schemas/none',
      ];
      for (const path of paths) {
        const answer = await service.server.fetch(new Request(`${service.base}${path}`));
        const open = path.endsWith('none') ? 404 : 200;
        expect([path, answer.status]).toEqual([path, publicDiscovery ? open : 401]);
      }
      if (publicDiscovery) {
        const config = await service.server.fetch(new Request(`${service.base}/ServiceProviderConfig`));
        expect((await config.json()).authenticationSchemes).not.toEqual([]);
      }
      for (const path of ['/Users', '/', '/Bulk', '/Me', '/NoSuchEndpoint']) {
        expect((await service.server.fetch(new Request(`${service.base}${path}`))).status).toBe(401);
      }
    },
  );

  it('DSC-10: refuses to start with two types of one name or on one endpoint', () => {
    const start = (name: string, endpoint: string) => {
      const other = defineResourceType({ name, endpoint, schema: UserSchema });
      const authenticate = () => undefined;
      createScimServer({ store: createMemoryStore(), authenticate, resourceTypes: [User, Group, other] });
    };
    expect(() => start('Person', '/Users')).toThrow(/\/Users/);
    expect(() => start('User', '/People')).toThrow(/User/);
    expect(() => start('Person', '/People')).not.toThrow();
  });

  it.each(Object.keys(stores))('DSC-03: says of limits and features what holds, on %s', async (store) => {
    const limits = { bulkOperations: 2, bulkBytes: 5_000, pageSize: 1, maxPageSize: 2 };
    const service = await startService(store, {
      limits,
      policies: { secrets: () => 'hash' },
      cursors: { lifetime: 60 },
      features: { documentationUri: 'https://docs.example/' },
    });
    const { body } = await service.send('GET', '/ServiceProviderConfig');
    expect(body).toMatchObject({
      documentationUri: 'https://docs.example/',
      bulk: { supported: true, maxOperations: 2, maxPayloadSize: 5_000 },
      filter: { supported: true, maxResults: 2 },
      changePassword: { supported: true },
      pagination: { cursor: true, index: true, defaultPageSize: 1, maxPageSize: 2, cursorTimeout: 60 },
    });
    const operation = { method: 'DELETE', path: '/Users/x' };
    const bulk = (count: number) => ({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: Array.from({ length: count }, () => operation),
    });
    expect((await service.send('POST', '/Bulk', bulk(2))).status).toBe(200);
    expect((await service.send('POST', '/Bulk', bulk(3))).status).toBe(413);
    await service.close();
  });

  it('DSC-03 CUR-15: says that there are no cursors when the store has none, and refuses them', async () => {
    const { store } = watchedStore({ cursor: false });
    const service = await startService('memory', { store });
    await service.send('POST', '/Users', user('u@example.com'));
    const { pagination, changePassword } = (await service.send('GET', '/ServiceProviderConfig')).body;
    expect([pagination.cursor, pagination.cursorTimeout, changePassword]).toEqual([
      false,
      undefined,
      { supported: false },
    ]);
    const refused = await service.send('GET', '/Users?cursor');
    expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidCursor']);
    expect((await service.send('GET', '/Users')).body.totalResults).toBe(1);
  });

  it('DSC-06 DSC-09 DSC-19: publishes the types and schemas that the host defines, as they are enforced', async () => {
    const service = await startService('memory', { resourceTypes: [Device, Asset] });
    const types = (await service.send('GET', '/ResourceTypes')).body.Resources;
    expect(types).toMatchObject([
      { name: 'Device', endpoint: '/Devices', schema: DeviceSchema.id },
      {
        name: 'Asset',
        endpoint: '/Assets',
        schemaExtensions: [{ schema: ContractSchema.id, required: true }],
      },
    ]);
    const ids = (await service.send('GET', '/Schemas')).body.Resources.map(({ id }: { id: string }) => id);
    expect(ids).toContain(ContractSchema.id);
    expect(ids).not.toContain(UserSchema.id);
    const { attributes } = (await service.send('GET', `/Schemas/${DeviceSchema.id}`)).body;
    const state = attributes.find(({ name }: { name: string }) => name === 'state');
    expect(state.canonicalValues).toEqual(['new', 'used']);
    const body = { schemas: [DeviceSchema.id], label: 'D', state: 'broken' };
    expect((await service.send('POST', '/Devices', body)).body.scimType).toBe('invalidValue');
    expect((await service.send('GET', '/Users')).status).toBe(404);
  });
});
