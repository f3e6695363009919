import { valueAt } from '../answer.ts';
import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { enterpriseSchema, userSchema } from '../messages.ts';
import { populate } from '../population.ts';

/** Sorting. All of it needs sorting. */
const cases: readonly ConformanceCase[] = [
  {
    requirements: ['SRT-01', 'SRT-02', 'SRT-06'],
    name: 'orders by the attribute that is named, upwards unless told otherwise',
    run: async (client) => {
      const config = await client.send('GET', '/ServiceProviderConfig');
      equal(config.at('sort', 'supported'), true, 'sort.supported');
      const people = await populate(client, { a: { title: 'm' }, b: { title: 'z' }, c: { title: 'c' } });
      equal(await people.listed({ sortBy: 'title' }), ['c', 'a', 'b'], 'by title');
      equal(await people.listed({ sortBy: 'title', sortOrder: 'ascending' }), ['c', 'a', 'b'], 'ascending');
      equal(await people.listed({ sortBy: 'title', sortOrder: 'descending' }), ['b', 'a', 'c'], 'descending');
    },
  },
  {
    requirements: ['SRT-03'],
    name: 'orders a list by its primary value, or else by its first',
    run: async (client) => {
      const emails = (...values: readonly [string, boolean?][]) => ({
        emails: values.map(([value, primary]) => (primary === undefined ? { value } : { value, primary })),
      });
      const people = await populate(client, {
        a: emails(['a@x.example'], ['z@x.example', true]),
        b: emails(['m@x.example'], ['a@x.example']),
        c: emails(['n@x.example', false], ['b@x.example', true]),
      });
      equal(await people.listed({ sortBy: 'emails.value' }), ['c', 'b', 'a'], 'by emails.value');
      equal(await people.listed({ sortBy: 'emails' }), ['c', 'b', 'a'], 'by emails');
    },
  },
  {
    requirements: ['SRT-04'],
    name: 'orders by a part of a complex attribute, and refuses the attribute itself',
    run: async (client) => {
      const people = await populate(client, {
        a: { name: { givenName: 'B', familyName: 'A' } },
        b: { name: { givenName: 'A', familyName: 'B' } },
      });
      equal(await people.listed({ sortBy: 'name.givenName' }), ['b', 'a'], 'by givenName');
      equal(await people.listed({ sortBy: 'name.familyName' }), ['a', 'b'], 'by familyName');
      const refused = expectError(await client.send('GET', '/Users', { query: { sortBy: 'name' } }), 400);
      ok(/^invalid(Path|Value)$/.test(refused.textAt('scimType')), 'Expected invalidPath or invalidValue.');
    },
  },
  {
    requirements: ['SRT-05'],
    name: 'puts resources without a value last upwards, and first downwards',
    run: async (client) => {
      const people = await populate(client, {
        a: {},
        b: { title: 'b' },
        c: { title: null },
        d: { title: 'a' },
      });
      const up = await people.listed({ sortBy: 'title' });
      equal(up.slice(0, 2), ['d', 'b'], 'the first two ascending');
      equal(up.slice(2).toSorted(), ['a', 'c'], 'the last two ascending');
      const down = await people.listed({ sortBy: 'title', sortOrder: 'descending' });
      equal(down.slice(0, 2).toSorted(), ['a', 'c'], 'the first two descending');
      equal(down.slice(2), ['b', 'd'], 'the last two descending');
    },
  },
  {
    requirements: ['SRT-07'],
    name: 'orders strings without regard to case, booleans and dates by their kind',
    run: async (client) => {
      const people = await populate(client, {
        a: { title: 'a', active: true },
        b: { title: 'B', active: false },
        c: { title: 'c', active: true },
        d: { title: 'É', active: false },
      });
      equal(await people.listed({ sortBy: 'title' }), ['a', 'b', 'c', 'd'], 'by title');
      const byActive = await people.listed({ sortBy: 'active' });
      equal(
        [byActive.slice(0, 2).toSorted(), byActive.slice(2).toSorted()],
        [
          ['b', 'd'],
          ['a', 'c'],
        ],
        'by active',
      );
      const query = { filter: people.within('id pr'), sortBy: 'meta.created', sortOrder: 'descending' };
      const page = expectStatus(await client.send('GET', '/Users', { query }), 200);
      const times = page
        .listAt('Resources')
        .map((one) => Date.parse(String(valueAt(one, 'meta', 'created'))));
      equal(
        times,
        times.toSorted((one, other) => other - one),
        'times downwards',
      );
    },
  },
  {
    requirements: ['SRT-07'],
    name: 'orders case-exact attributes by their letters as they are',
    run: async (client) => {
      const people = await populate(client, {
        a: { externalId: 'a' },
        b: { externalId: 'B' },
        c: { externalId: 'c' },
      });
      equal(await people.listed({ sortBy: 'externalId' }), ['b', 'a', 'c'], 'by externalId');
    },
  },
  {
    requirements: ['SRT-08'],
    name: 'refuses an order that is neither up nor down',
    level: 'choice',
    run: async (client) => {
      const query = { sortBy: 'userName', sortOrder: 'up' };
      expectError(await client.send('GET', '/Users', { query }), 400, 'invalidValue');
    },
  },
  {
    requirements: ['SRT-09'],
    name: 'shows each resource once in pages of equal values',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, {
        a: { title: 'x' },
        b: { title: 'x' },
        c: { title: 'x' },
        d: {},
        e: {},
      });
      for (const sortOrder of ['ascending', 'descending']) {
        const seen: string[] = [];
        for (const startIndex of [1, 3, 5]) {
          seen.push(...(await people.listed({ sortBy: 'title', sortOrder, startIndex, count: 2 })));
        }
        equal(seen.toSorted(), ['a', 'b', 'c', 'd', 'e'], `seen ${sortOrder}`);
      }
    },
  },
  {
    requirements: ['SRT-10'],
    name: 'orders by nothing that is never returned',
    level: 'choice',
    run: async (client) => {
      expectError(await client.send('GET', '/Users', { query: { sortBy: 'password' } }), 400);
    },
  },
  {
    requirements: ['SRT-11'],
    name: 'understands sortBy with a schema and in any case',
    run: async (client) => {
      const department = (name: string) => ({
        [enterpriseSchema]: { department: name },
        schemas: [userSchema, enterpriseSchema],
      });
      const people = await populate(client, {
        a: { title: 'b', ...department('1') },
        b: { title: 'a', ...department('2') },
      });
      equal(await people.listed({ sortBy: `${userSchema}:title` }), ['b', 'a'], 'by the qualified name');
      equal(await people.listed({ sortBy: 'TITLE', sortOrder: 'Descending' }), ['a', 'b'], 'by TITLE');
      equal(
        await people.listed({ sortBy: `${enterpriseSchema}:DEPARTMENT` }),
        ['a', 'b'],
        'by the extension',
      );
    },
  },
];

export const srt: readonly ConformanceCase[] = cases.map((one) => ({
  ...one,
  needs: ['sort', 'filter'] as const,
}));
