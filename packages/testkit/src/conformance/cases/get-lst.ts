import { valueAt } from '../answer.ts';
import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { listSchema, quoted, userSchema } from '../messages.ts';
import { populate } from '../population.ts';

/** Read and query. */
export const getLst: readonly ConformanceCase[] = [
  {
    requirements: ['GET-01', 'GET-04'],
    name: 'reads a resource with all that is returned by default, and nothing that never is',
    run: async (client) => {
      const sent = {
        title: 'T',
        name: { familyName: 'F' },
        password: 'p-4-never-shown',
        emails: [{ value: 'a@b.example' }],
      };
      const created = await client.createUser(sent);
      const read = expectStatus(await client.send('GET', `/Users/${created.textAt('id')}`), 200);
      for (const name of ['id', 'schemas', 'meta', 'userName', 'title', 'name', 'emails']) {
        ok(read.at(name) !== undefined, `Expected ${name} in the resource, got none.`);
      }
      equal(read.at('name'), { familyName: 'F' }, 'name');
      ok(!read.text.includes('p-4-never-shown'), 'Expected no password in the resource.');
    },
  },
  {
    requirements: ['GET-02'],
    name: 'addresses a resource by its id and by nothing else',
    run: async (client) => {
      const externalId = client.unique('ext');
      const created = await client.createUser({ externalId });
      for (const name of [created.textAt('userName'), externalId, `${created.textAt('id')}x`]) {
        expectError(await client.send('GET', `/Users/${encodeURIComponent(name)}`), 404);
      }
    },
  },
  {
    requirements: ['GET-03'],
    name: 'answers 404 for an id that nobody has, whatever its form',
    run: async (client) => {
      for (const id of [
        '0199c0de-0000-7000-8000-000000000000',
        '1',
        '..%2FGroups',
        '%00',
        '%F0%9F%98%80',
        "'",
      ]) {
        expectError(await client.send('GET', `/Users/${id}`), 404);
      }
    },
  },
  {
    requirements: ['GET-05'],
    name: 'sends Location and ETag with a resource',
    needs: ['etag'],
    run: async (client) => {
      const created = await client.createUser();
      const read = await client.send('GET', `/Users/${created.textAt('id')}`);
      equal(read.headers.get('location'), created.at('meta', 'location'), 'Location');
      equal(read.headers.get('etag'), created.headers.get('etag'), 'ETag');
    },
  },
  {
    requirements: ['LST-01', 'LST-02', 'LST-05'],
    name: 'answers with a ListResponse that says which part of how many it is',
    run: async (client) => {
      const people = await populate(client, { a: {}, b: {}, c: {} });
      const query = { filter: people.within('userName pr'), startIndex: 2, count: 1 };
      const page = expectStatus(await client.send('GET', '/Users', { query }), 200);
      equal(page.at('schemas'), [listSchema], 'schemas');
      equal(page.at('totalResults'), 3, 'totalResults');
      equal([page.at('startIndex'), page.at('itemsPerPage')], [2, 1], 'startIndex and itemsPerPage');
      equal(page.listAt('Resources').length, 1, 'number of Resources');
    },
  },
  {
    requirements: ['LST-03', 'LST-04'],
    name: 'answers 200 with a total of 0 and no resources when nothing matches',
    needs: ['filter'],
    run: async (client) => {
      const query = { filter: `userName eq ${quoted(client.unique('nobody'))}` };
      for (const path of ['/Users', '/']) {
        const page = expectStatus(await client.send('GET', path, { query }), 200);
        equal(
          [page.at('schemas'), page.at('totalResults')],
          [[listSchema], 0],
          `schemas and totalResults at ${path}`,
        );
        equal(page.at('Resources') ?? [], [], `Resources at ${path}`);
      }
    },
  },
  {
    requirements: ['LST-03'],
    name: 'names the list Resources, also when it is empty',
    level: 'choice',
    needs: ['filter'],
    run: async (client) => {
      const found = await populate(client, { a: {} });
      equal(
        (await client.send('GET', '/Users', { query: { filter: found.within('id pr') } })).listAt('Resources')
          .length,
        1,
        'number of Resources',
      );
      const query = { filter: `userName eq ${quoted(client.unique('nobody'))}` };
      equal((await client.send('GET', '/Users', { query })).at('Resources'), [], 'Resources');
    },
  },
  {
    requirements: ['LST-06'],
    name: 'shows schemas and id with every resource of a list, whatever is asked for',
    run: async (client) => {
      const people = await populate(client, { a: { displayName: 'A' }, b: {} });
      for (const shape of ['attributes', 'excludedAttributes']) {
        const named = shape === 'attributes' ? 'displayName' : 'id,schemas,meta';
        const query = { filter: people.within('id pr'), [shape]: named };
        const page = await client.send('GET', '/Users', { query });
        equal(
          people.labels(page.listAt('Resources')).toSorted(),
          ['a', 'b'],
          `resources by id with ${shape}`,
        );
        for (const resource of page.listAt('Resources')) {
          const schemas = valueAt(resource, 'schemas');
          ok(Array.isArray(schemas) && schemas.includes(userSchema), `Expected schemas with ${shape}.`);
          equal(valueAt(resource, 'meta'), undefined, `meta with ${shape}`);
        }
      }
    },
  },
  {
    requirements: ['LST-07'],
    name: 'searches all types at the root of the service',
    needs: ['filter'],
    run: async (client) => {
      const name = client.unique('root');
      const a = await client.createUser({ externalId: name });
      const b = await client.createGroup({ externalId: name });
      const find = async (filter: string) => {
        const page = expectStatus(await client.send('GET', '/', { query: { filter } }), 200);
        equal(page.at('totalResults'), page.listAt('Resources').length, `totalResults of ${filter}`);
        return page.listAt('Resources').map((resource) => valueAt(resource, 'meta', 'resourceType'));
      };
      equal((await find(`externalId eq ${quoted(name)}`)).toSorted(), ['Group', 'User'], 'types found');
      const typed = (type: string) => `externalId eq ${quoted(name)} and meta.resourceType eq "${type}"`;
      equal(await find(typed('User')), ['User'], 'types found among users');
      equal(await find(typed('Group')), ['Group'], 'types found among groups');
      equal(await find(`id eq ${quoted(a.textAt('id'))}`), ['User'], 'type found by id');
      equal(await find(`id eq ${quoted(b.textAt('id'))} or id eq "x"`), ['Group'], 'type found by id or');
    },
  },
  {
    requirements: ['LST-09'],
    name: 'takes an attribute that a type lacks as one without a value, in a search over all types',
    needs: ['filter'],
    run: async (client) => {
      const tag = client.unique('lack');
      await client.createUser({ externalId: tag, userType: 'X' });
      await client.createGroup({ externalId: tag });
      const find = async (filter: string) => {
        const query = { filter: `externalId eq ${quoted(tag)} and (${filter})` };
        const page = expectStatus(await client.send('GET', '/', { query }), 200);
        return page
          .listAt('Resources')
          .map((resource) => valueAt(resource, 'meta', 'resourceType'))
          .toSorted();
      };
      equal(await find('userName pr'), ['User'], 'types with a userName');
      equal(await find('not (userName pr)'), ['Group'], 'types without a userName');
      equal(await find('userType eq "X" or displayName pr'), ['Group', 'User'], 'types of either condition');
      equal(await find('emails[type eq "work"]'), [], 'types with a work address');
    },
  },
  {
    requirements: ['LST-10'],
    name: 'ignores a filter on the URI of one resource',
    level: 'choice',
    run: async (client) => {
      const created = await client.createUser();
      const query = { filter: 'userName eq "somebody else"' };
      const read = expectStatus(await client.send('GET', `/Users/${created.textAt('id')}`, { query }), 200);
      equal(read.at('id'), created.at('id'), 'id');
    },
  },
];
