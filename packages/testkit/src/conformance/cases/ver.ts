import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { patch, user } from '../messages.ts';
import { patchedUser } from '../patched-user.ts';

/** Versioning and conditional requests. All of it needs entity tags. */
const cases: readonly ConformanceCase[] = [
  {
    requirements: ['VER-01', 'VER-02', 'VER-03', 'VER-04'],
    name: 'sends the same tag in ETag and meta.version with every answer that has a resource',
    run: async (client) => {
      const config = await client.send('GET', '/ServiceProviderConfig');
      equal(config.at('etag', 'supported'), true, 'etag.supported');
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      const body = user(created.textAt('userName'), { title: 'T' });
      const change = patch({ op: 'replace', path: 'title', value: 'U' });
      const answers = [
        created,
        await client.send('GET', path),
        await client.send('PUT', path, { body }),
        await client.send('PATCH', `${path}?attributes=meta`, { body: change }),
      ];
      for (const answer of answers) {
        const tag = answer.headers.get('etag') ?? '';
        ok(/^(W\/)?"[^"]*"$/.test(tag), `${answer.method}: expected an entity tag, got "${tag}".`);
        equal(answer.at('meta', 'version'), tag, `meta.version after ${answer.method}`);
      }
      equal(new Set(answers.map((answer) => answer.headers.get('etag'))).size, 3, 'number of versions');
    },
  },
  {
    requirements: ['VER-02'],
    name: 'sends the new tag with the answer to a PATCH of a group, with or without the group',
    run: async (client) => {
      const made = await client.createGroup();
      const path = `/Groups/${made.textAt('id')}`;
      const body = patch({ op: 'replace', path: 'displayName', value: client.unique('renamed') });
      const answer = expectStatus(await client.send('PATCH', path, { body }), 200, 204);
      const read = await client.send('GET', path);
      equal(answer.headers.get('etag'), read.headers.get('etag'), 'ETag');
      ok(answer.headers.get('etag') !== made.headers.get('etag'), 'Expected another ETag than before.');
    },
  },
  {
    requirements: ['VER-05', 'VER-06'],
    name: 'carries out a write whose If-Match names the current tag, weak ones too, and no other',
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      const body = (title: string) => user(created.textAt('userName'), { title });
      const first = created.headers.get('etag') ?? '';
      const replaced = await client.send('PUT', path, { body: body('A'), headers: { 'if-match': first } });
      expectStatus(replaced, 200);
      const tag = replaced.headers.get('etag') ?? '';
      const change = patch({ op: 'replace', path: 'title', value: 'wrong' });
      for (const stale of [first, 'W/"nothing"', '"nothing"']) {
        expectError(
          await client.send('PUT', path, { body: body('wrong'), headers: { 'if-match': stale } }),
          412,
        );
        expectError(await client.send('PATCH', path, { body: change, headers: { 'if-match': stale } }), 412);
        expectError(await client.send('DELETE', path, { headers: { 'if-match': stale } }), 412);
      }
      equal((await client.send('GET', path)).body, replaced.body, 'the resource afterwards');
      const right = patch({ op: 'replace', path: 'title', value: 'B' });
      expectStatus(await client.send('PATCH', path, { body: right, headers: { 'if-match': tag } }), 200, 204);
      equal((await client.send('GET', path)).at('title'), 'B', 'title');
    },
  },
  {
    requirements: ['VER-07'],
    name: 'answers 304 without a body to a GET whose If-None-Match names the current tag',
    run: async (client) => {
      const one = await patchedUser(client, { title: 'T' });
      const headers = { 'if-none-match': one.created.headers.get('etag') ?? '' };
      for (const query of ['', '?attributes=title', '?excludedAttributes=meta']) {
        const answer = expectStatus(await client.send('GET', one.path + query, { headers }), 304);
        equal(
          [answer.text, answer.headers.get('etag')],
          ['', headers['if-none-match']],
          `body and ETag of ${query}`,
        );
      }
      await one.apply({ op: 'replace', path: 'title', value: 'U' });
      equal(expectStatus(await client.send('GET', one.path, { headers }), 200).at('title'), 'U', 'title');
    },
  },
  {
    requirements: ['VER-08'],
    name: 'understands * and lists of tags',
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      const tag = created.headers.get('etag') ?? '';
      for (const given of ['*', `"a", ${tag}`, `${tag},W/"b"`, `W/"x,y" , ${tag}`]) {
        expectStatus(await client.send('GET', path, { headers: { 'if-none-match': given } }), 304);
        const body = user(created.textAt('userName'));
        expectStatus(await client.send('PUT', path, { body, headers: { 'if-match': given } }), 200);
      }
      expectStatus(await client.send('GET', path, { headers: { 'if-none-match': '"a", W/"b"' } }), 200);
      const body = patch({ op: 'add', path: 'title', value: 'T' });
      expectError(await client.send('PATCH', path, { body, headers: { 'if-match': '"a", W/"b"' } }), 412);
      const unknown = '/Users/0199c0de-0000-7000-8000-000000000000';
      expectError(await client.send('PATCH', unknown, { body, headers: { 'if-match': '*' } }), 404);
    },
  },
  {
    requirements: ['VER-09'],
    name: 'changes the version with every change, and with nothing else',
    run: async (client) => {
      const one = await patchedUser(client, { title: 'T' });
      const version = async () => (await one.read()).at('meta', 'version');
      const first = await version();
      await one.apply({ op: 'replace', path: 'title', value: 'T' });
      await client.send('GET', `${one.path}?attributes=title`);
      await one.refused('invalidPath', { op: 'add', path: 'noSuchThing', value: 1 });
      equal(await version(), first, 'version when nothing has changed');
      const seen = new Set([first]);
      for (const value of ['U', 'V', 'T']) {
        await one.apply({ op: 'replace', path: 'title', value });
        seen.add(await version());
      }
      equal(seen.size, 4, 'number of versions after three changes');
      const member = await client.createUser();
      const made = await client.createGroup();
      const add = patch({ op: 'add', path: 'members', value: [{ value: member.at('id') }] });
      expectStatus(await client.send('PATCH', `/Groups/${made.textAt('id')}`, { body: add }), 200, 204);
      const after = await client.send('GET', `/Groups/${made.textAt('id')}`);
      ok(
        after.at('meta', 'version') !== made.at('meta', 'version'),
        'Expected another version with another member.',
      );
    },
  },
  {
    requirements: ['VER-10'],
    name: 'lets one of several writers with the same tag win',
    level: 'choice',
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      const headers = { 'if-match': created.headers.get('etag') ?? '' };
      const answers = await Promise.all(
        ['a', 'b', 'c', 'd'].map((title) =>
          client.send('PUT', path, { body: user(created.textAt('userName'), { title }), headers }),
        ),
      );
      equal(answers.map(({ status }) => status).toSorted(), [200, 412, 412, 412], 'statuses');
      const winner = answers.find(({ status }) => status === 200);
      equal((await client.send('GET', path)).at('title'), winner?.at('title'), 'title');
    },
  },
];

export const ver: readonly ConformanceCase[] = cases.map((one) => ({
  ...one,
  needs: ['etag', 'patch'] as const,
}));
