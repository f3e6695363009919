import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { search } from '../messages.ts';
import { type Population, populate } from '../population.ts';

const six = { a: {}, b: {}, c: {}, d: {}, e: {}, f: {} };
const ends = (people: Population) => ({ filter: people.within('userName pr') });

/** What requests a cursor is good for. */
export const curRequest: readonly ConformanceCase[] = [
  {
    requirements: ['CUR-06'],
    name: 'takes a cursor for the request it was made for, and no other',
    run: async (client) => {
      const people = await populate(client, six);
      const asked = { ...ends(people), sortBy: 'userName', attributes: 'userName', count: 2 };
      const cursor = (await client.send('GET', '/Users', { query: { ...asked, cursor: '' } })).textAt(
        'nextCursor',
      );
      expectStatus(await client.send('GET', '/Users', { query: { ...asked, cursor } }), 200);
      const others = [
        { filter: people.within('title pr or userName pr') },
        { sortBy: 'title' },
        { sortOrder: 'descending' },
        { attributes: 'userName,title' },
      ];
      for (const other of others) {
        const answer = await client.send('GET', '/Users', { query: { ...asked, ...other, cursor } });
        expectError(answer, 400, 'invalidCursor');
      }
      for (const path of ['/Groups', '/']) {
        const query = { sortBy: 'id', cursor };
        expectError(await client.send('GET', path, { query }), 400, 'invalidCursor');
      }
    },
  },
  {
    requirements: ['CUR-07', 'CUR-18', 'CUR-19'],
    name: 'refuses forged cursors and garbage in the same words, and another count',
    run: async (client) => {
      const people = await populate(client, six);
      const query = { ...ends(people), count: 2 };
      const cursor = (await client.send('GET', '/Users', { query: { ...query, cursor: '' } })).textAt(
        'nextCursor',
      );
      const middle = Math.floor(cursor.length / 2);
      const flipped =
        cursor.slice(0, middle) + (cursor[middle] === 'A' ? 'B' : 'A') + cursor.slice(middle + 1);
      const sentences = new Set<string>();
      for (const wrong of [
        'x',
        'garbage',
        '....',
        '%%%',
        flipped,
        cursor.slice(0, -4),
        `${cursor}AAAA`,
        'A'.repeat(9_000),
        '1',
      ]) {
        const answer = await client.send('GET', '/Users', { query: { ...query, cursor: wrong } });
        sentences.add(expectError(answer, 400, 'invalidCursor').textAt('detail'));
      }
      equal(sentences.size, 1, 'number of different sentences');
      expectError(
        await client.send('GET', '/Users', { query: { ...query, cursor, count: 3 } }),
        400,
        'invalidCount',
      );
    },
  },
  {
    requirements: ['CUR-12'],
    name: 'pages by index where no cursor is asked for',
    run: async (client) => {
      const people = await populate(client, six);
      const page = expectStatus(
        await client.send('GET', '/Users', { query: { ...ends(people), count: 2 } }),
        200,
      );
      const config = await client.send('GET', '/ServiceProviderConfig');
      if (config.at('pagination', 'defaultPaginationMethod') === 'cursor') return;
      equal([page.at('startIndex'), page.at('nextCursor')], [1, undefined], 'startIndex and nextCursor');
    },
  },
  {
    requirements: ['CUR-13'],
    name: 'refuses startIndex beside a cursor',
    level: 'choice',
    run: async (client) => {
      const query = { cursor: '', startIndex: 1 };
      expectError(await client.send('GET', '/Users', { query }), 400, 'invalidValue');
    },
  },
  {
    requirements: ['CUR-14'],
    name: 'takes cursors in the body of a search',
    run: async (client) => {
      const people = await populate(client, six);
      const find = async (cursor: string) =>
        expectStatus(
          await client.send('POST', '/Users/.search', {
            body: search({ ...ends(people), count: 4, cursor }),
          }),
          200,
        );
      const first = await find('');
      const second = await find(first.textAt('nextCursor'));
      const seen = [first, second].flatMap((page) => people.labels(page.listAt('Resources')));
      equal(
        [seen.toSorted(), second.at('nextCursor')],
        [Object.keys(six), undefined],
        'all, and the last nextCursor',
      );
    },
  },
  {
    requirements: ['CUR-15'],
    name: 'publishes how it pages by cursor',
    level: 'should',
    run: async (client) => {
      const config = await client.send('GET', '/ServiceProviderConfig');
      equal(config.at('pagination', 'cursor'), true, 'pagination.cursor');
      ok(typeof config.at('pagination', 'index') === 'boolean', 'Expected a boolean in pagination.index.');
      ok(
        ['cursor', 'index'].includes(config.textAt('pagination', 'defaultPaginationMethod')),
        'Expected cursor or index in defaultPaginationMethod.',
      );
      for (const name of ['defaultPageSize', 'maxPageSize', 'cursorTimeout']) {
        ok(Number.isInteger(config.at('pagination', name)), `Expected an integer in pagination.${name}.`);
      }
    },
  },
];
