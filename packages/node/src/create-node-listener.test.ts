import { describe, expect, it, vi } from 'vitest';
import { createNodeListener, type NodeListenerOptions } from './create-node-listener.ts';
import type { NodeRequest, NodeResponse } from './node-http.ts';
import { type Echo, echo } from './testing/echo.ts';
import { listen } from './testing/listen.ts';
import { RawClient, type RawResponse } from './testing/raw-client.ts';

type Options = NodeListenerOptions<NodeRequest, NodeResponse>;

async function ask(target: string, options: Options = {}, headers = ''): Promise<RawResponse> {
  const { port } = await listen(createNodeListener(echo(), { path: '/scim/v2/:org', ...options }));
  const client = new RawClient(port);
  client.send(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: app.example\r\n${headers}\r\n`));
  return client.response();
}

async function seen(target: string, options?: Options, headers?: string): Promise<Echo> {
  const { status, body } = await ask(target, options, headers);
  expect(status, body).toBe(200);
  return JSON.parse(body);
}

function expectScimError({ status, headers, body }: RawResponse, expected: number): void {
  expect(status).toBe(expected);
  expect(headers.get('content-type')).toBe('application/scim+json');
  expect(JSON.parse(body)).toMatchObject({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(expected),
    detail: expect.any(String),
  });
}

describe('createNodeListener', () => {
  it.each<[string, Partial<Echo>]>([
    ['/scim/v2/acme/Users/1?count=2&x', { path: '/Users/1', query: 'count=2&x', params: { org: 'acme' } }],
    ['/scim/v2/acme', { path: '', query: '' }],
    ['/scim/v2/acme/', { path: '' }],
    ['/scim/v2/acme?x=1', { path: '', query: 'x=1' }],
    ['/scim/v2/acme//Users', { path: '//Users' }],
    ['/scim/v2/acme/../evil/Users', { path: '/../evil/Users', params: { org: 'acme' } }],
    ['/scim/v2/acme/%2e%2e/Users', { path: '/%2e%2e/Users' }],
    ['/scim/v2/acme/Users/a%2Fb', { path: '/Users/a%2Fb' }],
    ['/scim/v2/acme/%zz', { path: '/%zz' }],
    ['/scim/v2/a%2Fb/Users', { base: 'http://app.example/scim/v2/a%2Fb', params: { org: 'a/b' } }],
    ['/scim/v2/a%252Fb/Users', { base: 'http://app.example/scim/v2/a%252Fb', params: { org: 'a%2Fb' } }],
    ['/scim/v2/%C3%BC/Users', { base: 'http://app.example/scim/v2/%C3%BC', params: { org: 'ü' } }],
    ['/scim/v2/a#b/Users', { base: 'http://app.example/scim/v2/a%23b', params: { org: 'a#b' } }],
    ['/scim/v2/a+b/Users', { base: 'http://app.example/scim/v2/a+b', params: { org: 'a+b' } }],
    [
      'http://other.example/scim/v2/acme/Users',
      { base: 'http://other.example/scim/v2/acme', path: '/Users' },
    ],
  ])('takes %s apart', async (target, expected) => {
    expect(await seen(target)).toMatchObject({ base: 'http://app.example/scim/v2/acme', ...expected });
  });

  it('takes URLs as long as Node lets them be', async () => {
    const filter = 'x'.repeat(15_000);
    expect((await seen(`/scim/v2/acme/Users?filter=${filter}`)).query).toBe(`filter=${filter}`);
  });

  it.each([
    '/',
    '/scim',
    '/scim/v2',
    '/scim/v2/',
    '/scim/v2//Users',
    '/scim/v20/acme',
    '/SCIM/v2/acme',
    '//scim/v2/acme',
    '/scim/v2/%zz/Users',
    '/scim/v2/%/Users',
    '/scim/v2/%ff/Users',
    '/x/../scim/v2/acme',
    '*',
  ])('answers 404 outside the mount path, as to %s', async (target) => {
    expectScimError(await ask(target), 404);
  });

  it.each(['..', '.', '%2e%2e', '%2E', '%00', 'a%0Ab', '%7F', '%C2%85'])(
    'takes "%s" for nobody',
    async (org) => {
      expectScimError(await ask(`/scim/v2/${org}/Users`), 404);
    },
  );

  it('mounts at the root', async () => {
    expect(await seen('/Users', { path: '' })).toMatchObject({
      base: 'http://app.example',
      path: '/Users',
      params: {},
    });
    expect(await seen('/', { path: '/' })).toMatchObject({ path: '' });
  });

  it('gives requests outside to the fallback', async () => {
    const fallback = vi.fn((_: NodeRequest, res: NodeResponse) => void res.end('app'));
    expect(await ask('/health', { fallback })).toMatchObject({ status: 200, body: 'app' });
    expect(await ask('/scim/v2/acme', { fallback })).not.toMatchObject({ body: 'app' });
    expect(fallback).toHaveBeenCalledOnce();
  });

  it('answers 500 when the fallback throws', async () => {
    const onError = vi.fn();
    const fallback = () => {
      throw new Error('boom');
    };
    expectScimError(await ask('/health', { fallback, onError }), 500);
    expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('boom'));
  });

  it('keeps a parameter named __proto__ harmless', async () => {
    const options = {
      path: '/:__proto__/:constructor',
      baseUrl: 'https://a.example/:__proto__/:constructor',
    };
    const { params, base } = await seen('/x/y/Users', options);
    expect(Object.keys(params)).toEqual(['__proto__', 'constructor']);
    expect(base).toBe('https://a.example/x/y');
  });

  it.each<[string, Options]>([
    ['a path without slash', { path: 'scim' }],
    ['a parameter without name', { path: '/scim/:' }],
    ['a relative base', { baseUrl: '/scim/v2/:org' }],
    ['a base that mixes tenants up', { baseUrl: 'https://app.example/scim/v2' }],
    ['a base with a parameter of its own', { baseUrl: 'https://app.example/:org/:other' }],
    ['no hops', { trustProxy: { hops: 0 } }],
  ])('refuses %s when it is made', (_, options) => {
    expect(() => createNodeListener(echo(), { path: '/scim/v2/:org', ...options })).toThrow(TypeError);
  });
});

describe('the base', () => {
  const proxied =
    'X-Forwarded-Proto: https\r\nX-Forwarded-Host: public.example\r\nX-Forwarded-Prefix: /api\r\nX-Forwarded-For: 192.0.2.7\r\n';

  it('ignores proxy headers by default', async () => {
    expect(await seen('/scim/v2/acme', {}, proxied)).toMatchObject({
      base: 'http://app.example/scim/v2/acme',
      remoteAddress: '127.0.0.1',
    });
  });

  it('follows a trusted proxy', async () => {
    expect(await seen('/scim/v2/acme', { trustProxy: true }, proxied)).toMatchObject({
      base: 'https://public.example/api/scim/v2/acme',
      remoteAddress: '192.0.2.7',
    });
    const forwarded = 'Forwarded: for=192.0.2.9;host=public.example;proto=https\r\n';
    expect(await seen('/scim/v2/acme', { trustProxy: true }, forwarded)).toMatchObject({
      base: 'https://public.example/scim/v2/acme',
      remoteAddress: '192.0.2.9',
    });
  });

  it('is what baseUrl says, whatever the request does', async () => {
    const baseUrl = 'https://app.example/identity/:org/';
    expect((await seen('http://evil.example/scim/v2/a%2Fb', { baseUrl }, proxied)).base).toBe(
      'https://app.example/identity/a%2Fb',
    );
    const byOrg: Options = { baseUrl: (params) => `https://${params.org}.app.example` };
    expect((await seen('/scim/v2/acme', byOrg)).base).toBe('https://acme.app.example');
  });

  it('answers 500 and tells when baseUrl throws', async () => {
    const onError = vi.fn();
    const baseUrl = () => {
      throw new Error('no such org');
    };
    expectScimError(await ask('/scim/v2/acme', { baseUrl, onError }), 500);
    expect(onError).toHaveBeenCalledOnce();
  });

  it.each(['evil.example/x', 'a b', '<script>', 'a@b'])('refuses the host "%s"', async (host) => {
    const { port } = await listen(createNodeListener(echo()));
    const client = new RawClient(port);
    client.send(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expectScimError(await client.response(), 400);
  });

  it('is its own address for HTTP/1.0', async () => {
    const { port } = await listen(createNodeListener(echo()));
    const client = new RawClient(port);
    client.send('GET / HTTP/1.0\r\n\r\n');
    const { base } = JSON.parse((await client.response()).body);
    expect(base).toBe(`http://127.0.0.1:${port}`);
  });
});
