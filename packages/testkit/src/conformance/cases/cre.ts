import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { user } from '../messages.ts';

/** Create. */
export const cre: readonly ConformanceCase[] = [
  {
    requirements: ['CRE-01', 'CRE-02'],
    name: 'answers 201 with the resource as it can be read afterwards',
    run: async (client) => {
      const userName = client.unique('new');
      const rest = {
        name: { givenName: 'Jo', familyName: 'Do' },
        emails: [{ value: 'jo@x.example', type: 'work' }],
      };
      const created = expectStatus(await client.send('POST', '/Users', { body: user(userName, rest) }), 201);
      equal(created.at('userName'), userName, 'userName');
      equal(created.at('name', 'givenName'), 'Jo', 'name.givenName');
      equal(created.at('emails', 0, 'value'), 'jo@x.example', 'emails[0].value');
      equal(
        (await client.send('GET', `/Users/${created.textAt('id')}`)).body,
        created.body,
        'the resource as read',
      );
    },
  },
  {
    requirements: ['CRE-03'],
    name: 'gives the same absolute URI in Location and meta.location',
    run: async (client) => {
      for (const created of [await client.createUser(), await client.createGroup()]) {
        const location = created.headers.get('location') ?? '';
        ok(/^https?:\/\//.test(location), `Expected an absolute URI in Location, got "${location}".`);
        equal(created.at('meta', 'location'), location, 'meta.location');
        const read = await client.send('GET', location.slice(client.baseUrl.length));
        equal(expectStatus(read, 200).at('id'), created.at('id'), 'id at that location');
      }
    },
  },
  {
    requirements: ['CRE-04'],
    name: 'refuses a taken userName with 409 uniqueness and creates nothing',
    needs: ['filter'],
    run: async (client) => {
      const userName = client.unique('taken');
      await client.createUser({ userName });
      for (const again of [userName, userName.toUpperCase()]) {
        expectError(await client.send('POST', '/Users', { body: user(again) }), 409, 'uniqueness');
      }
      const query = { filter: `userName eq "${userName}"` };
      equal((await client.send('GET', '/Users', { query })).at('totalResults'), 1, 'totalResults');
    },
  },
  {
    requirements: ['CRE-05'],
    name: 'ignores readOnly attributes in the body',
    run: async (client) => {
      const created = await client.createUser({
        id: 'mine',
        groups: [{ value: 'x' }],
        meta: {
          resourceType: 'X',
          created: '1970-01-01T00:00:00Z',
          location: 'https://x.example/',
          version: 'v',
        },
      });
      ok(created.textAt('id') !== 'mine', 'Expected an id of the server, got the one that was sent.');
      equal(created.at('groups'), undefined, 'groups');
      equal(created.at('meta', 'resourceType'), 'User', 'meta.resourceType');
      ok(!created.textAt('meta', 'created').startsWith('1970'), 'Expected a meta.created of the server.');
    },
  },
  {
    requirements: ['CRE-06'],
    name: 'leaves null and [] unassigned, whatever default there is',
    level: 'choice',
    run: async (client) => {
      const created = await client.createUser({ title: null, active: null, emails: [], name: null });
      for (const name of ['title', 'active', 'emails', 'name']) equal(created.at(name), undefined, name);
    },
  },
  {
    requirements: ['CRE-07'],
    name: 'answers with the attributes that are asked for',
    run: async (client) => {
      const send = (query: string, userName: string) =>
        client.send('POST', `/Users?${query}`, { body: user(userName, { title: 'T', nickName: 'N' }) });
      const named = expectStatus(await send('attributes=title', client.unique('a')), 201);
      equal(
        Object.keys(Object(named.body)).toSorted(),
        ['id', 'schemas', 'title'],
        'names with attributes=title',
      );
      const rest = expectStatus(await send('excludedAttributes=title,meta', client.unique('b')), 201);
      equal(
        [rest.at('title'), rest.at('meta'), rest.at('nickName')],
        [undefined, undefined, 'N'],
        'what is left',
      );
      const whole = await client.send('GET', `/Users/${named.textAt('id')}`);
      equal(whole.at('nickName'), 'N', 'nickName, which was stored all the same');
    },
  },
  {
    requirements: ['CRE-08'],
    name: 'takes the type from the endpoint, not from the body',
    run: async (client) => {
      const made = await client.createUser({
        meta: { resourceType: 'Group' },
        displayName: 'D',
      });
      equal(made.at('meta', 'resourceType'), 'User', 'meta.resourceType');
      expectError(await client.send('GET', `/Groups/${made.textAt('id')}`), 404);
      expectStatus(await client.send('GET', `/Users/${made.textAt('id')}`), 200);
    },
  },
  {
    requirements: ['CRE-09'],
    name: 'answers with the entity tag of the new resource',
    needs: ['etag'],
    run: async (client) => {
      const created = await client.createUser();
      const tag = created.headers.get('etag') ?? '';
      ok(/^(W\/)?".+"$/.test(tag), `Expected an entity tag in ETag, got "${tag}".`);
      const read = await client.send('GET', `/Users/${created.textAt('id')}`);
      equal(read.headers.get('etag'), tag, 'ETag of a GET right afterwards');
    },
  },
];
