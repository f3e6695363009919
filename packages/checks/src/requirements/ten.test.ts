import { type AuthenticationRequest, type Connection, createScimServer, ScimError } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { describe, expect, it } from 'vitest';
import { filtered, groupSchema, startService, user } from '../service.ts';
import { stores } from '../stores.ts';
import { watchedStore } from './watched-store.ts';

const tokens = new Map([
  ['Bearer a', 'acme'],
  ['Bearer b', 'globex'],
]);
const connection = (tenant: string | undefined): Connection | undefined =>
  tenant === undefined ? undefined : { tenant, id: `link-of-${tenant}`, principal: 'idp' };
const byToken = ({ header }: AuthenticationRequest) => tokens.get(header('authorization') ?? '');

describe('tenants by each way to tell them', () => {
  it.each([
    ['the credential', '/scim', (request: AuthenticationRequest) => byToken(request), '/scim', {}],
    [
      'a prefix of the URL',
      '/scim/:org',
      ({ params }: AuthenticationRequest) => params.org,
      '/scim/{tenant}',
      {},
    ],
    [
      'the sub-domain',
      '/scim',
      ({ header }: AuthenticationRequest) => header('host')?.split('.')[0],
      '/scim',
      { host: '{tenant}.app.example' },
    ],
    [
      'a header',
      '/scim',
      ({ header }: AuthenticationRequest) => header('x-tenant'),
      '/scim',
      { 'x-tenant': '{tenant}' },
    ],
  ] as const)('TEN-01 TEN-02: takes the tenant from %s', async (_, path, tenantOf, prefix, headers) => {
    const server = createScimServer({
      store: createMemoryStore(),
      path,
      authenticate: (request) =>
        byToken(request) === tenantOf(request) ? connection(tenantOf(request)) : undefined,
    });
    const send = async (token: string, tenant: string, method: string, below: string, body?: object) => {
      const named = Object.entries(headers).map(
        ([name, value]) => [name, value.replace('{tenant}', tenant)] as const,
      );
      const answer = await server.fetch(
        new Request(`https://app.example${prefix.replace('{tenant}', tenant)}${below}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            ...Object.fromEntries(named),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      return { status: answer.status, body: await answer.json() };
    };
    expect((await send('a', 'acme', 'POST', '/Users', user('same@example.com'))).status).toBe(201);
    expect((await send('b', 'globex', 'POST', '/Users', user('same@example.com'))).status).toBe(201);
    expect((await send('a', 'acme', 'GET', '/Users')).body.totalResults).toBe(1);
    expect((await send('z', 'acme', 'GET', '/Users')).status).toBe(401);
  });

  it('TEN-03 TEN-04: refuses a credential of one tenant where another is named', async () => {
    const service = await startService('memory');
    const other = await service.tokenFor('globex');
    const answer = await service.send('GET', '/Users', undefined, { authorization: `Bearer ${other}` });
    expect([answer.status, answer.body.status]).toEqual([401, '401']);

    const strict = createScimServer({
      store: createMemoryStore(),
      authenticate: (request) => {
        const implied = byToken(request);
        if (implied !== request.params.org)
          throw new ScimError(403, 'This token is for another organisation.');
        return connection(implied);
      },
    });
    const conflict = await strict.fetch(
      new Request('https://app.example/scim/v2/globex/Users', { headers: { authorization: 'Bearer a' } }),
    );
    expect([conflict.status, (await conflict.json()).detail]).toEqual([
      403,
      'This token is for another organisation.',
    ]);
  });

  it('TEN-05: hands the tenant to every call of the store', async () => {
    const { store, calls } = watchedStore();
    const service = await startService('memory', { store, authenticate: () => connection('acme') });
    const { id } = (await service.send('POST', '/Users', user('u@example.com'))).body;
    await service.send('GET', `/Users/${id}`);
    await service.send('PUT', `/Users/${id}`, user('u@example.com', { title: 'T' }), { 'if-match': '*' });
    await service.send('PUT', `/Users/${id}`, user('u@example.com'), { 'if-match': '"a", "b"' });
    await service.send('GET', '/');
    await service.send('GET', '/Users?sortBy=title');
    await service.send('DELETE', `/Users/${id}`);
    expect(new Set(calls.map(({ method }) => method))).toEqual(
      new Set(['create', 'read', 'update', 'list', 'remove']),
    );
    for (const { scope } of calls) {
      expect(scope).toMatchObject({ tenant: 'acme', connection: 'link-of-acme', principal: 'idp' });
    }
  });
});

describe.each(Object.keys(stores))('two tenants on %s', (store) => {
  it('TEN-06 TEN-07 TEN-08: keep externalIds, names, cursors and bulk references to themselves', async () => {
    const service = await startService(store);
    const other = { authorization: `Bearer ${await service.tokenFor('globex')}` };
    const there = async (method: string, path: string, body?: unknown) => {
      const request = new Request(`https://app.example/scim/v2/globex${path}`, {
        method,
        headers: { ...other, 'content-type': 'application/scim+json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = await service.server.fetch(request);
      return { status: answer.status, body: await answer.json() };
    };
    const shared = user('same@example.com', { externalId: 'X' });
    const here = (await service.send('POST', '/Users', shared)).body;
    const twin = (await there('POST', '/Users', shared)).body;
    expect(twin.id).not.toBe(here.id);
    const found = await there('GET', filtered('/Users', 'externalId eq "X"'));
    expect(found.body.Resources.map(({ id }: { id: string }) => id)).toEqual([twin.id]);

    for (const name of ['b', 'c']) await service.send('POST', '/Users', user(`${name}@example.com`));
    const { nextCursor } = (await service.send('GET', '/Users?cursor&count=1')).body;
    const stolen = await there('GET', `/Users?cursor=${nextCursor}&count=1`);
    const garbage = await there('GET', '/Users?cursor=garbage&count=1');
    expect([stolen.status, stolen.body]).toEqual([400, garbage.body]);

    const unknown = '0199c0de-0000-7000-8000-000000000000';
    const refer = (id: string) => [
      {
        method: 'PATCH',
        path: `/Users/${id}`,
        data: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'add', path: 'title', value: 'T' }],
        },
      },
      { method: 'DELETE', path: `/Users/${id}` },
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'g',
        data: { schemas: [groupSchema], displayName: 'G', members: [{ value: id }] },
      },
    ];
    const message = (id: string) => ({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: refer(id),
    });
    const [foreign, nobody] = [
      await there('POST', '/Bulk', message(here.id)),
      await there('POST', '/Bulk', message(unknown)),
    ];
    const plain = (body: object, id: string) => JSON.parse(JSON.stringify(body).replaceAll(id, 'ID'));
    expect(plain(foreign.body, here.id)).toEqual(plain(nobody.body, unknown));
    expect((await service.send('GET', `/Users/${here.id}`)).body).toEqual(here);
    await service.close();
  });
});
