import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { bulk, patch, search, user } from '../messages.ts';

/** The keywords of RFC 7644 table 9 and of RFC 9865 section 2.1, with the statuses they go with. */
const keywords = new Map([
  ['invalidFilter', [400]],
  ['tooMany', [400]],
  ['uniqueness', [409, 400]],
  ['mutability', [400]],
  ['invalidSyntax', [400]],
  ['invalidPath', [400]],
  ['noTarget', [400]],
  ['invalidValue', [400]],
  ['invalidVers', [400]],
  ['sensitive', [403]],
  ['invalidCursor', [400]],
  ['expiredCursor', [400]],
  ['invalidCount', [400]],
]);

/** Errors. */
export const err: readonly ConformanceCase[] = [
  {
    requirements: ['ERR-01', 'ERR-02'],
    name: 'uses the keywords of the RFCs, each with its status, and says in words what is wrong',
    needs: ['patch', 'filter', 'sort'],
    run: async (client) => {
      const one = await client.createUser();
      const path = `/Users/${one.textAt('id')}`;
      const change = (operation: object) => client.send('PATCH', path, { body: patch(operation) });
      const answers = [
        ['invalidFilter', await client.send('GET', '/Users', { query: { filter: 'userName zz "x"' } })],
        ['uniqueness', await client.send('POST', '/Users', { body: user(one.textAt('userName')) })],
        ['mutability', await change({ op: 'replace', path: 'id', value: 'x' })],
        ['mutability', await change({ op: 'remove', path: 'userName' })],
        ['invalidSyntax', await client.send('POST', '/Users', { body: '{' })],
        ['invalidSyntax', await client.send('POST', '/Users/.search', { body: {} })],
        ['invalidPath', await change({ op: 'add', path: 'a..b', value: 'x' })],
        ['noTarget', await change({ op: 'remove' })],
        ['invalidValue', await client.send('POST', '/Users', { body: user('') })],
        ['invalidValue', await client.send('POST', '/Users/.search', { body: search({ count: 'x' }) })],
      ] as const;
      for (const [keyword, answer] of answers) {
        expectError(answer, expectStatus(answer, ...(keywords.get(keyword) ?? [])).status, keyword);
        ok(
          answer.textAt('detail').length > 10,
          `Expected a sentence with ${keyword}, got "${answer.textAt('detail')}".`,
        );
        const names = Object.keys(Object(answer.body)).toSorted();
        equal(names, ['detail', 'schemas', 'scimType', 'status'], `names in the error ${keyword}`);
      }
    },
  },
  {
    requirements: ['ERR-02'],
    name: 'uses no keyword that the RFCs do not have',
    run: async (client) => {
      const nobody = '/Users/0199c0de-0000-7000-8000-000000000000';
      const answers = [
        await client.send('GET', nobody),
        await client.send('GET', '/Users', { headers: { authorization: undefined } }),
        await client.send('PUT', '/Users', { body: {} }),
        await client.send('GET', '/Schemas', { query: { filter: 'id pr' } }),
        await client.send('GET', '/Users?sortBy=nope'),
        await client.send('GET', '/Users?count=x'),
        await client.send('GET', '/v1/Users'),
        await client.send('POST', '/Users', { body: 'x', headers: { 'content-type': 'text/plain' } }),
      ];
      for (const answer of answers) {
        ok(answer.status >= 400, `${answer.method} ${answer.path}: expected an error, got ${answer.status}.`);
        expectError(answer, answer.status);
        const keyword = answer.at('scimType');
        const statuses = keywords.get(String(keyword));
        ok(
          keyword === undefined || statuses?.includes(answer.status) === true,
          `Unexpected ${keyword} with ${answer.status}.`,
        );
      }
    },
  },
  {
    requirements: ['ERR-04'],
    name: 'uses the same keywords in the entries of a bulk answer',
    level: 'choice',
    needs: ['bulk'],
    run: async (client) => {
      const taken = (await client.createUser()).textAt('userName');
      const body = bulk([{ method: 'POST', path: '/Users', bulkId: 'a', data: user(taken) }]);
      const answer = await client.send('POST', '/Bulk', { body });
      equal(answer.at('Operations', 0, 'response', 'scimType'), 'uniqueness', 'scimType');
      equal(answer.at('Operations', 0, 'response', 'status'), answer.at('Operations', 0, 'status'), 'status');
    },
  },
  {
    requirements: ['ERR-03'],
    name: 'tells nothing of its inside, whatever it is sent',
    level: 'should',
    run: async (client) => {
      const deep = '['.repeat(50_000);
      for (const body of [
        `{"userName":${deep}`,
        deep,
        '{"userName":"a\\ud800"}',
        '"'.repeat(3),
        '{"__proto__":1}',
      ]) {
        const answer = await client.send('POST', '/Users', { body });
        ok(
          answer.status >= 400 && answer.status < 500,
          `Expected a status of 400 to 499, got ${answer.status}.`,
        );
        ok(answer.listAt('schemas').length > 0, `Expected a SCIM error, got ${answer.text.slice(0, 100)}.`);
        ok(
          !/\bat .*:\d+:\d+|node_modules|SELECT |SyntaxError/.test(answer.text),
          'Expected nothing of the inside.',
        );
      }
    },
  },
];
