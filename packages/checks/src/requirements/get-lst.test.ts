import { describe, expect, it } from 'vitest';
import { filtered, groupSchema, searchSchema, startService, user } from '../service.ts';
import { stores } from '../stores.ts';
import { watchedStore } from './watched-store.ts';

describe('lists under special configuration', () => {
  it('LST-08: refuses a search that a store without indexes would have to look too far for', async () => {
    const { store } = watchedStore({ compare: () => 'none', sort: () => false });
    const service = await startService('memory', { store, limits: { maxScan: 3 } });
    for (const name of ['a', 'b', 'c'])
      await service.send('POST', '/Users', user(`${name}@example.com`, { title: name }));
    const path = filtered('/Users', 'title eq "b"');
    expect(
      (await service.send('GET', path)).body.Resources.map(({ title }: { title: string }) => title),
    ).toEqual(['b']);
    await service.send('POST', '/Users', user('d@example.com', { title: 'd' }));
    for (const answer of [
      await service.send('GET', path),
      await service.send('GET', '/Users?sortBy=title'),
      await service.send('POST', '/.search', { schemas: [searchSchema], filter: 'title eq "b"' }),
    ]) {
      expect([answer.status, answer.body.scimType]).toEqual([400, 'tooMany']);
      expect(answer.body.detail).toMatch(/title.*3 resources/);
    }
    expect((await service.send('GET', '/Users')).body.totalResults).toBe(4);
  });

  it.each(Object.keys(stores))('LST-11: lists and counts what the caller may see, on %s', async (store) => {
    let mayList: readonly string[] = ['User', 'Group'];
    const service = await startService(store, {
      hooks: {
        authorize: (_, { operation, type }) =>
          operation !== 'list' || type === undefined || mayList.includes(type),
      },
    });
    await service.send('POST', '/Users', user('u@example.com'));
    await service.send('POST', '/Groups', { schemas: [groupSchema], displayName: 'G' });
    const totals = async () => {
      const [got, sorted] = [
        await service.send('GET', '/'),
        await service.send('GET', '/?sortBy=meta.created'),
      ];
      const sought = await service.send('POST', '/.search', { schemas: [searchSchema] });
      return [got, sorted, sought].map(({ body }) => [body.totalResults, body.Resources.length]);
    };
    expect(await totals()).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
    mayList = ['User'];
    expect(await totals()).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect((await service.send('GET', '/Groups')).status).toBe(403);
    mayList = [];
    expect(await totals()).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    await service.close();
  });
});
