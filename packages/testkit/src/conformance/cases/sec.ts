import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { patch, quoted, search } from '../messages.ts';
import { patchedUser } from '../patched-user.ts';
import { populate } from '../population.ts';

const hostile = [
  "x' OR 1=1 --",
  '"; DROP TABLE resource; --',
  '%',
  '_',
  '\\',
  "'",
  '*',
  '.*',
  '$ne',
  '${1}',
  '{{1}}',
];

/** Security. */
export const sec: readonly ConformanceCase[] = [
  {
    requirements: ['SEC-06'],
    name: 'takes hostile values for what they are: values',
    level: 'should',
    needs: ['filter'],
    run: async (client) => {
      const people = await populate(
        client,
        Object.fromEntries(hostile.map((title, index) => [`${index}`, { title }])),
      );
      for (const [index, title] of hostile.entries()) {
        equal(await people.matching(`title eq ${quoted(title)}`), [`${index}`], `title eq ${title}`);
      }
      equal(
        await people.matching(`title eq ${quoted("y' OR '1'='1")}`),
        [],
        'a condition that is always true',
      );
      const body = search({ filter: `userName eq ${quoted("x' OR 1=1 --")}` });
      equal((await client.send('POST', '/Users/.search', { body })).at('totalResults'), 0, 'totalResults');
    },
  },
  {
    requirements: ['SEC-06'],
    name: 'takes names such as __proto__ for unknown ones, wherever they come',
    level: 'should',
    run: async (client) => {
      const one = await patchedUser(client);
      const userName = client.unique('sec');
      const body = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"${userName}","__proto__":{"title":"T"},"constructor":{"prototype":{"title":"T"}},"name":{"__proto__":{"familyName":"F"}}}`;
      const sent = expectStatus(await client.send('POST', '/Users', { body }), 201, 400);
      ok(
        !sent.text.includes('"title"') && !sent.text.includes('familyName'),
        'Expected no value through __proto__.',
      );
      for (const path of [
        '__proto__',
        '__proto__.title',
        'constructor.prototype.title',
        'name.__proto__.familyName',
      ]) {
        const change = patch({ op: 'add', path, value: 'T' });
        expectError(await client.send('PATCH', one.path, { body: change }), 400);
      }
      const value =
        '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","value":{"__proto__":{"title":"T"}}}]}';
      expectStatus(await client.send('PATCH', one.path, { body: value }), 200, 204, 400);
      for (const name of ['__proto__', 'constructor', 'toString']) {
        equal(
          (await client.send('GET', `${one.path}?attributes=${name}`)).at(name),
          undefined,
          `${name} by attributes`,
        );
        expectError(
          await client.send('GET', '/Users', { query: { filter: `${name} pr` } }),
          400,
          'invalidFilter',
        );
        expectError(await client.send('GET', `/Users?sortBy=${name}`), 400);
        expectError(await client.send('GET', `/${name}`), 404);
      }
      equal((await one.read()).body, one.created.body, 'the resource afterwards');
      equal((await client.createUser()).at('title'), undefined, 'title of the next user');
    },
  },
  {
    requirements: ['SEC-07'],
    name: 'shows no password, in resources, lists or errors',
    run: async (client) => {
      const password = 'c0rrect-Horse-battery';
      const one = await patchedUser(client, { password });
      const answers = [
        one.created,
        await client.send('GET', `${one.path}?attributes=password`),
        await client.send('PATCH', `${one.path}?attributes=password`, {
          body: patch({ op: 'replace', path: 'password', value: password }),
        }),
        await client.send('PATCH', one.path, {
          body: patch({ op: 'replace', value: { password, title: 5 } }),
        }),
        await client.send('POST', '/Users', {
          body: { schemas: [], userName: one.created.at('userName'), password },
        }),
        await client.send('POST', '/Users', { body: `{"password":"${password}",` }),
        await client.send('GET', '/Users', { query: { filter: `password eq "${password}"` } }),
        await client.send('POST', '/Users/.search', {
          body: search({ attributes: ['password'], count: 100 }),
        }),
      ];
      for (const answer of answers) {
        ok(
          !answer.text.includes(password),
          `${answer.method} ${answer.path}: expected no password in the answer.`,
        );
      }
    },
  },
  {
    requirements: ['SEC-10'],
    name: 'bounds the size of pages and of what it reads',
    level: 'choice',
    run: async (client) => {
      const config = await client.send('GET', '/ServiceProviderConfig');
      const maximum = Number(config.at('filter', 'maxResults'));
      const page = expectStatus(await client.send('GET', `/Users?count=${maximum + 1_000_000}`), 200);
      ok(page.listAt('Resources').length <= maximum, `Expected at most ${maximum} users on a page.`);
      const deep = `{"userName":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
      expectError(await client.send('POST', '/Users', { body: deep }), 400);
      const query = `filter=${'a'.repeat(100_000)}`;
      const long = await client.send('GET', `/Users?${query}`);
      ok(
        [400, 414, 431].includes(long.status),
        `Expected 400, 414 or 431 for a long query, got ${long.status}.`,
      );
    },
  },
  {
    requirements: ['SEC-11'],
    name: 'lets no shared cache keep what it answers',
    level: 'should',
    run: async (client) => {
      const one = await client.createUser();
      for (const path of [`/Users/${one.textAt('id')}`, '/Users?count=1', '/Users/none']) {
        const given = (await client.send('GET', path)).headers.get('cache-control') ?? '';
        ok(
          /\b(private|no-store)\b/.test(given),
          `${path}: expected private or no-store in Cache-Control, got "${given}".`,
        );
      }
    },
  },
  {
    requirements: ['SEC-12'],
    name: 'tells somebody without a credential nothing but that',
    level: 'choice',
    run: async (client) => {
      const one = await client.createUser();
      const headers = { authorization: undefined };
      const sentences = new Set<string>();
      for (const path of [
        `/Users/${one.textAt('id')}`,
        '/Users/none',
        '/NoSuchEndpoint',
        '/Users?filter=zz',
      ]) {
        sentences.add(expectError(await client.send('GET', path, { headers }), 401).text);
      }
      equal(sentences.size, 1, 'number of different answers');
    },
  },
];
