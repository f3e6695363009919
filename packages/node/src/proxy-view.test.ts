import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { compileProxyView, type TrustedProxy } from './proxy-view.ts';

function view(trust: boolean | TrustedProxy, headers: Record<string, string>) {
  const req = new IncomingMessage(new Socket());
  Object.assign(req.headers, headers);
  const { proto, host, prefix, address } = compileProxyView(trust)(req);
  return [proto, host, prefix, address];
}

const spoofed = {
  'x-forwarded-proto': 'ftp, http, https',
  'x-forwarded-host': 'evil.example, app.example',
  'x-forwarded-prefix': '/evil, /api',
  'x-forwarded-for': '6.6.6.6, 192.0.2.1',
};

describe('compileProxyView', () => {
  it('believes nothing unless told to', () => {
    expect(view(false, { ...spoofed, forwarded: 'host=evil.example' })).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('takes what the nearest proxy wrote, not what the client did', () => {
    expect(view(true, spoofed)).toEqual(['https', 'app.example', '/api', '192.0.2.1']);
  });

  it('counts back as many entries as there are proxies, and no further than the first', () => {
    expect(view({ hops: 2 }, spoofed)).toEqual(['http', 'evil.example', '/evil', '6.6.6.6']);
    expect(view({ hops: 9 }, { 'x-forwarded-host': 'a.example, b.example' })[1]).toBe('a.example');
  });

  it('takes only the headers it was told to take', () => {
    const headers = { ...spoofed, forwarded: 'host=evil.example' };
    expect(view({ headers: ['x-forwarded-proto'] }, headers)).toEqual([
      'https',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads Forwarded, from the same end, when no X-Forwarded-Proto or -Host is there', () => {
    const forwarded =
      'host=evil.example;proto=http, for="[2001:db8::1]:47";host="app.example:8443";proto=HTTPS';
    expect(view(true, { forwarded })).toEqual(['https', 'app.example:8443', undefined, '[2001:db8::1]:47']);
    expect(view(true, { forwarded, 'x-forwarded-proto': 'http' })).toEqual([
      'http',
      undefined,
      undefined,
      undefined,
    ]);
    expect(view(true, { forwarded: 'host=app.example;proto' })).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['x-forwarded-host', 'app.example/evil'],
    ['x-forwarded-host', 'user@app.example'],
    ['x-forwarded-host', '"><script>'],
    ['x-forwarded-host', 'app.example:port'],
    ['x-forwarded-host', ''],
    ['x-forwarded-proto', 'javascript'],
    ['x-forwarded-prefix', 'api'],
    ['x-forwarded-prefix', '//evil.example'],
    ['x-forwarded-prefix', '/a/../b'],
    ['x-forwarded-prefix', '/a/..'],
    ['x-forwarded-prefix', '/a?b'],
    ['x-forwarded-prefix', `/${'a'.repeat(300)}`],
    ['x-forwarded-for', 'a b'],
    ['x-forwarded-for', '1'.repeat(65)],
  ])('ignores %s: %s', (name, value) => {
    expect(view(true, { [name]: value })).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d hops', (hops) => {
    expect(() => compileProxyView({ hops })).toThrow(TypeError);
  });
});
