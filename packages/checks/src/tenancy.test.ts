import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  errorSchema,
  filtered,
  groupSchema,
  patch,
  startService,
  type TestService,
  user,
} from './service.ts';
import { stores } from './stores.ts';

describe.each(Object.keys(stores))('tenants on %s', (store) => {
  let service: TestService;
  let globex: string;
  let acmeUser: string;
  let acmeGroup: string;
  beforeEach(async () => {
    service = await startService(store);
    globex = await service.tokenFor('globex');
    acmeUser = (await service.send('POST', '/Users', user('same@example.com', { externalId: 'x' }))).body.id;
    acmeGroup = (
      await service.send('POST', '/Groups', {
        schemas: [groupSchema],
        displayName: 'Sales',
        members: [{ value: acmeUser }],
      })
    ).body.id;
  });
  afterEach(() => service.close());

  async function as(org: string, token: string | undefined, method: string, path: string, body?: unknown) {
    const response = await service.server.fetch(
      new Request(`https://app.example/scim/v2/${org}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: token }),
          'content-type': 'application/scim+json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  it.each([
    ['no token', 'acme', () => undefined],
    ['a wrong token', 'acme', () => 'Bearer scim_wrong'],
    ['the token of another organisation', 'acme', () => `Bearer ${globex}`],
    ['an unknown organisation', 'umbrella', () => `Bearer ${service.token}`],
    ['another scheme', 'acme', () => `Basic ${service.token}`],
    ['an organisation called __proto__', '__proto__', () => `Bearer ${service.token}`],
  ])('%s: 401 in the same words', async (_, org, token) => {
    const answer = await as(org, token(), 'GET', '/Users');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(answer.body).toEqual({
      schemas: [errorSchema],
      status: '401',
      detail: 'The bearer token is missing, unknown, expired, or not one of this organisation.',
    });
  });

  it('takes the token with and without its scheme', async () => {
    for (const value of [`Bearer ${service.token}`, `bearer  ${service.token}`, service.token]) {
      expect((await as('acme', value, 'GET', '/Users')).status).toBe(200);
    }
  });

  it('tells somebody who is not admitted nothing about paths', async () => {
    expect((await as('acme', undefined, 'GET', '/Nothing')).status).toBe(401);
    expect((await as('acme', undefined, 'PUT', '/Users')).status).toBe(401);
  });

  it('shows one tenant nothing of another', async () => {
    const other = (method: string, path: string, body?: unknown) =>
      as('globex', `Bearer ${globex}`, method, path, body);
    expect((await other('GET', '/Users')).body.totalResults).toBe(0);
    expect((await other('GET', filtered('/Users', 'externalId eq "x" or id pr'))).body.totalResults).toBe(0);
    expect((await other('GET', '/')).body.totalResults).toBe(0);
    expect((await other('GET', `/Users/${acmeUser}`)).status).toBe(404);
    expect((await other('PUT', `/Users/${acmeUser}`, user('x'))).status).toBe(404);
    expect(
      (await other('PATCH', `/Users/${acmeUser}`, patch({ op: 'replace', path: 'title', value: 'x' })))
        .status,
    ).toBe(404);
    expect((await other('DELETE', `/Users/${acmeUser}`)).status).toBe(404);
    expect(
      (await other('PATCH', `/Groups/${acmeGroup}`, patch({ op: 'remove', path: 'members' }))).status,
    ).toBe(404);
    const stolen = await other('POST', '/Groups', {
      schemas: [groupSchema],
      displayName: 'Sales',
      members: [{ value: acmeUser }],
    });
    expect([stolen.status, stolen.body.scimType]).toEqual([400, 'invalidValue']);
    expect((await other('POST', '/Users', user('same@example.com'))).status).toBe(201);
    expect((await service.send('GET', `/Groups/${acmeGroup}`)).body.members).toHaveLength(1);
  });
});
