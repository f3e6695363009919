import {
  createScimServer,
  issueToken,
  type ScimServerOptions,
  StoreError,
  tokenAuthentication,
} from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { describe, expect, it } from 'vitest';

/** A service on a store of which one part fails. */
async function startWith(
  options: (store: ReturnType<typeof createMemoryStore>) => Partial<ScimServerOptions>,
) {
  const store = createMemoryStore();
  const { token } = await issueToken(store, { org: 'acme' });
  const logged: unknown[] = [];
  const server = createScimServer({
    store,
    authenticate: tokenAuthentication({ connections: store }),
    log: { error: (error) => logged.push(error) },
    ...options(store),
  });
  const send = (method: string, path: string, body?: object) =>
    server.fetch(
      new Request(`https://app.example/scim/v2/acme${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  return { send, logged };
}

describe.each([
  ['unavailable', '5'],
  ['busy', '1'],
] as const)('a store that is %s', (code, seconds) => {
  const failing = () => Promise.reject(new StoreError(code, 'connect ECONNREFUSED 10.0.0.7:5432'));

  it('while a token is looked up: 503 and when to come back, for every request', async () => {
    const { send, logged } = await startWith((store) => ({
      authenticate: tokenAuthentication({ connections: { ...store, tenantBySlug: failing } }),
    }));
    for (const [method, path] of [
      ['GET', '/Users'],
      ['GET', '/ServiceProviderConfig'],
      ['DELETE', '/Users/1'],
      ['GET', '/nowhere'],
    ] as const) {
      const response = await send(method, path);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, seconds]);
      expect(await response.text()).not.toContain('ECONNREFUSED');
    }
    expect(logged).toHaveLength(4);
    expect(logged[0]).toMatchObject({ code, message: expect.stringContaining('ECONNREFUSED') });
  });

  it('when the transaction of a bulk request begins or ends: the same', async () => {
    const { send } = await startWith((store) => ({
      store: { ...store, transaction: failing },
      policies: { bulk: 'atomic' },
    }));
    const response = await send('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [{ method: 'DELETE', path: '/Users/1' }],
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, seconds]);
  });
});
