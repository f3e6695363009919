import { describe, expect, it } from 'vitest';
import { groupSchema, startService, user } from '../service.ts';
import { stores } from '../stores.ts';
import { Device, device } from './device.ts';
import { watchedStore } from './watched-store.ts';

describe.each(Object.keys(stores))('order and pages under special configuration on %s', (store) => {
  it('SRT-07: orders numbers as numbers and dates as instants', async () => {
    const service = await startService(store, { resourceTypes: [Device] });
    await service.send('POST', '/Devices', device({ label: 'a', height: 10, seen: '2024-01-01T10:00:00Z' }));
    await service.send(
      'POST',
      '/Devices',
      device({ label: 'b', height: 9, seen: '2024-01-01T11:30:00+02:00' }),
    );
    await service.send('POST', '/Devices', device({ label: 'c', height: -1 }));
    const order = async (query: string) =>
      (await service.send('GET', `/Devices?${query}`)).body.Resources.map(
        ({ label }: { label: string }) => label,
      );
    expect(await order('sortBy=height')).toEqual(['c', 'b', 'a']);
    expect(await order('sortBy=height&sortOrder=descending')).toEqual(['a', 'b', 'c']);
    expect(await order('sortBy=seen')).toEqual(['b', 'a', 'c']);
    expect(await order('sortBy=seen&sortOrder=descending')).toEqual(['c', 'a', 'b']);
    await service.close();
  });

  it('PAG-04 CUR-08 CUR-20: cuts pages at limits.pageSize without a count and at limits.maxPageSize with one', async () => {
    const service = await startService(store, { limits: { pageSize: 2, maxPageSize: 3 } });
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      await service.send('POST', '/Users', user(`${name}@example.com`));
    const size = async (query: string) => {
      const { body } = await service.send('GET', `/Users?${query}`);
      return [body.Resources.length, body.itemsPerPage, body.totalResults];
    };
    expect(await size('')).toEqual([2, 2, 5]);
    expect(await size('count=100')).toEqual([3, 3, 5]);
    expect(await size('cursor=')).toEqual([2, 2, 5]);
    expect(await size('cursor=&count=100')).toEqual([3, 3, 5]);
    const config = (await service.send('GET', '/ServiceProviderConfig')).body;
    expect(config.filter.maxResults).toBe(3);
    expect(config.pagination).toMatchObject({ defaultPageSize: 2, maxPageSize: 3 });
    await service.close();
  });
});

describe('projection and the store', () => {
  it('PRJ-11: never loads members that nobody asked for', async () => {
    const { store, calls } = watchedStore();
    const service = await startService('memory', { store });
    const member = (await service.send('POST', '/Users', user('u@example.com'))).body.id;
    const body = { schemas: [groupSchema], displayName: 'G', members: [{ value: member }] };
    const { id } = (await service.send('POST', '/Groups', body)).body;
    const wanted = async (path: string) => {
      calls.length = 0;
      expect((await service.send('GET', path)).status).toBe(200);
      return calls.map(({ method, rest }) => [method, JSON.stringify(rest).includes('"members":true')]);
    };
    expect(await wanted(`/Groups/${id}`)).toEqual([['read', true]]);
    expect(await wanted(`/Groups/${id}?excludedAttributes=members`)).toEqual([['read', false]]);
    expect(await wanted(`/Groups/${id}?attributes=displayName`)).toEqual([['read', false]]);
    expect(await wanted('/Groups?excludedAttributes=members')).toEqual([['list', false]]);
    expect(await wanted('/Groups?attributes=members.value')).toEqual([['list', true]]);
  });
});
