import type { RequestHandler } from 'express';
import { describe, expect, it, vi } from 'vitest';
import { type ScimOptions, scim } from './scim.ts';
import { scimErrors } from './scim-errors.ts';
import { type Echo, echo } from './testing/echo.ts';
import { type Express, expresses } from './testing/expresses.ts';
import { listen, scimError, send } from './testing/send.ts';

const both = ['application/json', 'application/*+json'];

describe.each(expresses)('scim() in %s', (_, express) => {
  function mounted(
    path: string,
    options?: ScimOptions,
    set: (app: ReturnType<Express>) => void = () => undefined,
  ) {
    const app = express();
    set(app);
    app.use(path, scim(echo, options));
    return app;
  }
  async function seen(
    app: ReturnType<Express>,
    path: string,
    headers: Record<string, string> = {},
  ): Promise<Echo> {
    const answer = await send(app, { path, headers });
    expect(answer.status, answer.text).toBe(200);
    return JSON.parse(answer.text);
  }

  it.each<[path: string, base: string, rest: string, query: string]>([
    ['/scim/v2/acme/Users/1?count=2&x', '/scim/v2/acme', '/Users/1', 'count=2&x'],
    ['/scim/v2/acme', '/scim/v2/acme', '', ''],
    ['/scim/v2/acme/', '/scim/v2/acme', '', ''],
    ['/scim/v2/acme?x=1', '/scim/v2/acme', '', 'x=1'],
    ['/scim/v2/acme/../evil/Users', '/scim/v2/acme', '/../evil/Users', ''],
    ['/scim/v2/acme/Users/a%2Fb', '/scim/v2/acme', '/Users/a%2Fb', ''],
    ['/scim/v2/acme/%zz', '/scim/v2/acme', '/%zz', ''],
  ])('takes %s apart', async (target, base, path, query) => {
    expect(await seen(mounted('/scim/v2/:org'), target)).toMatchObject({
      base: `http://app.example:8080${base}`,
      path,
      query,
      params: { org: 'acme' },
      remoteAddress: '127.0.0.1',
    });
  });

  it('does not take a doubled slash for a host', async () => {
    const { base, path } = await seen(mounted('/scim/v2/:org'), '/scim/v2/acme//Users');
    expect(base).toBe('http://app.example:8080/scim/v2/acme');
    // Express 4 takes one of the slashes for the end of the mount path.
    expect(['//Users', '/Users']).toContain(path);
  });

  it('decodes parameters once', async () => {
    const app = mounted('/scim/v2/:org');
    expect(await seen(app, '/scim/v2/a%2Fb/Users')).toMatchObject({
      base: 'http://app.example:8080/scim/v2/a%2Fb',
      path: '/Users',
      params: { org: 'a/b' },
    });
    expect((await seen(app, '/scim/v2/a%252Fb')).params).toEqual({ org: 'a%2Fb' });
  });

  it('understands an absolute-form target', async () => {
    expect(
      await seen(mounted('/scim/v2/:org'), 'http://app.example:8080/scim/v2/acme/Users?x'),
    ).toMatchObject({
      base: 'http://app.example:8080/scim/v2/acme',
      path: '/Users',
      query: 'x',
    });
  });

  it.each(['..', '.', '%2e%2e', '%00', 'a%0d%0ab'])('takes "%s" for nobody', async (org) => {
    const answer = await send(mounted('/scim/v2/:org'), { path: `/scim/v2/${org}/Users` });
    expect(scimError(answer)).toMatchObject({ status: '404' });
  });

  it.each(['%zz', '%', '%ff'])('answers the malformed parameter "%s" in SCIM', async (org) => {
    const app = mounted('/scim/v2/:org');
    app.use('/scim', scimErrors());
    expect(scimError(await send(app, { path: `/scim/v2/${org}/Users` }))).toMatchObject({ status: '400' });
  });

  it('mounts on routers and at the root, with several parameters', async () => {
    const router = express.Router({ mergeParams: true });
    router.use('/v2/:org', scim(echo));
    const app = express();
    app.use('/:region/scim', router);
    expect(await seen(app, '/eu/scim/v2/acme/Users?a')).toMatchObject({
      base: 'http://app.example:8080/eu/scim/v2/acme',
      path: '/Users',
      query: 'a',
      params: { region: 'eu', org: 'acme' },
    });
    const root = express();
    root.use(scim(echo));
    expect(await seen(root, '/Users')).toMatchObject({
      base: 'http://app.example:8080',
      path: '/Users',
      params: {},
    });
    expect(await seen(root, '/')).toMatchObject({ path: '' });
  });

  it('works behind middleware that takes its time', async () => {
    const app = express();
    app.use((_req, _res, next) => void setTimeout(next, 20));
    app.use('/scim', scim(echo));
    const answer = await send(app, { method: 'POST', path: '/scim/Users', body: '{"a":1}' });
    expect(JSON.parse(answer.text).body).toEqual({ kind: 'text', text: '{"a":1}' });
  });

  it('takes the bytes that a platform has kept', async () => {
    const app = express();
    app.use(
      express.json({ type: both, verify: (req, _res, bytes) => void Object.assign(req, { rawBody: bytes }) }),
    );
    app.use('/scim', scim(echo));
    const headers = { 'content-type': 'application/scim+json' };
    const answer = await send(app, { method: 'POST', path: '/scim/Users', body: '{"a": 1}', headers });
    expect(JSON.parse(answer.text).body).toEqual({ kind: 'text', text: '{"a": 1}' });
  });

  it.each(['text', 'raw'] as const)('holds what %s() has read to the limit of the server', async (parser) => {
    const app = express();
    app.use(express[parser]({ type: '*/*', limit: '1mb' }));
    app.use('/scim', scim(echo));
    const post = { method: 'POST', path: '/scim/Users', headers: { 'content-type': 'application/json' } };
    const body = 'ü'.repeat(100_000);
    expect((await send(app, { ...post, body })).status).toBe(200);
    expect(scimError(await send(app, { ...post, body: `${body}x` }))).toMatchObject({ status: '413' });
  });

  it('tells the host when a middleware has swallowed the body', async () => {
    const onError = vi.fn();
    const app = express();
    app.use((req, _res, next) => void req.resume().on('end', () => next()));
    app.use('/scim', scim(echo, { onError }));
    const answer = await send(app, { method: 'POST', path: '/scim/Users', body: '{}' });
    expect(scimError(answer)).toMatchObject({ status: '500' });
    expect(onError.mock.calls[0]?.[0]).toMatchObject({
      message: expect.stringContaining('Mount scim() before it'),
    });
  });

  it('never goes on to the next handler, unless told to', async () => {
    const next = vi.fn<RequestHandler>((_req, res) => void res.send('app'));
    const app = mounted('/scim', { skip: (req) => req.url.startsWith('/docs') });
    app.use(next);
    expect((await seen(app, '/scim/nothing')).path).toBe('/nothing');
    expect(next).not.toHaveBeenCalled();
    expect((await send(app, { path: '/scim/docs/a' })).text).toBe('app');
    expect((await send(app, { path: '/other' })).text).toBe('app');
  });

  describe('the base', () => {
    const proxied = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'public.example:8443, inner',
      'x-forwarded-for': '192.0.2.7',
    };

    it('ignores proxy headers unless Express trusts the proxy', async () => {
      expect(await seen(mounted('/scim'), '/scim/Users', proxied)).toMatchObject({
        base: 'http://app.example:8080/scim',
        remoteAddress: '127.0.0.1',
      });
      const trusting = mounted('/scim', {}, (app) => app.set('trust proxy', 'loopback'));
      expect(await seen(trusting, '/scim/Users', proxied)).toMatchObject({
        base: 'https://public.example:8443/scim',
        remoteAddress: '192.0.2.7',
      });
      const distant = mounted('/scim', {}, (app) => app.set('trust proxy', '192.0.2.200'));
      expect((await seen(distant, '/scim', proxied)).base).toBe('http://app.example:8080/scim');
    });

    it('is what baseUrl says', async () => {
      const fixed = mounted('/scim/:org', { baseUrl: 'https://app.example/identity/:org/' });
      expect((await seen(fixed, '/scim/a%2Fb/Users', proxied)).base).toBe(
        'https://app.example/identity/a%2Fb',
      );
      const made = mounted('/scim/:org', { baseUrl: ({ org }) => `https://${org}.app.example` });
      expect((await seen(made, '/scim/acme')).base).toBe('https://acme.app.example');
    });

    it('goes to the error handlers of the application when baseUrl throws', async () => {
      const app = mounted('/scim', { baseUrl: 'https://app.example/:org' });
      app.use('/scim', scimErrors({ onError: () => undefined }));
      expect(scimError(await send(app, { path: '/scim/Users' }))).toMatchObject({ status: '500' });
    });

    it.each(['evil.example/x', 'a@b', '"><script>'])('refuses the host %s', async (host) => {
      expect(
        scimError(await send(mounted('/scim'), { path: '/scim/Users', headers: { host } })),
      ).toMatchObject({
        status: '400',
      });
    });

    it('warns of nothing', async () => {
      const warned = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      await seen(mounted('/scim'), '/scim/Users', proxied);
      expect(warned).not.toHaveBeenCalled();
      warned.mockRestore();
    });
  });

  it('answers 204 without a type and HEAD without a body', async () => {
    const app = express();
    app.use(
      '/scim',
      scim({
        handle: async ({ method }) =>
          method === 'HEAD' ? { status: 200, headers: {}, body: 'abc' } : { status: 204, headers: {} },
      }),
    );
    const port = await listen(app);
    const head = await fetch(`http://127.0.0.1:${port}/scim`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '3', '']);
    const none = await fetch(`http://127.0.0.1:${port}/scim`, { method: 'DELETE' });
    expect([none.status, none.headers.get('content-type'), none.headers.get('content-length')]).toEqual([
      204,
      null,
      null,
    ]);
  });
});
