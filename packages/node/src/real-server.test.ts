import { Buffer } from 'node:buffer';
import { createScimServer, issueToken, type ScimServer, tokenAuthentication } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { describe, expect, it } from 'vitest';
import { createNodeListener } from './create-node-listener.ts';
import { listen } from './testing/listen.ts';
import { RawClient, type RawResponse } from './testing/raw-client.ts';

const token = 'a-token-for-tests';
const urn = 'urn:ietf:params:scim:';
const user = (userName: string) => JSON.stringify({ schemas: [`${urn}schemas:core:2.0:User`], userName });
const patch = JSON.stringify({
  schemas: [`${urn}api:messages:2.0:PatchOp`],
  Operations: [{ op: 'replace', value: { active: false } }],
});

/** The same organisation twice, with equal ids and clocks: one to be asked over a socket, one by `fetch`. */
async function twin(): Promise<ScimServer> {
  let ids = 0;
  const now = () => 1_700_000_000_000;
  const store = createMemoryStore({ now, newId: () => `id-${++ids}` });
  await issueToken(store, { org: 'acme', token, now });
  const authenticate = tokenAuthentication({ connections: store, now });
  return createScimServer({ store, authenticate, now, limits: { bodyBytes: 2000 } });
}

interface Step {
  readonly method: string;
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

const steps: readonly Step[] = [
  // Okta's connection test (okta.md, section 2), on an empty directory.
  { method: 'GET', path: '/Users?startIndex=1&count=2' },
  { method: 'POST', path: '/Users', body: user('jö😀@example.com') },
  {
    method: 'POST',
    path: '/Users',
    body: `\ufeff${user('second')}`,
    headers: { 'content-type': 'application/json' },
  },
  { method: 'POST', path: '/Users', body: user('SECOND') },
  { method: 'GET', path: '/Users/id-2' },
  { method: 'GET', path: '/Users/id%2D2' },
  { method: 'HEAD', path: '/Users/id-2' },
  { method: 'GET', path: '/Users?filter=userName%20eq%20%22second%22' },
  { method: 'GET', path: '/Users/?filter=userName+eq+%22second%22&count=0' },
  { method: 'GET', path: '/Users?filter=userName%20eq' },
  { method: 'PATCH', path: '/Users/id-2', body: patch },
  { method: 'PATCH', path: '/Users/id-2', body: patch, headers: { 'if-match': 'W/"9"' } },
  { method: 'GET', path: '/Users/id-2', headers: { 'if-none-match': '*' } },
  { method: 'PUT', path: '/Users/nobody', body: user('x') },
  { method: 'PUT', path: '/Users', body: user('x') },
  { method: 'OPTIONS', path: '/Users' },
  { method: 'GET', path: '/' },
  { method: 'GET', path: '' },
  { method: 'GET', path: '/ServiceProviderConfig' },
  { method: 'GET', path: '/nothing' },
  { method: 'GET', path: '/Users/a%2Fb' },
  { method: 'GET', path: '/Users/%zz' },
  { method: 'GET', path: '//Users' },
  { method: 'POST', path: '/Users', body: '{"userName":' },
  { method: 'POST', path: '/Users', body: '[]' },
  { method: 'POST', path: '/Users', body: '' },
  { method: 'POST', path: '/Users', body: Uint8Array.of(0x7b, 0xff, 0x7d) },
  { method: 'POST', path: '/Users', body: user('x'.repeat(2000)) },
  { method: 'POST', path: '/Users', body: user('x'), headers: { 'content-type': 'text/plain' } },
  { method: 'GET', path: '/Users', headers: { authorization: 'Bearer wrong' } },
  {
    method: 'DELETE',
    path: '/Users/id-3',
    headers: { 'content-type': 'application/scim+json; charset=utf-8' },
  },
  { method: 'GET', path: '/Users/id-3' },
];

const base = '/scim/v2/acme';
const fixed = {
  'x-request-id': 'r1',
  authorization: `Bearer ${token}`,
  'content-type': 'application/scim+json',
};

async function bySocket(client: RawClient, { method, path, body, headers }: Step): Promise<RawResponse> {
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries({ host: 'app.example', ...fixed, ...headers, ...length });
  client.send(
    `${method} ${base}${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  );
  if (body !== undefined) client.send(typeof body === 'string' ? Buffer.from(body) : body);
  return client.response(method);
}

async function byFetch(server: ScimServer, { method, path, body, headers }: Step): Promise<Response> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const init = {
    method,
    headers: { ...fixed, ...headers },
    ...(bytes === undefined ? {} : { body: new Uint8Array(bytes) }),
  };
  return server.fetch(new Request(`http://app.example${base}${path}`, init));
}

describe('a real server on a real socket', () => {
  it('answers a whole session on one connection exactly as fetch() does', async () => {
    const [own, other] = [await twin(), await twin()];
    const { port } = await listen(createNodeListener(own, { path: '/scim/v2/:org' }));
    const client = new RawClient(port);
    const statuses: number[] = [];
    for (const step of steps) {
      const [answer, expected] = [await bySocket(client, step), await byFetch(other, step)];
      const sent = [...expected.headers].filter(([name]) => name !== 'content-length');
      const received = sent.map(([name]) => [name, answer.headers.get(name)]);
      const text = Buffer.from(answer.body, 'utf8').toString();
      expect({ step, status: answer.status, text, received }).toEqual({
        step,
        status: expected.status,
        text: await expected.text(),
        received: sent,
      });
      statuses.push(answer.status);
    }
    expect(new Set(statuses)).toEqual(new Set([200, 201, 204, 304, 400, 401, 404, 405, 409, 412, 413, 415]));
    expect(client.surplus).toBe('');
  });

  it('keeps organisations apart by the mount path', async () => {
    const { port } = await listen(createNodeListener(await twin(), { path: '/scim/v2/:org' }));
    const client = new RawClient(port);
    for (const org of ['other', 'acme%2F', 'ACME', '__proto__', 'constructor', 'acme%00']) {
      client.send(`GET /scim/v2/${org}/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
      expect((await client.response()).status).toBe(org.includes('%00') ? 404 : 401);
    }
  });

  it('takes neither of two credentials', async () => {
    const { port } = await listen(createNodeListener(await twin(), { path: '/scim/v2/:org' }));
    const client = new RawClient(port);
    const good = `Authorization: Bearer ${token}\r\n`;
    for (const [lines, status] of [
      [good, 200],
      [`${good}${good}`, 401],
      [`${good}Authorization: Bearer x\r\n`, 401],
    ] as const) {
      client.send(`GET ${base}/Users HTTP/1.1\r\nHost: x\r\n${lines}\r\n`);
      expect((await client.response()).status).toBe(status);
    }
  });
});
