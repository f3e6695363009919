import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { listSchema, quoted, search } from '../messages.ts';
import { populate } from '../population.ts';

/** Queries by POST to .search. */
export const sea: readonly ConformanceCase[] = [
  {
    requirements: ['SEA-01', 'SEA-04'],
    name: 'takes a POST to .search for a query, at an endpoint and at the root, and creates nothing',
    needs: ['filter'],
    run: async (client) => {
      const tag = client.unique('sea');
      await client.createUser({ externalId: tag });
      await client.createGroup({ externalId: tag });
      const body = search({ filter: `externalId eq ${quoted(tag)}`, userName: 'x', displayName: 'x' });
      for (const [path, types] of [
        ['/Users', ['User']],
        ['/Groups', ['Group']],
        ['', ['Group', 'User']],
      ] as const) {
        const page = expectStatus(await client.send('POST', `${path}/.search`, { body }), 200);
        equal(
          [page.at('schemas'), page.at('totalResults')],
          [[listSchema], types.length],
          `answer of ${path}/.search`,
        );
        const found = page
          .listAt('Resources')
          .map((_, index) => page.at('Resources', index, 'meta', 'resourceType'));
        equal(found.toSorted(), types, `types found at ${path}/.search`);
        equal(page.headers.get('location'), null, 'Location');
      }
    },
  },
  {
    requirements: ['SEA-02', 'SEA-07'],
    name: 'refuses a search that does not name its schema',
    run: async (client) => {
      for (const body of [{}, { schemas: [] }, { schemas: [listSchema] }, { count: 1 }, { schemas: 'x' }]) {
        expectError(await client.send('POST', '/Users/.search', { body }), 400, 'invalidSyntax');
      }
    },
  },
  {
    requirements: ['SEA-03'],
    name: 'answers as GET does with the same parameters, all of them optional',
    needs: ['filter', 'sort'],
    run: async (client) => {
      const people = await populate(client, {
        a: { title: 'x' },
        b: { title: 'z' },
        c: { title: 'y' },
        d: {},
      });
      const parameters = {
        filter: people.within('title pr'),
        sortBy: 'title',
        sortOrder: 'descending',
        startIndex: 2,
        count: 1,
      };
      const got = await client.send('GET', '/Users', { query: { ...parameters, attributes: 'title' } });
      const sought = await client.send('POST', '/Users/.search', {
        body: search({ ...parameters, attributes: ['title'] }),
      });
      equal(expectStatus(sought, 200).body, expectStatus(got, 200).body, 'the answer to POST');
      equal(people.labels(sought.listAt('Resources')), ['c'], 'the page');
      const without = { ...parameters, excludedAttributes: ['title', 'meta'] };
      const page = await client.send('POST', '/Users/.search', { body: search(without) });
      equal(page.at('Resources', 0, 'userName'), `${people.tag}-c`, 'userName');
      equal(
        [page.at('Resources', 0, 'title'), page.at('Resources', 0, 'meta')],
        [undefined, undefined],
        'what is excluded',
      );
      const all = await client.send('GET', '/Users?count=1');
      const empty = await client.send('POST', '/Users/.search', { body: search({}) });
      equal(
        expectStatus(empty, 200).at('totalResults'),
        all.at('totalResults'),
        'totalResults of an empty search',
      );
    },
  },
  {
    requirements: ['SEA-05', 'SEA-06'],
    name: 'refuses values of the wrong JSON type',
    level: 'choice',
    run: async (client) => {
      for (const wrong of [
        { attributes: 'userName' },
        { attributes: [5] },
        { excludedAttributes: { a: 1 } },
        { count: '10' },
        { count: 1.5 },
        { startIndex: true },
        { filter: 5 },
        { sortBy: ['userName'] },
      ]) {
        expectError(
          await client.send('POST', '/Users/.search', { body: search(wrong) }),
          400,
          'invalidValue',
        );
      }
    },
  },
  {
    requirements: ['SEA-07'],
    name: 'says what is wrong with a search by the keyword',
    run: async (client) => {
      const find = (rest: object) => client.send('POST', '/Users/.search', { body: search(rest) });
      expectError(await find({ filter: 'userName regex "x"' }), 400, 'invalidFilter');
      expectError(await find({ sortBy: 'userName', sortOrder: 'up' }), 400, 'invalidValue');
      expectError(await client.send('POST', '/.search', { body: '{' }), 400, 'invalidSyntax');
      expectError(
        await client.send('POST', '/.search', { body: search({ filter: '(' }) }),
        400,
        'invalidFilter',
      );
    },
  },
  {
    requirements: ['SEA-08'],
    name: 'never takes .search for an id',
    level: 'choice',
    run: async (client) => {
      for (const path of ['/Users/.search', '/Groups/.search', '/.search']) {
        for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
          const answer = await client.send(
            method,
            path,
            method === 'GET' || method === 'DELETE' ? {} : { body: {} },
          );
          expectError(answer, expectStatus(answer, 404, 405).status);
          ok(!answer.textAt('detail').includes('with this id'), 'Expected no look-up of the id ".search".');
        }
      }
    },
  },
];
