import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  errorSchema,
  filtered,
  groupSchema,
  patch,
  startService,
  type TestService,
  user,
  userSchema,
} from './service.ts';
import { stores } from './stores.ts';

interface Case {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly scimType?: string;
  /** A word of the sentence: it has to say what is wrong. */
  readonly says: RegExp;
}

const unknownId = '0199c0de-0000-7000-8000-000000000000';
const deep = `${'('.repeat(5_000)}userName pr${')'.repeat(5_000)}`;

const accents = `a${'\u0301\u0323'.repeat(200_000)}`;

/** `{id}` stands for the id of the user that is there. */
const cases: readonly Case[] = [
  {
    name: 'malformed JSON',
    method: 'POST',
    path: '/Users',
    body: '{"userName": "a",',
    status: 400,
    scimType: 'invalidSyntax',
    says: /JSON/,
  },
  {
    name: 'JSON that ends too early',
    method: 'POST',
    path: '/Users',
    body: '[[[{"a":',
    status: 400,
    scimType: 'invalidSyntax',
    says: /ends too early/,
  },
  {
    name: 'a search with two spellings of one name',
    method: 'POST',
    path: '/Users/.search',
    body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'title eq "a"',
      Filter: 'title eq "b"',
    },
    status: 400,
    scimType: 'invalidSyntax',
    says: /"filter".*twice/,
  },
  {
    name: 'a PATCH without operations',
    method: 'PATCH',
    path: '/Users/{id}',
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] },
    status: 400,
    scimType: 'invalidSyntax',
    says: /has no "Operations"/,
  },
  {
    name: 'a name in two spellings',
    method: 'POST',
    path: '/Users',
    body: { schemas: [userSchema], userName: 'a', USERNAME: 'b' },
    status: 400,
    scimType: 'invalidSyntax',
    // Numbers of requirements are for those who work on the server.
    says: /^USERNAME: the name is there twice; letter case makes no difference\.$/,
  },
  {
    name: 'a filter that ends with a connective',
    method: 'GET',
    path: filtered('/Users', 'userName pr and'),
    status: 400,
    scimType: 'invalidFilter',
    says: /a condition is missing after "and"/,
  },
  ...['title', 'password'].map(
    (name): Case => ({
      // Bringing such a text into normal form takes time by the square of its length: a minute for this one.
      name: `400,000 accents on one letter of a ${name}`,
      method: 'PATCH',
      path: '/Users/{id}',
      body: patch({ op: 'add', path: name, value: accents }),
      status: 400,
      scimType: 'invalidValue',
      says: /combining marks/,
    }),
  ),
  {
    name: 'an empty body',
    method: 'POST',
    path: '/Users',
    body: ' ',
    status: 400,
    scimType: 'invalidSyntax',
    says: /no body/,
  },
  {
    name: 'a list as body',
    method: 'POST',
    path: '/Users',
    body: [1],
    status: 400,
    scimType: 'invalidSyntax',
    says: /object/,
  },
  {
    name: 'a string as body',
    method: 'PUT',
    path: '/Users/{id}',
    body: '"x"',
    status: 400,
    scimType: 'invalidSyntax',
    says: /object/,
  },
  {
    name: 'a number as userName',
    method: 'POST',
    path: '/Users',
    body: user(5 as never),
    status: 400,
    scimType: 'invalidValue',
    says: /userName/,
  },
  {
    name: 'a string as name',
    method: 'POST',
    path: '/Users',
    body: user('n', { name: 'x' }),
    status: 400,
    scimType: 'invalidValue',
    says: /name/,
  },
  {
    name: 'a word as active',
    method: 'POST',
    path: '/Users',
    body: user('n', { active: 'maybe' }),
    status: 400,
    scimType: 'invalidValue',
    says: /active/,
  },
  {
    name: 'a wrong element',
    method: 'POST',
    path: '/Users',
    body: user('n', { emails: [{ value: 'a@b.c' }, { value: 7 }] }),
    status: 400,
    scimType: 'invalidValue',
    says: /emails\[1\]\.value/,
  },
  {
    name: 'no userName',
    method: 'POST',
    path: '/Users',
    body: { schemas: [userSchema] },
    status: 400,
    scimType: 'invalidValue',
    says: /userName/,
  },
  {
    name: 'an empty userName',
    method: 'POST',
    path: '/Users',
    body: user(''),
    status: 400,
    scimType: 'invalidValue',
    says: /userName/,
  },
  {
    name: 'no displayName',
    method: 'POST',
    path: '/Groups',
    body: { schemas: [groupSchema] },
    status: 400,
    scimType: 'invalidValue',
    says: /displayName/,
  },
  {
    name: 'PUT without userName',
    method: 'PUT',
    path: '/Users/{id}',
    body: { schemas: [userSchema] },
    status: 400,
    scimType: 'invalidValue',
    says: /userName/,
  },
  {
    name: 'two primaries',
    method: 'POST',
    path: '/Users',
    body: user('n', {
      emails: [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ],
    }),
    status: 400,
    scimType: 'invalidValue',
    says: /primary/,
  },
  {
    name: 'names that differ in case',
    method: 'POST',
    path: '/Users',
    body: '{"userName":"n","username":"m"}',
    status: 400,
    scimType: 'invalidSyntax',
    says: /userName|username/,
  },
  {
    name: 'a taken userName in another case',
    method: 'POST',
    path: '/Users',
    body: user('TAKEN@example.com'),
    status: 409,
    scimType: 'uniqueness',
    says: /userName/,
  },
  {
    name: 'a NUL',
    method: 'POST',
    path: '/Users',
    body: user('a\u0000b'),
    status: 400,
    scimType: 'invalidValue',
    says: /userName/,
  },
  {
    name: 'half a surrogate pair',
    method: 'POST',
    path: '/Users',
    body: '{"userName":"a\\ud800"}',
    status: 400,
    scimType: 'invalidValue',
    says: /userName/,
  },
  {
    name: 'an unknown member',
    method: 'POST',
    path: '/Groups',
    body: { schemas: [groupSchema], displayName: 'g', members: [{ value: unknownId }] },
    status: 400,
    scimType: 'invalidValue',
    says: new RegExp(unknownId),
  },
  { name: 'an unknown user', method: 'GET', path: `/Users/${unknownId}`, status: 404, says: /no User/ },
  {
    name: 'an id of another form',
    method: 'GET',
    path: '/Users/00919288221112222',
    status: 404,
    says: /no User/,
  },
  { name: 'a user asked for as a group', method: 'GET', path: '/Groups/{id}', status: 404, says: /no Group/ },
  {
    name: 'PATCH of an unknown user',
    method: 'PATCH',
    path: `/Users/${unknownId}`,
    body: patch({ op: 'replace', value: { active: false } }),
    status: 404,
    says: /no User/,
  },
  {
    name: 'PUT of an unknown user',
    method: 'PUT',
    path: `/Users/${unknownId}`,
    body: user('n'),
    status: 404,
    says: /no User/,
  },
  { name: 'an unknown endpoint', method: 'GET', path: '/Nothing', status: 404, says: /endpoint/ },
  { name: 'an endpoint in another case', method: 'GET', path: '/users', status: 404, says: /\/Users/ },
  { name: 'a path that is too deep', method: 'GET', path: '/Users/1/2', status: 404, says: /endpoint/ },
  {
    name: 'a bad percent escape',
    method: 'GET',
    path: '/Users/%zz',
    status: 400,
    scimType: 'invalidSyntax',
    says: /percent/,
  },
  { name: 'PUT of a list', method: 'PUT', path: '/Users', body: user('n'), status: 405, says: /PUT/ },
  {
    name: 'DELETE of a schema',
    method: 'DELETE',
    path: `/Schemas/${userSchema}`,
    status: 405,
    says: /DELETE/,
  },
  {
    name: 'a text as body',
    method: 'POST',
    path: '/Users',
    body: 'userName=n',
    headers: { 'content-type': 'text/plain' },
    status: 415,
    says: /application\/scim\+json/,
  },
  {
    name: 'nested parentheses',
    method: 'GET',
    path: filtered('/Users', deep),
    status: 400,
    scimType: 'invalidFilter',
    says: /nest|deep|long/,
  },
  {
    name: 'an unknown operator',
    method: 'GET',
    path: filtered('/Users', 'userName regex "x"'),
    status: 400,
    scimType: 'invalidFilter',
    says: /filter/i,
  },
  {
    name: 'an empty filter',
    method: 'GET',
    path: '/Users?filter=',
    status: 400,
    scimType: 'invalidFilter',
    says: /filter/i,
  },
  {
    name: 'an unknown attribute in a filter',
    method: 'GET',
    path: filtered('/Users', 'shoeSize eq 4'),
    status: 400,
    scimType: 'invalidFilter',
    says: /shoeSize/,
  },
  {
    name: '__proto__ in a filter',
    method: 'GET',
    path: filtered('/Users', '__proto__ pr'),
    status: 400,
    scimType: 'invalidFilter',
    says: /filter|__proto__/i,
  },
  {
    name: 'a filter on the password',
    method: 'GET',
    path: filtered('/Users', 'password sw "a"'),
    status: 400,
    scimType: 'invalidFilter',
    says: /password/,
  },
  {
    name: 'sorting by the password',
    method: 'GET',
    path: '/Users?sortBy=password',
    status: 400,
    scimType: 'invalidPath',
    says: /password/,
  },
  {
    name: 'sorting by a complex attribute',
    method: 'GET',
    path: '/Users?sortBy=name',
    status: 400,
    scimType: 'invalidPath',
    says: /name\./,
  },
  {
    name: 'an unknown order',
    method: 'GET',
    path: '/Users?sortBy=userName&sortOrder=up',
    status: 400,
    scimType: 'invalidValue',
    says: /sortOrder/,
  },
  {
    name: 'a count that is no number',
    method: 'GET',
    path: '/Users?count=abc',
    status: 400,
    scimType: 'invalidValue',
    says: /count/,
  },
  {
    name: 'both projections',
    method: 'GET',
    path: '/Users?attributes=name&excludedAttributes=id',
    status: 400,
    scimType: 'invalidValue',
    says: /excludedAttributes/,
  },
  {
    name: 'PATCH of an unknown attribute',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch({ op: 'add', path: 'shoeSize', value: 4 }),
    status: 400,
    scimType: 'invalidPath',
    says: /shoeSize/,
  },
  {
    name: 'PATCH of the id',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch({ op: 'replace', path: 'id', value: 'x' }),
    status: 400,
    scimType: 'mutability',
    says: /id/,
  },
  {
    name: 'PATCH of groups',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch({ op: 'add', path: 'groups', value: [{ value: 'x' }] }),
    status: 400,
    scimType: 'mutability',
    says: /groups/,
  },
  {
    name: 'PATCH through __proto__',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch({ op: 'add', path: '__proto__.polluted', value: true }),
    status: 400,
    scimType: 'invalidPath',
    says: /path/i,
  },
  {
    name: 'PATCH without operations',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch(),
    status: 400,
    scimType: 'invalidSyntax',
    says: /Operations/,
  },
  {
    name: 'remove without a path',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch({ op: 'remove' }),
    status: 400,
    scimType: 'noTarget',
    says: /path/,
  },
  {
    name: 'a move',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch({ op: 'move', path: 'a', value: 1 }),
    status: 400,
    scimType: 'invalidSyntax',
    says: /op/,
  },
  {
    name: 'a broken path',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch({ op: 'remove', path: 'emails[' }),
    status: 400,
    scimType: 'invalidPath',
    says: /emails|path/,
  },
  {
    name: 'a search without schema',
    method: 'POST',
    path: '/Users/.search',
    body: {},
    status: 400,
    scimType: 'invalidSyntax',
    says: /SearchRequest/,
  },
  {
    name: 'a broken entity tag',
    method: 'PUT',
    path: '/Users/{id}',
    body: user('n'),
    headers: { 'if-match': '"' },
    status: 400,
    scimType: 'invalidSyntax',
    says: /If-Match/,
  },
  {
    name: 'a stale entity tag',
    method: 'PUT',
    path: '/Users/{id}',
    body: user('n'),
    headers: { 'if-match': 'W/"99"' },
    status: 412,
    says: /If-Match/,
  },
  {
    name: 'a filter on discovery',
    method: 'GET',
    path: filtered('/Schemas', 'id pr'),
    status: 403,
    says: /filter/,
  },
  {
    name: 'a bulk request without schema',
    method: 'POST',
    path: '/Bulk',
    body: {},
    status: 400,
    scimType: 'invalidSyntax',
    says: /BulkRequest/,
  },
  ...['/Bulk', '/.search', '/Users/.search', '/Users'].map(
    (path): Case => ({
      name: `schemas that nest ten thousand lists at ${path}`,
      method: path === '/Users' ? 'PATCH' : 'POST',
      path: path === '/Users' ? '/Users/{id}' : path,
      body: `{"schemas":${'['.repeat(10_000)}${']'.repeat(10_000)},"Operations":[]}`,
      status: 400,
      scimType: 'invalidSyntax',
      says: /schema/,
    }),
  ),
];

