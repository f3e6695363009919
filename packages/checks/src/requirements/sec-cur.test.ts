import {
  createScimServer,
  type Exchange,
  issueToken,
  mintToken,
  type PendingChange,
  ScimError,
  type Target,
  tokenAuthentication,
} from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { describe, expect, it } from 'vitest';
import { filtered, patch, searchSchema, startService, user } from '../service.ts';
import { stores } from '../stores.ts';

describe('security under special configuration', () => {
  it('SEC-02 SEC-09: lets the application decide by caller, operation, resource and attribute', async () => {
    const asked: [string, readonly string[] | undefined, Target][] = [];
    let id = '';
    const service = await startService('memory', {
      authenticate: ({ header }) => ({
        tenant: 't',
        id: header('authorization') ?? '',
        principal: header('authorization') ?? '',
        scopes: header('authorization') === 'self' ? ['self'] : ['provisioning'],
      }),
      hooks: {
        authorize: ({ principal, scopes }, target) => {
          asked.push([principal, scopes, target]);
          return scopes?.includes('self') ? target.id === id && target.operation !== 'remove' : true;
        },
        beforeWrite: (change: PendingChange) => {
          if (change.scope.principal !== 'self' || change.operation !== 'patch') return;
          if (change.operations.some(({ path }) => path !== 'nickName')) {
            throw new ScimError(403, 'You may change your nickName only.');
          }
        },
      },
    });
    const as = (who: string, method: string, path: string, body?: unknown) =>
      service.send(method, path, body, { authorization: who });
    id = (await as('idp', 'POST', '/Users', user('u@example.com'))).body.id;
    const other = (await as('idp', 'POST', '/Users', user('v@example.com'))).body.id;
    expect((await as('self', 'GET', `/Users/${id}`)).status).toBe(200);
    expect((await as('self', 'GET', `/Users/${other}`)).status).toBe(403);
    expect((await as('self', 'GET', '/Users')).status).toBe(403);
    expect((await as('self', 'DELETE', `/Users/${id}`)).status).toBe(403);
    const set = (path: string) => as('self', 'PATCH', `/Users/${id}`, patch({ op: 'add', path, value: 'N' }));
    expect([(await set('nickName')).status, (await set('title')).status]).toEqual([200, 403]);
    expect(asked[0]).toEqual(['idp', ['provisioning'], { operation: 'create', type: 'User' }]);
    expect(asked).toContainEqual(['self', ['self'], { operation: 'remove', type: 'User', id }]);
  });

  it('SEC-03: mints tokens that nobody guesses and that end', async () => {
    const minted = new Set(Array.from({ length: 50 }, () => mintToken()));
    expect(minted.size).toBe(50);
    // 43 of the letters and digits hold 256 bits; the other six are a checksum.
    for (const token of minted) expect(token).toMatch(/^scim_[0-9A-Za-z]{49}$/);
    let now = 1_000_000;
    const store = createMemoryStore();
    const issued = await issueToken(store, { org: 'acme', validSeconds: 60, now: () => now });
    const authenticate = tokenAuthentication({ connections: store, now: () => now });
    const server = createScimServer({ store, authenticate });
    const status = async () =>
      (
        await server.fetch(
          new Request('https://app.example/scim/v2/acme/Users', {
            headers: { authorization: `Bearer ${issued.token}` },
          }),
        )
      ).status;
    expect(await status()).toBe(200);
    now += 59_999;
    expect(await status()).toBe(200);
    now += 1;
    expect(await status()).toBe(401);
  });

  it('SEC-05: writes nothing by default, and keeps the query apart from the route for a log', async () => {
    const exchanges: Exchange[] = [];
    const service = await startService('memory', {
      log: { exchange: (exchange) => exchanges.push(exchange) },
    });
    const { id } = (await service.send('POST', '/Users', user('private@example.com'))).body;
    await service.send('GET', filtered('/Users', 'userName eq "private@example.com"'));
    await service.send('POST', '/Users/.search', {
      schemas: [searchSchema],
      filter: 'userName eq "private@example.com"',
    });
    await service.send('GET', `/Users/${id}?attributes=userName`);
    expect(exchanges.map(({ method, route }) => `${method} ${route}`)).toEqual([
      'POST /Users',
      'GET /Users',
      'POST /Users/.search',
      'GET /Users/{id}',
    ]);
    const withoutQuery = exchanges.map(({ query: _, ...rest }) => rest);
    expect(JSON.stringify(withoutQuery)).not.toContain('private');
    expect(JSON.stringify(exchanges)).not.toContain(service.token);
  });

  it('SEC-08: lets a host that takes anybody make users inactive, and slow them down', async () => {
    let made = 0;
    const service = await startService('memory', {
      authenticate: () => ({ tenant: 't', id: 'anonymous', principal: 'anonymous' }),
      hooks: {
        authorize: (_, { operation }) => {
          if (operation !== 'create') return false;
          if (++made > 2) throw new ScimError(429, 'Try again later.', { headers: { 'retry-after': '60' } });
          return true;
        },
        beforeWrite: (change) => {
          const active = change.operation === 'create' && change.document.active !== false;
          if (active) throw new ScimError(403, 'New users are not active.');
        },
      },
    });
    expect((await service.send('POST', '/Users', user('a@example.com'))).status).toBe(403);
    expect((await service.send('POST', '/Users', user('a@example.com', { active: false }))).status).toBe(201);
    const slowed = await service.send('POST', '/Users', user('b@example.com', { active: false }));
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await service.send('GET', '/Users')).status).toBe(403);
  });

  it('SEC-12: lets a host answer 404 where it must not be known that something exists', async () => {
    const service = await startService('memory', {
      hooks: {
        authorize: (_, { operation, type }) => {
          if (operation === 'read') throw new ScimError(404, `There is no ${type} with this id.`);
          return true;
        },
      },
    });
    const { id } = (await service.send('POST', '/Users', user('u@example.com'))).body;
    const [hidden, absent] = [
      await service.send('GET', `/Users/${id}`),
      await service.send('GET', '/Users/none'),
    ];
    expect([hidden.status, hidden.text]).toEqual([404, absent.text]);
  });
});

