import { createScimServer, issueToken, tokenAuthentication } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import type { RequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { scim } from './scim.ts';
import { scimErrors } from './scim-errors.ts';
import { type Express, expresses } from './testing/expresses.ts';
import { scimError, send } from './testing/send.ts';

const token = 'a-token-for-tests';
const both = ['application/json', 'application/*+json'];
const parsers: readonly [string, (express: Express) => RequestHandler][] = [
  ['no parser', () => (_req, _res, next) => next()],
  ['json()', (express) => express.json()],
  ['json() for both types', (express) => express.json({ type: both })],
  ['text()', (express) => express.text({ type: '*/*' })],
  ['raw()', (express) => express.raw({ type: '*/*' })],
];
const grid = expresses.flatMap(([version, express]) =>
  parsers.map(([parser, use]) => ({ version, express, parser, use })),
);

describe.each(grid)('a real server in $version behind $parser', ({ express, use }) => {
  async function mounted() {
    const store = createMemoryStore();
    await issueToken(store, { org: 'acme', token });
    const server = createScimServer({ store, authenticate: tokenAuthentication({ connections: store }) });
    const app = express();
    app.use(use(express));
    app.use('/scim/v2/:org', scim(server));
    app.use('/scim', scimErrors());
    // What Okta sends with every request (okta.md, section 2).
    const headers = {
      accept: 'application/scim+json',
      'accept-charset': 'utf-8',
      'accept-encoding': 'gzip,deflate',
      'user-agent': 'Okta SCIM Client 1.0.0',
      authorization: `Bearer ${token}`,
    };
    return (method: string, path: string, body?: string, type = 'application/scim+json; charset=utf-8') =>
      send(app, {
        method,
        path: `/scim/v2/acme${path}`,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': type }) },
        ...(body === undefined ? {} : { body }),
      });
  }
  const jo = JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'jö@example.com',
  });

  it.each(['application/scim+json; charset=utf-8', 'application/json'])(
    'creates, finds and deletes with %s',
    async (type) => {
      const ask = await mounted();
      expect(JSON.parse((await ask('GET', '/Users?startIndex=1&count=2')).text)).toMatchObject({
        totalResults: 0,
      });
      const created = await ask('POST', '/Users', jo, type);
      expect([created.status, created.type]).toEqual([201, 'application/scim+json']);
      const { id, userName, meta } = JSON.parse(created.text);
      expect(userName).toBe('jö@example.com');
      expect(meta.location).toBe(`http://app.example:8080/scim/v2/acme/Users/${id}`);
      const found = await ask('GET', `/Users?filter=${encodeURIComponent('userName eq "JÖ@example.com"')}`);
      expect(JSON.parse(found.text)).toMatchObject({ totalResults: 1 });
      expect(scimError(await ask('POST', '/Users', jo, type))).toMatchObject({
        status: '409',
        scimType: 'uniqueness',
      });
      // Okta sends a Content-Type with some DELETEs.
      expect((await ask('DELETE', `/Users/${id}`, '')).status).toBe(204);
      expect(scimError(await ask('GET', `/Users/${id}`))).toMatchObject({ status: '404' });
    },
  );

  it('refuses malformed, empty and foreign bodies in SCIM', async () => {
    const ask = await mounted();
    expect(scimError(await ask('POST', '/Users', '{"userName":'))).toMatchObject({
      status: '400',
      scimType: 'invalidSyntax',
    });
    expect(scimError(await ask('POST', '/Users', ''))).toMatchObject({
      status: '400',
      scimType: 'invalidSyntax',
    });
    expect(
      scimError(await ask('POST', '/Users', 'userName=jo', 'application/x-www-form-urlencoded')),
    ).toMatchObject({ status: '415' });
  });
});
