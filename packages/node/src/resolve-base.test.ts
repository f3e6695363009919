import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ProxyView } from './proxy-view.ts';
import { resolveBase } from './resolve-base.ts';

function request(host: string | undefined, socket: object = {}): IncomingMessage {
  const own = Object.getOwnPropertyDescriptors(socket);
  const req = new IncomingMessage(Object.defineProperties(new Socket(), own));
  req.httpVersionMajor = 1;
  if (host !== undefined) req.headers.host = host;
  return req;
}

describe('resolveBase', () => {
  it.each<[string, ProxyView | undefined, string | undefined, string]>([
    ['app.example', undefined, undefined, 'http://app.example/scim'],
    ['app.example:8080', undefined, undefined, 'http://app.example:8080/scim'],
    ['[::1]:3000', undefined, undefined, 'http://[::1]:3000/scim'],
    ['my_host', undefined, undefined, 'http://my_host/scim'],
    ['app.example', { proto: 'https', prefix: '/api' }, undefined, 'https://app.example/api/scim'],
    ['internal:3000', { host: 'app.example' }, 'other.example', 'http://app.example/scim'],
    ['app.example', undefined, 'other.example', 'http://other.example/scim'],
  ])('works out host %j, view %j, authority %j', (host, view, authority, expected) => {
    expect(resolveBase(request(host), '/scim', view, authority)).toBe(expected);
  });

  it('says https on a TLS socket', () => {
    expect(resolveBase(request('app.example', { encrypted: true }), '')).toBe('https://app.example');
  });

  it('falls back to its own address for HTTP/1.0', () => {
    const bare = (localAddress?: string, localPort?: number) =>
      resolveBase(request(undefined, { localAddress, localPort }), '');
    expect(bare('192.0.2.1', 80)).toBe('http://192.0.2.1:80');
    expect(bare('fe80::1%eth0', 3000)).toBe('http://[fe80::1]:3000');
    expect(bare()).toBe('http://localhost');
  });

  it.each([
    '',
    'a b',
    'a/b',
    'a@b',
    'a?b',
    'a#b',
    'a"b',
    'ä.example',
    'a:b',
    'a:123456',
    '[::1',
    '::1',
    'a,b',
    `${'a'.repeat(256)}`,
  ])('refuses the host %j', (host) => {
    expect(() => resolveBase(request(host), '')).toThrow(expect.objectContaining({ status: 400 }));
  });
});
