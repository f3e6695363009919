import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { patch, quoted, user, userSchema } from '../messages.ts';

const nobody = '/Users/0199c0de-0000-7000-8000-000000000000';

/** Paths, methods, status codes and errors. */
export const httpExchange: readonly ConformanceCase[] = [
  {
    requirements: ['HTTP-01'],
    name: 'gives locations below the base URL, which has no query',
    run: async (client) => {
      const created = await client.createUser();
      const config = expectStatus(await client.send('GET', '/ServiceProviderConfig'), 200);
      const prefix = `${client.baseUrl}/`;
      const location = created.textAt('meta', 'location');
      ok(
        location.startsWith(`${prefix}Users/`),
        `Expected a location below ${prefix}Users/, got ${location}.`,
      );
      ok(!location.includes('?'), `Expected a location without a query, got ${location}.`);
      equal(config.at('meta', 'location'), `${prefix}ServiceProviderConfig`, 'meta.location of the config');
      expectStatus(await client.send('GET', location.slice(client.baseUrl.length)), 200);
    },
  },
  {
    requirements: ['HTTP-08'],
    name: 'creates nothing by PUT',
    needs: ['filter'],
    run: async (client) => {
      const userName = client.unique('put');
      expectError(await client.send('PUT', nobody, { body: user(userName) }), 404);
      const filter = `userName eq ${quoted(userName)}`;
      equal(
        (await client.send('GET', '/Users', { query: { filter } })).at('totalResults'),
        0,
        'totalResults',
      );
    },
  },
  {
    requirements: ['HTTP-09', 'HTTP-10', 'HTTP-21'],
    name: 'answers every error with the Error schema and its own status as a string',
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      const body = user(created.textAt('userName'));
      expectError(await client.send('GET', '/NoSuchEndpoint'), 404);
      expectError(await client.send('GET', '/Users/a/b/c'), 404);
      expectError(await client.send('GET', nobody), 404);
      expectError(await client.send('DELETE', nobody), 404);
      expectError(await client.send('GET', '/Users', { headers: { authorization: undefined } }), 401);
      expectError(await client.send('PUT', '/Users', { body }), 405, undefined);
      expectError(await client.send('POST', '/Users', { body: '{' }), 400, 'invalidSyntax');
      expectError(await client.send('POST', '/Users', { body }), 409, 'uniqueness');
      expectError(await client.send('PUT', path, { body: { schemas: [userSchema] } }), 400, 'invalidValue');
      expectError(await client.send('GET', '/Schemas', { query: { filter: 'id pr' } }), 403);
      const stale = { 'if-match': 'W/"no-such-version"' };
      expectError(await client.send('PUT', path, { body, headers: stale }), 412);
    },
  },
  {
    requirements: ['HTTP-11'],
    name: 'names the ways to authenticate with a 401',
    run: async (client) => {
      for (const authorization of [undefined, 'Bearer no-such-token', 'Basic bm86Ym9keQ==', 'x']) {
        const refused = expectError(await client.send('GET', '/Users', { headers: { authorization } }), 401);
        const named = refused.headers.get('www-authenticate') ?? '';
        ok(/^[A-Za-z]+/.test(named), `Expected a scheme in WWW-Authenticate, got "${named}".`);
      }
    },
  },
  {
    requirements: ['HTTP-12'],
    name: 'passes over query parameters it does not know',
    level: 'should',
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      const plain = await client.send('GET', path);
      equal(
        expectStatus(await client.send('GET', `${path}?foo=1&Bar`), 200).body,
        plain.body,
        'the resource',
      );
      expectStatus(await client.send('GET', '/Users?count=1&foo=1&foo=2'), 200);
    },
  },
  {
    requirements: ['HTTP-13'],
    name: 'reads .scim at the end of a path as part of the id',
    level: 'choice',
    run: async (client) => {
      const created = await client.createUser();
      expectError(await client.send('GET', `/Users/${created.textAt('id')}.scim`), 404);
    },
  },
  {
    requirements: ['HTTP-14'],
    name: 'refuses a version of the protocol that it does not speak',
    run: async (client) => {
      for (const path of ['/v1/Users', '/v99/Users']) {
        const refused = expectStatus(await client.send('GET', path), 400, 404);
        expectError(refused, refused.status, refused.status === 400 ? 'invalidVers' : undefined);
      }
    },
  },
  {
    requirements: ['HTTP-17'],
    name: 'answers a method without meaning with 405 and the ones that have one',
    level: 'choice',
    run: async (client) => {
      const tries = [
        ['PUT', '/Users', /\bGET\b.*\bPOST\b|\bPOST\b.*\bGET\b/],
        ['DELETE', '/Groups', /\bPOST\b/],
        ['POST', nobody, /\bPATCH\b/],
        ['GET', '/Bulk', /\bPOST\b/],
      ] as const;
      for (const [method, path, allowed] of tries) {
        const refused = expectError(
          await client.send(method, path, method === 'GET' ? {} : { body: {} }),
          405,
        );
        const allow = refused.headers.get('allow') ?? '';
        ok(allowed.test(allow), `${method} ${path}: expected Allow to match ${allowed}, got "${allow}".`);
        ok(!new RegExp(`\\b${method}\\b`).test(allow), `${method} ${path}: Allow names ${method} itself.`);
      }
    },
  },
  {
    requirements: ['HTTP-18'],
    name: 'decodes percent signs once, and + in a query as a blank',
    needs: ['filter'],
    run: async (client) => {
      const userName = `${client.unique('a')}+b%41@x.example`;
      const id = (await client.createUser({ userName })).textAt('id');
      const encoded = encodeURIComponent(userName);
      const withBlanks = await client.send('GET', `/Users?filter=userName%20eq%20%22${encoded}%22`);
      equal(withBlanks.at('Resources', 0, 'id'), id, 'id found with %20 for blanks');
      const withPlus = await client.send('GET', `/Users?filter=userName+eq+%22${encoded}%22`);
      equal(withPlus.at('Resources', 0, 'id'), id, 'id found with + for blanks');
      const twice = await client.send(
        'GET',
        `/Users?filter=userName%20eq%20%22${encodeURIComponent(encoded)}%22`,
      );
      equal(expectStatus(twice, 200).at('totalResults'), 0, 'totalResults of a value encoded twice');
    },
  },
  {
    requirements: ['HTTP-23'],
    name: 'answers HEAD like GET, without the body',
    level: 'choice',
    run: async (client) => {
      const created = await client.createUser();
      for (const path of [`/Users/${created.textAt('id')}`, '/ServiceProviderConfig', '/Users?count=0']) {
        const got = expectStatus(await client.send('GET', path), 200);
        const head = expectStatus(await client.send('HEAD', path), 200);
        equal(head.text, '', `body of HEAD ${path}`);
        for (const name of ['content-type', 'etag', 'location']) {
          equal(head.headers.get(name), got.headers.get(name), `${name} of HEAD ${path}`);
        }
      }
      expectStatus(await client.send('HEAD', nobody), 404);
    },
  },
  {
    requirements: ['HTTP-21'],
    name: 'answers 400 for a wrong value in PATCH and 409 for a taken one',
    level: 'should',
    needs: ['patch'],
    run: async (client) => {
      const [one, other] = [await client.createUser(), await client.createUser()];
      const path = `/Users/${other.textAt('id')}`;
      const take = (value: unknown) =>
        client.send('PATCH', path, { body: patch({ op: 'replace', path: 'userName', value }) });
      expectError(await take(one.at('userName')), 409, 'uniqueness');
      expectError(await take({}), 400, 'invalidValue');
      equal((await client.send('GET', path)).at('userName'), other.at('userName'), 'userName afterwards');
    },
  },
];
