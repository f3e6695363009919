import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { finds } from '../finds.ts';
import { patch, user } from '../messages.ts';

/** Common attributes. */
export const com: readonly ConformanceCase[] = [
  {
    requirements: ['COM-01', 'CHR-03', 'CRE-05'],
    name: 'gives out the id itself and ignores the one that a client sends',
    run: async (client) => {
      const id = client.unique('mine');
      const created = await client.createUser({ id });
      ok(created.textAt('id') !== '', 'Expected a non-empty id, got none.');
      ok(created.textAt('id') !== id, 'Expected an id of the server, got the one that was sent.');
      expectError(await client.send('GET', `/Users/${id}`), 404);
    },
  },
  {
    requirements: ['COM-02'],
    name: 'never gives an id out again, nor to resources of two types',
    run: async (client) => {
      const first = await client.createUser();
      const path = `/Users/${first.textAt('id')}`;
      expectStatus(await client.send('DELETE', path), 204);
      const again = await client.createUser({ userName: first.textAt('userName') });
      ok(again.textAt('id') !== first.textAt('id'), 'Expected a new id for a new user, got the old one.');
      expectError(await client.send('GET', path), 404);
      const group = await client.createGroup();
      expectError(await client.send('GET', `/Users/${group.textAt('id')}`), 404);
      expectError(await client.send('GET', `/Groups/${again.textAt('id')}`), 404);
    },
  },
  {
    requirements: ['COM-03'],
    name: 'gives out ids without the reserved word bulkId',
    run: async (client) => {
      const id = (await client.createUser({ id: 'bulkId:1' })).textAt('id');
      ok(!id.includes('bulkId'), `Expected an id without bulkId, got ${id}.`);
    },
  },
  {
    requirements: ['COM-04', 'GET-02'],
    name: 'compares ids with their letter case',
    needs: ['filter'],
    run: async (client) => {
      const id = (await client.createUser()).textAt('id');
      const other = id === id.toUpperCase() ? id.toLowerCase() : id.toUpperCase();
      // An id of digits alone has no letter case.
      if (other === id) return;
      expectError(await client.send('GET', `/Users/${other}`), 404);
      ok(!(await finds(client, '/Users', id, `id eq "${other}"`)), `Expected ${other} not to be ${id}.`);
      ok(await finds(client, '/Users', id, `id eq "${id}"`), 'Expected the id to be found, it was not.');
    },
  },
  {
    requirements: ['COM-05'],
    name: 'never sets an externalId by itself',
    run: async (client) => {
      equal((await client.createUser()).at('externalId'), undefined, 'externalId');
    },
  },
  {
    requirements: ['COM-07', 'CHR-02', 'FLT-14'],
    name: 'keeps an externalId as it is, compares it with letter case, and lets two resources have one',
    needs: ['filter'],
    run: async (client) => {
      const externalId = `${client.unique('eX')}-Q`;
      const first = await client.createUser({ externalId });
      const second = await client.createUser({ externalId });
      for (const one of [first, second]) {
        equal(one.at('externalId'), externalId, 'externalId');
        const id = one.textAt('id');
        ok(
          await finds(client, '/Users', id, `externalId eq "${externalId}"`),
          'Expected the externalId to be found.',
        );
        const lower = externalId.toLowerCase();
        ok(
          !(await finds(client, '/Users', id, `externalId eq "${lower}"`)),
          `Expected ${lower} to be another externalId.`,
        );
      }
    },
  },
  {
    requirements: ['COM-08', 'CHR-04'],
    name: 'ignores meta from clients, on POST and on PUT',
    run: async (client) => {
      const meta = {
        resourceType: 'Group',
        created: '1970-01-01T00:00:00Z',
        location: 'https://example.com/',
        version: 'W/"x"',
      };
      const created = await client.createUser({ meta });
      for (const [name, value] of Object.entries(meta)) {
        ok(created.at('meta', name) !== value, `Expected meta.${name} of the server, got ${value}.`);
      }
      const path = `/Users/${created.textAt('id')}`;
      const body = user(created.textAt('userName'), { meta, title: 'T' });
      const replaced = expectStatus(await client.send('PUT', path, { body }), 200);
      for (const name of ['resourceType', 'created', 'location']) {
        equal(replaced.at('meta', name), created.at('meta', name), `meta.${name} after PUT`);
      }
    },
  },
  {
    requirements: ['COM-09', 'COM-13', 'CRE-08'],
    name: 'fills meta: the type of the endpoint, both times and the location',
    run: async (client) => {
      for (const [created, type] of [
        [await client.createUser({ meta: { resourceType: 'Group' } }), 'User'],
        [await client.createGroup(), 'Group'],
      ] as const) {
        equal(created.at('meta', 'resourceType'), type, 'meta.resourceType');
        for (const name of ['created', 'lastModified', 'location']) {
          ok(created.textAt('meta', name) !== '', `Expected meta.${name}, got none.`);
        }
      }
    },
  },
  {
    requirements: ['COM-10'],
    name: 'sets lastModified to created until the first change, and moves only lastModified then',
    needs: ['patch'],
    run: async (client) => {
      const created = await client.createUser();
      const at = created.textAt('meta', 'created');
      equal(created.at('meta', 'lastModified'), at, 'meta.lastModified after POST');
      const path = `/Users/${created.textAt('id')}`;
      await new Promise((resolve) => setTimeout(resolve, 20));
      await client.send('PATCH', path, { body: patch({ op: 'add', path: 'title', value: 'T' }) });
      const changed = await client.send('GET', path);
      equal(changed.at('meta', 'created'), at, 'meta.created after a change');
      ok(
        Date.parse(changed.textAt('meta', 'lastModified')) >= Date.parse(at),
        `Expected lastModified not before ${at}, got ${changed.textAt('meta', 'lastModified')}.`,
      );
    },
  },
  {
    requirements: ['COM-11', 'CRE-03', 'GET-05'],
    name: 'shows one absolute URI in meta.location, Location and Content-Location',
    run: async (client) => {
      const created = await client.createUser();
      const location = `${client.baseUrl}/Users/${created.textAt('id')}`;
      equal(created.at('meta', 'location'), location, 'meta.location');
      equal(created.headers.get('location'), location, 'Location after POST');
      const read = await client.send('GET', `/Users/${created.textAt('id')}?attributes=meta.location`);
      equal(read.at('meta', 'location'), location, 'meta.location on GET');
      const content = read.headers.get('content-location');
      ok(
        content === null || content === location,
        `Expected Content-Location ${location} or none, got ${content}.`,
      );
    },
  },
  {
    requirements: ['COM-12', 'VER-02', 'VER-03', 'VER-04', 'CRE-09'],
    name: 'shows the entity tag as meta.version, weak with a capital W',
    needs: ['etag'],
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      const body = user(created.textAt('userName'), { title: 'T' });
      for (const answer of [
        created,
        await client.send('GET', path),
        await client.send('PUT', path, { body }),
        await client.send('PATCH', path, {
          body: patch({ op: 'add', path: 'title', value: 'U' }),
          query: { attributes: 'meta' },
        }),
      ]) {
        const tag = answer.headers.get('etag') ?? '';
        ok(/^(W\/)?"[^"]+"$/.test(tag), `${answer.method}: expected an entity tag, got ${tag || 'none'}.`);
        equal(answer.at('meta', 'version'), tag, `meta.version in the answer to ${answer.method}`);
      }
    },
  },
  {
    requirements: ['COM-14', 'FLT-24'],
    name: 'filters, sorts and projects by the common attributes',
    needs: ['filter', 'sort'],
    run: async (client) => {
      const externalId = client.unique('external');
      const first = await client.createUser({ externalId });
      const second = await client.createUser({ externalId });
      const answer = await client.send('GET', '/Users', {
        query: {
          filter: `externalId eq "${externalId}" and meta.resourceType eq "User" and meta.created pr`,
          sortBy: 'id',
          sortOrder: 'descending',
          attributes: 'meta.location',
        },
      });
      const expected = [first, second]
        .map((one) => ({ id: one.textAt('id'), location: one.textAt('meta', 'location') }))
        .toSorted((one, other) => (one.id < other.id ? 1 : -1))
        .map(({ id, location }) => ({ schemas: first.at('schemas'), id, meta: { location } }));
      equal(answer.at('Resources'), expected, 'Resources');
      for (const sortBy of ['meta.created', 'meta.lastModified', 'externalId']) {
        expectStatus(await client.send('GET', '/Users', { query: { sortBy, count: 1 } }), 200);
      }
    },
  },
  {
    requirements: ['COM-16', 'CHR-15'],
    name: 'leaves meta out once attributes names others, and shows it when it is named',
    level: 'choice',
    run: async (client) => {
      const path = `/Users/${(await client.createUser()).textAt('id')}`;
      const without = await client.send('GET', path, { query: { attributes: 'userName' } });
      equal(without.at('meta'), undefined, 'meta with attributes=userName');
      const named = await client.send('GET', path, { query: { attributes: 'meta' } });
      ok(named.textAt('meta', 'location') !== '', 'Expected meta with attributes=meta, got none.');
    },
  },
];
