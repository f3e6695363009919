import { ScimError, type Target } from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import { errorSchema, groupSchema, patch, startService, user } from '../service.ts';
import { stores } from '../stores.ts';
import { watchedStore } from './watched-store.ts';

const bulkSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const bulk = (...Operations: readonly object[]) => ({ schemas: [bulkSchema], Operations });

describe.each(Object.keys(stores))('bulk under special configuration on %s', (store) => {
  it('BLK-21: refuses a body over maxPayloadSize before it is parsed, and names the limit', async () => {
    const service = await startService(store, { limits: { bulkBytes: 300 } });
    const answer = await service.send('POST', '/Bulk', `{"schemas": no JSON at all ${'x'.repeat(400)}`);
    expect([answer.status, answer.body.status]).toEqual([413, '413']);
    expect(answer.body.detail).toContain('300 bytes');
    const config = (await service.send('GET', '/ServiceProviderConfig')).body;
    expect(config.bulk.maxPayloadSize).toBe(300);
    await service.close();
  });

  it('BLK-24: asks for each operation whether the caller may do it', async () => {
    const asked: Target[] = [];
    const service = await startService(store, {
      hooks: {
        authorize: (_, target) => {
          asked.push(target);
          return target.type !== 'Group';
        },
      },
    });
    const { body } = await service.send(
      'POST',
      '/Bulk',
      bulk(
        { method: 'POST', path: '/Users', bulkId: 'u', data: user('u@example.com') },
        { method: 'POST', path: '/Groups', bulkId: 'g', data: { schemas: [groupSchema], displayName: 'G' } },
        { method: 'PATCH', path: '/Users/bulkId:u', data: patch({ op: 'add', path: 'title', value: 'T' }) },
      ),
    );
    expect(body.Operations.map(({ status }: { status: string }) => status)).toEqual(['201', '403', '200']);
    expect(asked.map(({ operation, type }) => [operation, type])).toEqual([
      ['create', 'User'],
      ['create', 'Group'],
      ['patch', 'User'],
    ]);
    await service.close();
  });

  it('BLK-16: keeps a text that only looks like a reference', async () => {
    const service = await startService(store);
    const data = user('u@example.com', { title: 'see bulkId:7', nickName: 'bulkId:7 was here' });
    const { body } = await service.send(
      'POST',
      '/Bulk',
      bulk({ method: 'POST', path: '/Users', bulkId: '7', data }),
    );
    expect(body.Operations[0].status).toBe('201');
    const read = await service.send('GET', body.Operations[0].location.slice(service.base.length));
    expect([read.body.title, read.body.nickName]).toEqual(['see bulkId:7', 'bulkId:7 was here']);
    await service.close();
  });
});

describe('/Me under special configuration', () => {
  it('ME-02 ME-03: does what it would do to the resource of the caller, under its own URI', async () => {
    let id = '';
    const service = await startService('memory', {
      me: () => (id === '' ? undefined : { type: 'User', id }),
    });
    id = (await service.send('POST', '/Users', user('me@example.com'))).body.id;
    const location = `${service.base}/Users/${id}`;
    const answers = [
      await service.send('GET', '/Me'),
      await service.send('PUT', '/Me', user('me@example.com', { title: 'T' })),
      await service.send('PATCH', '/Me', patch({ op: 'add', path: 'nickName', value: 'N' })),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, body.id, body.meta.location, headers.get('location')]).toEqual([
        200,
        id,
        location,
        location,
      ]);
    }
    expect((await service.send('GET', `/Users/${id}`)).body).toMatchObject({ title: 'T', nickName: 'N' });
    expect((await service.send('DELETE', '/Me')).status).toBe(204);
    expect((await service.send('GET', `/Users/${id}`)).status).toBe(404);
  });

  it('ME-04: answers 404 to callers that are no resource, and creates none', async () => {
    const service = await startService('memory', { me: () => undefined });
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await service.send(method, '/Me', method === 'GET' ? undefined : {});
      expect([method, answer.status, answer.body.schemas]).toEqual([method, 404, [errorSchema]]);
    }
    expect((await service.send('POST', '/Me', user('me@example.com'))).status).toBe(405);
    expect((await service.send('GET', '/Users')).body.totalResults).toBe(0);
  });
});

describe('errors under special configuration', () => {
  it('ERR-03: tells nothing of what failed inside, but where to look for it', async () => {
    const { store } = watchedStore();
    const faults: string[] = [];
    const service = await startService('memory', {
      store: {
        ...store,
        read: () => Promise.reject(new Error('password of db: hunter2')),
        list: () => {
          throw new TypeError('SELECT * FROM secrets');
        },
      },
      log: { error: (error, during) => faults.push(`${during}: ${String(error)}`) },
    });
    for (const path of ['/Users/x', '/Users', '/']) {
      const answer = await service.send('GET', path);
      expect([answer.status, answer.body.status, answer.body.schemas]).toEqual([500, '500', [errorSchema]]);
      expect(answer.text).not.toMatch(/hunter2|SELECT|TypeError|\.ts:/);
      expect(answer.body.detail).toContain(answer.headers.get('x-request-id'));
    }
    expect(faults[0]).toBe('GET /Users/{id}: Error: password of db: hunter2');
    expect(faults).toHaveLength(3);
  });

  it('ERR-02: sends the keyword, status and headers of an error that a hook throws', async () => {
    const service = await startService('memory', {
      hooks: {
        beforeWrite: () => {
          throw new ScimError(400, 'Names begin with a letter.', { scimType: 'invalidValue' });
        },
      },
    });
    const refused = await service.send('POST', '/Users', user('1@example.com'));
    expect(refused.body).toEqual({
      schemas: [errorSchema],
      status: '400',
      scimType: 'invalidValue',
      detail: 'Names begin with a letter.',
    });
  });
});