describe.each(Object.keys(stores))('bad input on %s', (store) => {
  let service: TestService;
  let id: string;
  beforeEach(async () => {
    service = await startService(store, {
      limits: { bodyBytes: 3_000_000 },
      policies: { secrets: ({ value }) => `sealed:${value.length}` },
    });
    id = (await service.send('POST', '/Users', user('taken@example.com', { title: 'Clerk' }))).body.id;
  });
  afterEach(() => service.close());

  async function state(): Promise<string> {
    return (await service.send('GET', '/Users')).text + (await service.send('GET', '/Groups')).text;
  }

  it.each(cases)(
    '$name: $status $scimType',
    async ({ method, path, body, headers, status, scimType, says }) => {
      const before = await state();
      const answer = await service.send(method, path.replace('{id}', id), body, headers);
      expect(answer.body).toMatchObject({ schemas: [errorSchema], status: String(status) });
      expect([answer.status, answer.body.scimType]).toEqual([status, scimType]);
      expect(answer.body.detail).toMatch(says);
      expect(answer.headers.get('content-type')).toBe('application/scim+json');
      expect(await state()).toBe(before);
    },
  );

  it('refuses a body over the limit', async () => {
    const before = await state();
    const answer = await service.send('POST', '/Users', user('big', { title: 'x'.repeat(3_000_000) }));
    expect([answer.status, answer.body.status]).toEqual([413, '413']);
    expect(answer.body.detail).toContain('3000000');
    expect(await state()).toBe(before);
  });

  it('keeps prototype keys as data and off every prototype', async () => {
    const body = `{"userName":"p@example.com","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"name":{"__proto__":{"admin":true},"givenName":"P"}}`;
    const created = await service.send('POST', '/Users', body);
    expect(created.status).toBe(201);
    expect(created.text).not.toContain('admin');
    const patched = await service.send(
      'PATCH',
      `/Users/${created.body.id}`,
      `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","value":{"__proto__":{"admin":true},"title":"T"}}]}`,
    );
    expect([200, 400]).toContain(patched.status);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('names the methods that a 405 allows', async () => {
    const refused = await service.send('PUT', '/Users', user('n'));
    expect(refused.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
    expect(refused.body.detail).toContain('GET, POST, HEAD, OPTIONS');
    const options = await service.send('OPTIONS', `/Users/${id}`);
    expect([options.status, options.headers.get('allow')]).toEqual([
      204,
      'GET, PUT, PATCH, DELETE, HEAD, OPTIONS',
    ]);
  });

  it.each([
    ['POST', '/Users', 'accept-post'],
    ['PATCH', '/Users/{id}', 'accept-patch'],
    ['PUT', '/Users/{id}', 'accept'],
  ])('names the media types that a 415 to %s %s would take in %s', async (method, path, header) => {
    const where = path.replace('{id}', id);
    const refused = await service.send(method, where, '<user/>', { 'content-type': 'application/xml' });
    expect(refused.status).toBe(415);
    const named = ['accept', 'accept-patch', 'accept-post'].filter((name) => refused.headers.has(name));
    expect(named).toEqual([header]);
    expect(refused.headers.get(header)).toBe('application/scim+json, application/json');
  });

  it('says that a member can be unknown, of another type, or the group itself', async () => {
    const { body } = await service.send('POST', '/Groups', { schemas: [groupSchema], displayName: 'G' });
    for (const value of [unknownId, body.id]) {
      const add = patch({ op: 'add', path: 'members', value: [{ value }] });
      const refused = await service.send('PATCH', `/Groups/${body.id}`, add);
      expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
      expect(refused.body.detail).toContain(value);
      expect(refused.body.detail).toMatch(/unknown, of another type, or the Group itself/);
    }
  });

  it('accepts unknown attributes without keeping them', async () => {
    const created = await service.send(
      'POST',
      '/Users',
      user('u@example.com', { shoeSize: 42, 'urn:example:unknown': { a: 1 } }),
    );
    expect(created.status).toBe(201);
    expect(created.text).not.toMatch(/shoeSize|urn:example/);
  });
});
