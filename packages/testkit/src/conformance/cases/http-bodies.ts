import type { Answer } from '../answer.ts';
import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import type { ConformanceClient } from '../conformance-client.ts';
import { user } from '../messages.ts';

/** Bodies and their media types. */
export const httpBodies: readonly ConformanceCase[] = [
  {
    requirements: ['HTTP-02'],
    name: 'takes and gives JSON in UTF-8, beyond the basic plane too',
    run: async (client) => {
      const title = 'Größe 漢字 😀 \u2028';
      const created = await client.createUser({ title });
      equal(created.at('title'), title, 'title of the answer to POST');
      equal((await client.send('GET', `/Users/${created.textAt('id')}`)).at('title'), title, 'title as read');
    },
  },
  {
    requirements: ['HTTP-03'],
    name: 'answers in application/scim+json when asked for it',
    run: async (client) => expectType(await getWith(client, 'application/scim+json'), scimJson),
  },
  {
    requirements: ['HTTP-04'],
    name: 'answers in JSON when asked for application/json',
    level: 'should',
    run: async (client) => expectType(await getWith(client, 'application/json'), anyJson),
  },
  {
    requirements: ['HTTP-05'],
    name: 'answers in application/scim+json when nothing else is asked for',
    run: async (client) => {
      expectType(await getWith(client, undefined), scimJson);
      expectType(await getWith(client, '*/*'), scimJson);
    },
  },
  {
    requirements: ['HTTP-06'],
    name: 'refuses bodies that are no JSON with 415, and never answers in another type',
    level: 'choice',
    run: async (client) => {
      const body = JSON.stringify(user(client.unique('text')));
      for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
        const sent = await client.send('POST', '/Users', { body, headers: { 'content-type': type } });
        expectError(sent, 415);
      }
      const html = await client.send('GET', '/Users?count=0', { headers: { accept: 'text/html' } });
      expectStatus(html, 200, 406);
      ok(
        anyJson.test(html.headers.get('content-type') ?? ''),
        'Expected JSON although text/html was asked for.',
      );
    },
  },
  {
    requirements: ['HTTP-07'],
    name: 'takes both JSON types, in any case and with parameters',
    level: 'choice',
    run: async (client) => {
      const types = [
        'application/scim+json',
        'application/json',
        'APPLICATION/JSON',
        'Application/SCIM+JSON; charset=UTF-8',
        'application/json;charset=utf-8;x=1',
      ];
      for (const type of types) {
        const headers = { 'content-type': type };
        const userName = client.unique('type');
        const sent = await client.send('POST', '/Users', { body: user(userName), headers });
        equal(expectStatus(sent, 201).at('userName'), userName, `userName sent as ${type}`);
      }
    },
  },
  {
    requirements: ['HTTP-19'],
    name: 'refuses bodies that are no JSON object with 400 invalidSyntax',
    level: 'choice',
    run: async (client) => {
      const path = `/Users/${(await client.createUser()).textAt('id')}`;
      const broken = [
        '',
        ' ',
        '{',
        '{"userName":}',
        "{'userName':'a'}",
        '[]',
        '"x"',
        '5',
        'null',
        'true',
        '{} {}',
      ];
      for (const body of broken) {
        expectError(await client.send('POST', '/Users', { body }), 400, 'invalidSyntax');
        expectError(await client.send('PUT', path, { body }), 400, 'invalidSyntax');
      }
      for (const body of ['', '[]', 'null']) {
        expectError(await client.send('PATCH', path, { body }), 400, 'invalidSyntax');
        expectError(await client.send('POST', '/Users/.search', { body }), 400, 'invalidSyntax');
      }
    },
  },
  {
    requirements: ['HTTP-20'],
    name: 'sends neither a body nor its type with 204 and 304',
    level: 'choice',
    needs: ['etag'],
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      const headers = { 'if-none-match': created.headers.get('etag') ?? '' };
      for (const answer of [await client.send('GET', path, { headers }), await client.send('DELETE', path)]) {
        expectStatus(answer, answer.method === 'GET' ? 304 : 204);
        equal(answer.text, '', `body of ${answer.method}`);
        equal(answer.headers.get('content-type'), null, `Content-Type of ${answer.method}`);
      }
    },
  },
];

const scimJson = /^application\/scim\+json\b/;
const anyJson = /^application\/(scim\+)?json\b/;

async function getWith(client: ConformanceClient, accept: string | undefined): Promise<Answer> {
  const { textAt } = await client.createUser();
  return expectStatus(await client.send('GET', `/Users/${textAt('id')}`, { headers: { accept } }), 200);
}

function expectType(answer: Answer, type: RegExp): void {
  const given = answer.headers.get('content-type') ?? '';
  ok(type.test(given), `Expected a Content-Type like ${type.source}, got "${given}".`);
}
