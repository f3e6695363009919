import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import type { ConformanceClient } from '../conformance-client.ts';
import { bulk, bulkResponseSchema, errorSchema, patch, quoted, user } from '../messages.ts';

const send = (client: ConformanceClient, operations: readonly object[], rest: object = {}) =>
  client.send('POST', '/Bulk', { body: bulk(operations, rest) });

/** The message, its operations and the answer. */
export const blkMessage: readonly ConformanceCase[] = [
  {
    requirements: ['BLK-01'],
    name: 'says in its configuration how much it takes',
    level: 'choice',
    run: async (client) => {
      const config = await client.send('GET', '/ServiceProviderConfig');
      for (const name of ['maxOperations', 'maxPayloadSize']) {
        const limit = config.at('bulk', name);
        ok(typeof limit === 'number' && limit > 0, `Expected a number in bulk.${name}, got ${limit}.`);
      }
    },
  },
  {
    requirements: ['BLK-02', 'BLK-10', 'BLK-11', 'BLK-12', 'BLK-13'],
    name: 'carries out all four methods, with an entry for each in their order',
    run: async (client) => {
      const [put, patched, gone] = [
        await client.createUser(),
        await client.createUser(),
        await client.createUser(),
      ];
      const path = (index: number) => `/Users/${[put, patched, gone][index]?.textAt('id')}`;
      const answer = await send(client, [
        { method: 'POST', path: '/Users', bulkId: 'one', data: user(client.unique('bulk')) },
        { method: 'PUT', path: path(0), bulkId: 'two', data: user(put.textAt('userName'), { title: 'T' }) },
        { method: 'PATCH', path: path(1), data: patch({ op: 'add', path: 'title', value: 'P' }) },
        { method: 'DELETE', path: path(2), bulkId: 'four' },
      ]);
      expectStatus(answer, 200);
      equal(answer.at('schemas'), [bulkResponseSchema], 'schemas');
      const entries = [0, 1, 2, 3].map((index) =>
        ['method', 'bulkId', 'status'].map((name) => answer.at('Operations', index, name)),
      );
      equal(
        entries.map(([method, bulkId]) => [method, bulkId]),
        [
          ['POST', 'one'],
          ['PUT', 'two'],
          ['PATCH', undefined],
          ['DELETE', 'four'],
        ],
        'methods and bulkIds',
      );
      equal(
        entries.map((entry) => entry[2]).filter((_, index) => index !== 2),
        ['201', '200', '204'],
        'statuses',
      );
      ok(['200', '204'].includes(String(entries[2]?.[2])), 'Expected status "200" or "204" for the PATCH.');
      for (const index of [0, 1, 2]) {
        const location = answer.textAt('Operations', index, 'location');
        ok(location.startsWith(`${client.baseUrl}/Users/`), `Expected a location in entry ${index}.`);
        const read = expectStatus(await client.send('GET', location.slice(client.baseUrl.length)), 200);
        equal(read.at('meta', 'location'), location, `location of entry ${index}`);
        equal(read.at('title'), [undefined, 'T', 'P'][index], `title of entry ${index}`);
      }
      equal(answer.at('Operations', 3, 'location'), `${client.baseUrl}${path(2)}`, 'location of the DELETE');
      expectError(await client.send('GET', path(2)), 404);
    },
  },
  {
    requirements: ['BLK-02', 'BLK-03'],
    name: 'refuses a message without its schema or without operations',
    run: async (client) => {
      const Operations = [{ method: 'DELETE', path: '/Users/x' }];
      for (const body of [
        { Operations },
        { schemas: [errorSchema], Operations },
        bulk([]),
        { ...bulk([]), Operations: {} },
        '[]',
        'null',
      ]) {
        expectError(await client.send('POST', '/Bulk', { body }), 400, 'invalidSyntax');
      }
    },
  },
  {
    requirements: ['BLK-03', 'BLK-04', 'BLK-05', 'BLK-06', 'BLK-08', 'BLK-14'],
    name: 'fails what is wrong with single operations, each by itself, and answers 200',
    run: async (client) => {
      const one = await client.createUser();
      const path = `/Users/${one.textAt('id')}`;
      const data = () => user(client.unique('bulk'));
      const wrong = [
        { method: 'GET', path },
        { method: 'BREW', path },
        { path, data: data() },
        { method: 'POST', path: '/Users', data: data() },
        { method: 'POST', path: '/Users', bulkId: 'b' },
        { method: 'POST', path, bulkId: 'c', data: data() },
        { method: 'PUT', path: '/Users', data: data() },
        { method: 'PATCH', path, data: [{ op: 'add', path: 'title', value: 'T' }] },
        { method: 'PATCH', path },
        { method: 'DELETE', path: '/Users' },
        { method: 'DELETE' },
        { method: 'DELETE', path: `${client.baseUrl}${path}` },
        { method: 'POST', path: 'https://other.example/Users', bulkId: 'd', data: data() },
      ];
      const answer = expectStatus(await send(client, wrong), 200);
      equal(answer.listAt('Operations').length, wrong.length, 'number of entries');
      wrong.forEach((operation, index) => {
        const what = `${JSON.stringify(operation).slice(0, 60)}`;
        equal(answer.at('Operations', index, 'status'), '400', `status of ${what}`);
        equal(answer.at('Operations', index, 'response', 'schemas'), [errorSchema], `error of ${what}`);
        equal(answer.at('Operations', index, 'response', 'status'), '400', `status in the error of ${what}`);
      });
      equal((await client.send('GET', path)).body, one.body, 'the resource that was named');
    },
  },
  {
    requirements: ['BLK-04'],
    name: 'refuses the second use of a bulkId',
    run: async (client) => {
      const [first, second] = [client.unique('bulk'), client.unique('bulk')];
      const operations = [first, second].map((name) => ({
        method: 'POST',
        path: '/Users',
        bulkId: 'same',
        data: user(name),
      }));
      const answer = await send(client, operations);
      if (expectStatus(answer, 200, 400).status === 400) return;
      equal(
        [answer.at('Operations', 0, 'status'), answer.at('Operations', 1, 'status')],
        ['201', '400'],
        'statuses',
      );
      const query = { filter: `userName eq ${quoted(second)}` };
      equal(
        (await client.send('GET', '/Users', { query })).at('totalResults'),
        0,
        'users of the second operation',
      );
    },
  },
  {
    requirements: ['BLK-05'],
    name: 'takes a path without its slash',
    level: 'choice',
    run: async (client) => {
      const answer = await send(client, [
        { method: 'POST', path: 'Users', bulkId: 'a', data: user(client.unique('bulk')) },
      ]);
      equal(answer.at('Operations', 0, 'status'), '201', 'status');
    },
  },
  {
    requirements: ['BLK-07', 'BLK-15'],
    name: 'takes version for If-Match, and gives the new one',
    level: 'choice',
    needs: ['etag'],
    run: async (client) => {
      const one = await client.createUser();
      const path = `/Users/${one.textAt('id')}`;
      const data = (title: string) => user(one.textAt('userName'), { title });
      const version = one.textAt('meta', 'version');
      const answer = await send(client, [
        { method: 'PUT', path, version: 'W/"other"', data: data('wrong') },
        {
          method: 'PATCH',
          path,
          version: 'W/"other"',
          data: patch({ op: 'add', path: 'title', value: 'wrong' }),
        },
        { method: 'DELETE', path, version: 'W/"other"' },
        { method: 'PUT', path, version, data: data('right') },
        { method: 'PUT', path, version, data: data('too late') },
      ]);
      const statuses = answer
        .listAt('Operations')
        .map((_, index) => answer.at('Operations', index, 'status'));
      equal(statuses, ['412', '412', '412', '200', '412'], 'statuses');
      const read = await client.send('GET', path);
      equal(read.at('title'), 'right', 'title');
      equal(answer.at('Operations', 3, 'version'), read.at('meta', 'version'), 'version of the new state');
      for (const index of [0, 1, 2]) {
        equal(
          answer.at('Operations', index, 'location'),
          read.at('meta', 'location'),
          `location of failed entry ${index}`,
        );
      }
    },
  },
  {
    requirements: ['BLK-08', 'BLK-09', 'BLK-22'],
    name: 'goes on after failures, and keeps what was done',
    run: async (client) => {
      const taken = await client.createUser();
      const data = user(client.unique('bulk'));
      const answer = expectStatus(
        await send(client, [
          { method: 'POST', path: '/Users', bulkId: 'a', data: user(taken.textAt('userName')) },
          { method: 'POST', path: '/Users', bulkId: 'b', data },
          { method: 'DELETE', path: '/Users/0199c0de-0000-7000-8000-000000000000' },
        ]),
        200,
      );
      const statuses = [0, 1, 2].map((index) => answer.at('Operations', index, 'status'));
      equal(statuses, ['409', '201', '404'], 'statuses');
      equal(answer.at('Operations', 0, 'response', 'scimType'), 'uniqueness', 'scimType of the first');
      equal(answer.at('Operations', 0, 'location'), undefined, 'location of a failed POST');
      const location = answer.textAt('Operations', 1, 'location');
      expectStatus(await client.send('GET', location.slice(client.baseUrl.length)), 200);
      const none = await send(client, [
        { method: 'DELETE', path: '/Users/x' },
        { method: 'DELETE', path: '/Users/y' },
      ]);
      equal([none.status, none.at('Operations', 1, 'status')], [200, '404'], 'when all operations fail');
    },
  },
  {
    requirements: ['BLK-09'],
    name: 'stops after as many failures as failOnErrors names',
    run: async (client) => {
      const last = client.unique('bulk');
      const fails = { method: 'DELETE', path: '/Users/0199c0de-0000-7000-8000-000000000000' };
      const operations = [fails, fails, { method: 'POST', path: '/Users', bulkId: 'a', data: user(last) }];
      for (const [failOnErrors, length] of [
        [1, 1],
        [2, 2],
        [3, 3],
      ] as const) {
        const answer = expectStatus(await send(client, operations, { failOnErrors }), 200);
        equal(
          answer.listAt('Operations').length,
          length,
          `number of entries with failOnErrors ${failOnErrors}`,
        );
        const query = { filter: `userName eq ${quoted(last)}` };
        const made = (await client.send('GET', '/Users', { query })).at('totalResults');
        equal(made, failOnErrors === 3 ? 1 : 0, `users made with failOnErrors ${failOnErrors}`);
      }
    },
  },
  {
    requirements: ['BLK-21'],
    name: 'refuses more operations than it says it takes with 413, and names the limit',
    run: async (client) => {
      const config = await client.send('GET', '/ServiceProviderConfig');
      const limit = Number(config.at('bulk', 'maxOperations'));
      ok(limit < 100_000, 'The limit is too high to be tried.');
      const operations = Array.from({ length: limit + 1 }, () => ({ method: 'DELETE', path: '/Users/x' }));
      const answer = expectError(await send(client, operations), 413);
      ok(
        answer.textAt('detail').includes(String(limit)),
        `Expected ${limit} in "${answer.textAt('detail')}".`,
      );
    },
  },
  {
    requirements: ['BLK-23'],
    name: 'carries out no bulk in bulk, no search and nothing on discovery',
    level: 'choice',
    run: async (client) => {
      const places = [
        '/Bulk',
        '/.search',
        '/Users/.search',
        '/Schemas',
        '/ServiceProviderConfig',
        '/ResourceTypes/User',
        '/NoSuch',
      ];
      const answer = await send(
        client,
        places.map((path, index) => ({ method: 'POST', path, bulkId: `b${index}`, data: bulk([]) })),
      );
      places.forEach((path, index) => {
        const status = answer.textAt('Operations', index, 'status');
        ok(/^4\d\d$/.test(status), `POST ${path} in bulk: expected a status of 400 to 499, got "${status}".`);
      });
    },
  },
];
