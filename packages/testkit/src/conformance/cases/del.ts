import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { patch, quoted, user } from '../messages.ts';

/** Delete. */
export const del: readonly ConformanceCase[] = [
  {
    requirements: ['DEL-01'],
    name: 'answers 204 without a body',
    run: async (client) => {
      for (const path of [
        `/Users/${(await client.createUser()).textAt('id')}`,
        `/Groups/${(await client.createGroup()).textAt('id')}`,
      ]) {
        const removed = expectStatus(await client.send('DELETE', path), 204);
        equal([removed.text, removed.headers.get('content-type')], ['', null], 'body and Content-Type');
        expectError(await client.send('GET', path), 404);
      }
    },
  },
  {
    requirements: ['DEL-02'],
    name: 'answers 404 to everything about a resource that is gone',
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      expectStatus(await client.send('DELETE', path), 204);
      expectError(await client.send('GET', path), 404);
      expectError(await client.send('PUT', path, { body: user(created.textAt('userName')) }), 404);
      const body = patch({ op: 'replace', path: 'title', value: 'T' });
      expectError(await client.send('PATCH', path, { body }), 404);
      expectError(await client.send('DELETE', path), 404);
    },
  },
  {
    requirements: ['DEL-03'],
    name: 'leaves it out of lists, searches and groups',
    needs: ['filter'],
    run: async (client) => {
      const [gone, stays] = [await client.createUser(), await client.createUser()];
      const made = await client.createGroup({
        members: [{ value: gone.at('id') }, { value: stays.at('id') }],
      });
      expectStatus(await client.send('DELETE', `/Users/${gone.textAt('id')}`), 204);
      for (const filter of [
        `id eq ${quoted(gone.textAt('id'))}`,
        `userName eq ${quoted(gone.textAt('userName'))}`,
      ]) {
        for (const path of ['/Users', '/']) {
          equal(
            (await client.send('GET', path, { query: { filter } })).at('totalResults'),
            0,
            `${path}: ${filter}`,
          );
        }
      }
      const read = await client.send('GET', `/Groups/${made.textAt('id')}`);
      equal(read.listAt('members').length, 1, 'number of members');
      equal(read.at('members', 0, 'value'), stays.at('id'), 'the member that is left');
      const query = { filter: `members.value eq ${quoted(gone.textAt('id'))}` };
      equal((await client.send('GET', '/Groups', { query })).at('totalResults'), 0, 'groups with it');
      await client.send('DELETE', `/Groups/${made.textAt('id')}`);
      equal(
        (await client.send('GET', `/Users/${stays.textAt('id')}`)).at('groups'),
        undefined,
        'groups of a member',
      );
    },
  },
  {
    requirements: ['DEL-04'],
    name: 'frees its userName, and never gives its id again',
    level: 'should',
    run: async (client) => {
      const userName = client.unique('again');
      const first = await client.createUser({ userName, externalId: userName });
      await client.send('DELETE', `/Users/${first.textAt('id')}`);
      const second = await client.createUser({ userName, externalId: userName });
      ok(second.at('id') !== first.at('id'), 'Expected a new id for the new resource.');
      expectError(await client.send('GET', `/Users/${first.textAt('id')}`), 404);
    },
  },
  {
    requirements: ['DEL-06'],
    name: 'honours If-Match',
    needs: ['etag'],
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      expectError(await client.send('DELETE', path, { headers: { 'if-match': 'W/"other"' } }), 412);
      expectStatus(await client.send('GET', path), 200);
      const headers = { 'if-match': created.headers.get('etag') ?? '' };
      expectStatus(await client.send('DELETE', path, { headers }), 204);
    },
  },
];
