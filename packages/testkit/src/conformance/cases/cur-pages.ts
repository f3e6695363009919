import type { Answer } from '../answer.ts';
import { equal, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import type { ConformanceClient } from '../conformance-client.ts';
import { user } from '../messages.ts';
import { type Population, populate } from '../population.ts';

const six = { a: {}, b: {}, c: {}, d: {}, e: {}, f: {} };
const ends = (people: Population) => ({ filter: people.within('userName pr') });

/** Where the cursors of a list lead. */
export const curPages: readonly ConformanceCase[] = [
  {
    requirements: ['CUR-01', 'CUR-22'],
    name: 'begins with an empty cursor, written in either way',
    run: async (client) => {
      const people = await populate(client, six);
      const filter = encodeURIComponent(people.within('userName pr'));
      for (const cursor of ['cursor', 'cursor=']) {
        const page = expectStatus(await client.send('GET', `/Users?${cursor}&count=2&filter=${filter}`), 200);
        equal(page.listAt('Resources').length, 2, `number of resources with ${cursor}`);
        ok(page.textAt('nextCursor') !== '', `Expected a nextCursor with ${cursor}.`);
        equal(
          [page.at('itemsPerPage'), page.at('startIndex')],
          [2, undefined],
          'itemsPerPage and startIndex',
        );
      }
    },
  },
  {
    requirements: ['CUR-02', 'CUR-03', 'CUR-04'],
    name: 'leads through all pages once, and says which is the last',
    run: async (client) => {
      const people = await populate(client, six);
      for (const [count, pages] of [
        [2, 3],
        [4, 2],
        [6, 1],
        [7, 1],
        [1, 6],
      ] as const) {
        const walked = await walk(client, { ...ends(people), count });
        equal(walked.length, pages, `number of pages of ${count}`);
        const seen = walked.flatMap((page) => people.labels(page.listAt('Resources')));
        equal(seen.toSorted(), Object.keys(six), `resources in pages of ${count}`);
        for (const page of walked) {
          const cursors = [page.at('nextCursor'), page.at('previousCursor')].filter(
            (cursor) => cursor !== undefined,
          );
          for (const cursor of cursors) {
            ok(
              /^[A-Za-z0-9._~-]+$/.test(String(cursor)),
              `Expected unreserved characters in the cursor ${cursor}.`,
            );
          }
        }
        equal(walked[0]?.at('previousCursor'), undefined, 'previousCursor of the first page');
      }
    },
  },
  {
    requirements: ['CUR-04'],
    name: 'leads back to the page before, when it offers to',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, six);
      const [first, second] = await walk(client, { ...ends(people), count: 2 });
      const cursor = second?.textAt('previousCursor') ?? '';
      if (cursor === '') return;
      const back = expectStatus(
        await client.send('GET', '/Users', { query: { ...ends(people), count: 2, cursor } }),
        200,
      );
      equal(
        people.labels(back.listAt('Resources')),
        people.labels(first?.listAt('Resources') ?? []),
        'the page before',
      );
    },
  },
  {
    requirements: ['CUR-05', 'CUR-08'],
    name: 'answers count 0 with the total alone, and cuts pages at the maximum',
    run: async (client) => {
      const people = await populate(client, six);
      for (const count of [0, -1]) {
        const page = await client.send('GET', '/Users', { query: { ...ends(people), cursor: '', count } });
        equal(
          [expectStatus(page, 200).at('totalResults'), page.listAt('Resources').length],
          [6, 0],
          `count=${count}`,
        );
      }
      const config = await client.send('GET', '/ServiceProviderConfig');
      const maximum = Number(config.at('pagination', 'maxPageSize') ?? config.at('filter', 'maxResults'));
      const query = { ...ends(people), cursor: '', count: maximum + 1 };
      const page = expectStatus(await client.send('GET', '/Users', { query }), 200, 400);
      if (page.status === 400) equal(page.at('scimType'), 'invalidCount', 'scimType');
      else equal(page.listAt('Resources').length, Math.min(6, maximum), 'number of resources');
    },
  },
  {
    requirements: ['CUR-09'],
    name: 'tells the total on every page, when it tells it on the first',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, six);
      const totals = (await walk(client, { ...ends(people), count: 4 })).map((page) =>
        page.at('totalResults'),
      );
      ok(
        totals.every((total) => total === totals[0]),
        `Expected the same total on every page, got ${totals}.`,
      );
      ok(totals[0] === undefined || totals[0] === 6, `Expected a total of 6 or none, got ${totals[0]}.`);
    },
  },
  {
    requirements: ['CUR-10'],
    name: 'keeps the order that is asked for over all pages',
    level: 'should',
    needs: ['sort'],
    run: async (client) => {
      const people = await populate(client, {
        a: { title: 'm' },
        b: { title: 'c' },
        c: {},
        d: { title: 'Z' },
        e: { title: 'c' },
        f: {},
      });
      for (const [sortOrder, first] of [
        ['ascending', 'be'],
        ['descending', 'cf'],
      ] as const) {
        const pages = await walk(client, { ...ends(people), sortBy: 'title', sortOrder, count: 2 });
        const seen = pages.flatMap((page) => people.labels(page.listAt('Resources')));
        equal(seen.slice(0, 2).toSorted(), [...first], `the first two ${sortOrder}`);
        equal(seen.toSorted(), Object.keys(six), `all, ${sortOrder}`);
        equal(
          seen.slice(2, 4),
          sortOrder === 'ascending' ? ['a', 'd'] : ['d', 'a'],
          `the middle, ${sortOrder}`,
        );
      }
    },
  },
  {
    requirements: ['CUR-21'],
    name: 'neither repeats nor skips when others come and go between two pages',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, six);
      const query = { ...ends(people), sortBy: 'userName', count: 2 };
      const first = await client.send('GET', '/Users', { query: { ...query, cursor: '' } });
      equal(people.labels(first.listAt('Resources')), ['a', 'b'], 'the first page');
      expectStatus(await client.send('DELETE', `/Users/${people.idOf('b')}`), 204);
      expectStatus(await client.send('DELETE', `/Users/${people.idOf('d')}`), 204);
      expectStatus(await client.send('POST', '/Users', { body: user(`${people.tag}-a1`) }), 201);
      const rest = await walk(client, query, first.textAt('nextCursor'));
      equal(
        rest.flatMap((page) => people.labels(page.listAt('Resources'))),
        ['c', 'e', 'f'],
        'the rest',
      );
    },
  },
];

/** Reads page after page; gives up after twenty. */
async function walk(
  client: ConformanceClient,
  query: Readonly<Record<string, string | number>>,
  from = '',
): Promise<readonly Answer[]> {
  const pages: Answer[] = [];
  for (let cursor = from; pages.length < 20; ) {
    const page = expectStatus(await client.send('GET', '/Users', { query: { ...query, cursor } }), 200);
    pages.push(page);
    cursor = page.textAt('nextCursor');
    if (cursor === '') return pages;
  }
  ok(false, 'Expected a last page, got none within twenty.');
}
