import { valueAt } from '../answer.ts';
import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { listSchema } from '../messages.ts';
import { dscSchemas } from './dsc-schemas.ts';

const configSchema = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const typeSchema = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';

/** What the server says about itself. */
export const dsc: readonly ConformanceCase[] = [
  {
    requirements: ['DSC-01', 'DSC-02', 'DSC-04'],
    name: 'describes itself in one object with all that it has to tell',
    run: async (client) => {
      const config = expectStatus(await client.send('GET', '/ServiceProviderConfig'), 200);
      equal(config.at('schemas'), [configSchema], 'schemas');
      equal([config.at('Resources'), config.at('totalResults')], [undefined, undefined], 'parts of a list');
      for (const name of ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag']) {
        ok(typeof config.at(name, 'supported') === 'boolean', `Expected a boolean in ${name}.supported.`);
      }
      for (const [name, part] of [
        ['bulk', 'maxOperations'],
        ['bulk', 'maxPayloadSize'],
        ['filter', 'maxResults'],
      ] as const) {
        ok(Number.isInteger(config.at(name, part)), `Expected an integer in ${name}.${part}.`);
      }
      const schemes = config.listAt('authenticationSchemes');
      ok(schemes.length > 0, 'Expected one or more authenticationSchemes.');
      for (const scheme of schemes) {
        for (const name of ['type', 'name', 'description']) {
          ok(typeof valueAt(scheme, name) === 'string', `Expected ${name} in each authentication scheme.`);
        }
      }
      equal(config.at('meta', 'resourceType'), 'ServiceProviderConfig', 'meta.resourceType');
      equal(config.at('meta', 'location'), `${client.baseUrl}/ServiceProviderConfig`, 'meta.location');
      equal(config.at('id'), undefined, 'id');
    },
  },
  {
    requirements: ['DSC-03'],
    name: 'does what its configuration says',
    run: async (client) => {
      const config = await client.send('GET', '/ServiceProviderConfig');
      const says = (name: string) => config.at(name, 'supported') === true;
      const one = await client.createUser();
      const path = `/Users/${one.textAt('id')}`;
      const patched = await client.send('PATCH', path, {
        body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'add', path: 'title', value: 'T' }],
        },
      });
      equal(patched.status < 300, says('patch'), 'a PATCH succeeds as patch.supported says');
      const filtered = await client.send('GET', '/Users', {
        query: { filter: `userName eq "${one.textAt('userName')}"` },
      });
      equal(
        filtered.status === 200 && filtered.at('totalResults') === 1,
        says('filter'),
        'a filter works as filter.supported says',
      );
      const sorted = await client.send('GET', '/Users?sortBy=userName&sortOrder=descending&count=2');
      const names = sorted
        .listAt('Resources')
        .map((_, index) => sorted.textAt('Resources', index, 'userName').toLowerCase());
      ok(!says('sort') || (names[0] ?? '') >= (names[1] ?? ''), 'Expected an order, as sort.supported says.');
      equal(one.headers.has('etag'), says('etag'), 'an ETag is there as etag.supported says');
      const bulk = await client.send('POST', '/Bulk', { body: '{}' });
      equal(bulk.status === 501, !says('bulk'), 'bulk is a 501 as bulk.supported says');
      const cursor = await client.send('GET', '/Users?cursor&count=1');
      if (config.at('pagination', 'cursor') === true) {
        equal(
          [cursor.status, cursor.at('startIndex')],
          [200, undefined],
          'status and startIndex of a cursor page',
        );
      }
    },
  },
  {
    requirements: ['DSC-08', 'DSC-09', 'DSC-10', 'DSC-16'],
    name: 'lists its resource types, each on an endpoint and with schemas of its own',
    run: async (client) => {
      const list = expectStatus(await client.send('GET', '/ResourceTypes'), 200);
      equal(list.at('schemas'), [listSchema], 'schemas of the list');
      const schemas = await client.send('GET', '/Schemas');
      const known = schemas.listAt('Resources').map((schema) => valueAt(schema, 'id'));
      const types = list.listAt('Resources');
      ok(types.length > 0, 'Expected one or more resource types.');
      for (const name of ['name', 'endpoint', 'id']) {
        equal(
          new Set(types.map((type) => valueAt(type, name))).size,
          types.length,
          `number of different ${name}s`,
        );
      }
      for (const type of types) {
        const name = String(valueAt(type, 'name'));
        equal(valueAt(type, 'schemas'), [typeSchema], `schemas of ${name}`);
        ok(known.includes(valueAt(type, 'schema')), `Expected the schema of ${name} in /Schemas.`);
        for (const extension of asList(valueAt(type, 'schemaExtensions'))) {
          ok(known.includes(valueAt(extension, 'schema')), `Expected the extensions of ${name} in /Schemas.`);
          ok(
            typeof valueAt(extension, 'required') === 'boolean',
            `Expected required in the extensions of ${name}.`,
          );
        }
        equal(valueAt(type, 'meta', 'resourceType'), 'ResourceType', `meta.resourceType of ${name}`);
        equal(
          valueAt(type, 'meta', 'location'),
          `${client.baseUrl}/ResourceTypes/${name}`,
          `meta.location of ${name}`,
        );
        const single = await client.send('GET', `/ResourceTypes/${encodeURIComponent(name)}`);
        equal(expectStatus(single, 200).body, type, `/ResourceTypes/${name}`);
        expectStatus(await client.send('GET', `${valueAt(type, 'endpoint')}?count=0`), 200);
      }
      for (const name of ['NoSuchType', 'user', '__proto__'])
        expectError(await client.send('GET', `/ResourceTypes/${name}`), 404);
    },
  },
  {
    requirements: ['DSC-11', 'DSC-13'],
    name: 'gives the whole list whatever part is asked for',
    run: async (client) => {
      for (const path of ['/Schemas', '/ResourceTypes']) {
        const whole = expectStatus(await client.send('GET', path), 200);
        const number = whole.listAt('Resources').length;
        equal(
          [whole.at('totalResults'), whole.at('itemsPerPage'), whole.at('startIndex')],
          [number, number, 1],
          `numbers of ${path}`,
        );
        for (const query of [
          'count=1',
          'startIndex=2',
          'count=0',
          'attributes=id',
          'excludedAttributes=attributes,schema',
          'sortBy=name&sortOrder=descending',
        ]) {
          equal(
            expectStatus(await client.send('GET', `${path}?${query}`), 200).body,
            whole.body,
            `${path}?${query}`,
          );
        }
      }
    },
  },
  {
    requirements: ['DSC-12'],
    name: 'refuses a filter with 403',
    level: 'should',
    run: async (client) => {
      for (const path of ['/Schemas', '/ResourceTypes', '/ServiceProviderConfig']) {
        expectError(await client.send('GET', path, { query: { filter: 'id pr' } }), 403);
      }
    },
  },
  {
    requirements: ['DSC-15'],
    name: 'lets nobody write',
    run: async (client) => {
      const before = (await client.send('GET', '/Schemas')).text;
      for (const path of ['/Schemas', '/ResourceTypes', '/ServiceProviderConfig', '/ResourceTypes/User']) {
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
          const answer = await client.send(method, path, method === 'DELETE' ? {} : { body: {} });
          expectError(answer, expectStatus(answer, 405, 501).status);
        }
      }
      equal((await client.send('GET', '/Schemas')).text, before, '/Schemas afterwards');
    },
  },
  {
    requirements: ['DSC-20'],
    name: 'says how it pages, when it says so',
    level: 'choice',
    run: async (client) => {
      const config = await client.send('GET', '/ServiceProviderConfig');
      ok(config.listAt('schemas').length > 0, 'Expected the configuration of the service provider.');
      if (config.at('pagination') === undefined) return;
      for (const name of ['cursor', 'index']) {
        ok(typeof config.at('pagination', name) === 'boolean', `Expected a boolean in pagination.${name}.`);
      }
    },
  },
  ...dscSchemas,
];

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