describe.each(Object.keys(stores))('cursors under special configuration on %s', (store) => {
  it('CUR-07: answers expiredCursor once the lifetime is over', async () => {
    let now = Date.now();
    const service = await startService(store, { now: () => now, cursors: { lifetime: 60 } });
    for (const name of ['a', 'b', 'c']) await service.send('POST', '/Users', user(`${name}@example.com`));
    const { nextCursor } = (await service.send('GET', '/Users?cursor&count=1')).body;
    now += 59_000;
    expect((await service.send('GET', `/Users?cursor=${nextCursor}&count=1`)).status).toBe(200);
    now += 1_000;
    const late = await service.send('GET', `/Users?cursor=${nextCursor}&count=1`);
    expect([late.status, late.body.scimType]).toEqual([400, 'expiredCursor']);
    await service.close();
  });

  it('CUR-16 CUR-17 CUR-19: gives nothing to another caller, nor to the same with other rights', async () => {
    let may = true;
    const service = await startService(store, {
      authenticate: ({ header }) => {
        const [id = '', ...scopes] = (header('authorization') ?? '').split(' ');
        return { tenant: '0199c0de-0000-7000-8000-00000000000a', id, principal: id, scopes };
      },
      hooks: { authorize: () => may },
    });
    const get = (who: string, query: string) =>
      service.send('GET', `/Users?${query}`, undefined, { authorization: who });
    for (const name of ['a', 'b', 'c']) {
      await service.send('POST', '/Users', user(`${name}@example.com`), { authorization: 'one read' });
    }
    const { nextCursor } = (await get('one read', 'cursor&count=1')).body;
    const next = `cursor=${nextCursor}&count=1`;
    expect((await get('one read', next)).body.Resources).toHaveLength(1);
    const garbage = await get('one read', 'cursor=garbage&count=1');
    for (const who of ['two read', 'one write', 'one']) {
      const refused = await get(who, next);
      expect([refused.status, refused.text]).toEqual([400, garbage.text]);
    }
    may = false;
    expect((await get('one read', next)).status).toBe(403);
    await service.close();
  });

  it('CUR-18: opens cursors of another process with the same secret, and none with another', async () => {
    const shared = createMemoryStore();
    const authenticate = () => ({ tenant: 't', id: 'c', principal: 'p' });
    const service = (secret: string) =>
      startService(store, { store: shared, authenticate, cursors: { secret } });
    const [one, two, other] = [
      await service('x'.repeat(20)),
      await service('x'.repeat(20)),
      await service('y'.repeat(20)),
    ];
    for (const name of ['a', 'b', 'c']) await one.send('POST', '/Users', user(`${name}@example.com`));
    const { nextCursor } = (await one.send('GET', '/Users?cursor&count=2')).body;
    expect((await two.send('GET', `/Users?cursor=${nextCursor}&count=2`)).body.Resources).toHaveLength(1);
    expect((await other.send('GET', `/Users?cursor=${nextCursor}&count=2`)).body.scimType).toBe(
      'invalidCursor',
    );
    for (const each of [one, two, other]) await each.close();
  });
});
