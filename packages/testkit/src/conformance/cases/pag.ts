import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { type Population, populate } from '../population.ts';

const five = {
  a: { title: '1' },
  b: { title: '2' },
  c: { title: '3' },
  d: { title: '4' },
  e: { title: '5' },
};

/** Index paging. Pages are cut out of the users of the case, in the order of their names. */
const cases: readonly ConformanceCase[] = [
  {
    requirements: ['PAG-01', 'PAG-07'],
    name: 'counts from 1, and takes what is below for 1',
    run: async (client) => {
      const people = await populate(client, five);
      for (const startIndex of [1, 0, -5]) {
        const page = expectStatus(
          await client.send('GET', '/Users', { query: { ...ordered(people), startIndex, count: 2 } }),
          200,
        );
        equal(people.labels(page.listAt('Resources')), ['a', 'b'], `page of startIndex=${startIndex}`);
        equal(page.at('startIndex'), 1, `startIndex of startIndex=${startIndex}`);
      }
      const plain = await client.send('GET', '/Users', { query: ordered(people) });
      equal(
        [plain.at('startIndex'), plain.listAt('Resources').length],
        [1, 5],
        'startIndex and number without one',
      );
      const third = await client.send('GET', '/Users', {
        query: { ...ordered(people), startIndex: 3, count: 2 },
      });
      equal([third.at('startIndex'), people.labels(third.listAt('Resources'))], [3, ['c', 'd']], 'page 3');
    },
  },
  {
    requirements: ['PAG-02'],
    name: 'answers count 0, and a negative one, with the total alone',
    run: async (client) => {
      const people = await populate(client, five);
      for (const count of [0, -1, -100]) {
        const page = await client.send('GET', '/Users', { query: { ...ordered(people), count } });
        equal(expectStatus(page, 200).at('totalResults'), 5, `totalResults of count=${count}`);
        equal(page.at('Resources') ?? [], [], `Resources of count=${count}`);
        equal(page.at('itemsPerPage') ?? 0, 0, `itemsPerPage of count=${count}`);
      }
    },
  },
  {
    requirements: ['PAG-03', 'PAG-05', 'PAG-06'],
    name: 'returns no more than count, tells how many these are, and how many there are in all',
    run: async (client) => {
      const people = await populate(client, five);
      const table = [
        [1, 3, ['a', 'b', 'c']],
        [4, 3, ['d', 'e']],
        [5, 1, ['e']],
        [2, 100, ['b', 'c', 'd', 'e']],
      ] as const;
      for (const [startIndex, count, labels] of table) {
        const page = await client.send('GET', '/Users', { query: { ...ordered(people), startIndex, count } });
        const what = `startIndex=${startIndex}, count=${count}`;
        equal(people.labels(page.listAt('Resources')), labels, what);
        equal(
          [page.at('totalResults'), page.at('itemsPerPage')],
          [5, labels.length],
          `total and itemsPerPage of ${what}`,
        );
      }
    },
  },
  {
    requirements: ['PAG-04'],
    name: 'cuts pages at the size that its configuration publishes',
    run: async (client) => {
      const people = await populate(client, five);
      const maximum = (await client.send('GET', '/ServiceProviderConfig')).at('filter', 'maxResults');
      ok(
        typeof maximum === 'number' && maximum > 0,
        `Expected a number in filter.maxResults, got ${maximum}.`,
      );
      for (const count of [100_000, 999_999_999]) {
        const page = await client.send('GET', '/Users', { query: { ...ordered(people), count } });
        equal(
          expectStatus(page, 200).listAt('Resources').length,
          Math.min(5, maximum),
          `number of count=${count}`,
        );
      }
      const all = expectStatus(await client.send('GET', '/Users'), 200);
      ok(all.listAt('Resources').length <= maximum, `Expected at most ${maximum} users on a page.`);
    },
  },
  {
    requirements: ['PAG-08'],
    name: 'answers beyond the end with an empty page and the right total',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, five);
      for (const startIndex of [6, 1_000_000, 999_999_999_999]) {
        const page = await client.send('GET', '/Users', {
          query: { ...ordered(people), startIndex, count: 2 },
        });
        equal(
          [expectStatus(page, 200).at('totalResults'), page.at('itemsPerPage')],
          [5, 0],
          `startIndex=${startIndex}`,
        );
        equal(page.at('Resources') ?? [], [], `Resources of startIndex=${startIndex}`);
      }
    },
  },
  {
    requirements: ['PAG-09'],
    name: 'refuses numbers that are none',
    level: 'choice',
    run: async (client) => {
      for (const query of [
        'count=abc',
        'startIndex=1.5',
        'count=1e3',
        'startIndex=0x10',
        'count=1,2',
        'count=--1',
      ]) {
        expectError(await client.send('GET', `/Users?${query}`), 400, 'invalidValue');
      }
    },
  },
  {
    requirements: ['PAG-10', 'PAG-06'],
    name: 'filters, then orders, then cuts the page',
    needs: ['sort'],
    run: async (client) => {
      const people = await populate(client, five);
      const query = {
        filter: people.within('title ne "3"'),
        sortBy: 'title',
        sortOrder: 'descending',
        startIndex: 2,
        count: 2,
      };
      const page = expectStatus(await client.send('GET', '/Users', { query }), 200);
      equal(people.labels(page.listAt('Resources')), ['d', 'b'], 'the page');
      equal(page.at('totalResults'), 4, 'totalResults');
    },
  },
];

export const pag: readonly ConformanceCase[] = cases.map((one) => ({
  ...one,
  needs: ['filter', 'sort'] as const,
}));

function ordered(people: Population) {
  return { filter: people.within('userName pr'), sortBy: 'userName' };
}
