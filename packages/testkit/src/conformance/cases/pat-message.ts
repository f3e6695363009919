import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { patch, patchSchema, user, userSchema } from '../messages.ts';
import { patchedUser } from '../patched-user.ts';

const title = (value: string) => ({ op: 'replace', path: 'title', value });

/** The PATCH message, the order of its operations and its answer. */
export const patMessage: readonly ConformanceCase[] = [
  {
    requirements: ['PAT-01'],
    name: 'changes a resource by PATCH, and says so in its configuration',
    level: 'should',
    run: async (client) => {
      const config = await client.send('GET', '/ServiceProviderConfig');
      equal(config.at('patch', 'supported'), true, 'patch.supported');
      const one = await patchedUser(client, { nickName: 'N' });
      const read = await one.apply(title('T'));
      equal([read.at('title'), read.at('nickName')], ['T', 'N'], 'title and nickName');
    },
  },
  {
    requirements: ['PAT-02'],
    name: 'takes a message by its schema in any case, and no resource for one',
    run: async (client) => {
      const one = await patchedUser(client);
      const upper = { schemas: [patchSchema.toUpperCase()], Operations: [title('U')] };
      expectStatus(await client.send('PATCH', one.path, { body: upper }), 200, 204);
      equal((await one.read()).at('title'), 'U', 'title');
      for (const body of [{ schemas: [userSchema], title: 'T' }, { title: 'T' }, user('x', { title: 'T' })]) {
        expectError(await client.send('PATCH', one.path, { body }), 400, 'invalidSyntax');
      }
      equal((await one.read()).at('title'), 'U', 'title afterwards');
    },
  },
  {
    requirements: ['PAT-03'],
    name: 'asks for one or more operations in a list, under a name in any case',
    run: async (client) => {
      const one = await patchedUser(client);
      for (const Operations of [undefined, [], {}, title('T'), 'x', null, [null], ['x'], [[]]]) {
        const body = { schemas: [patchSchema], Operations };
        expectError(await client.send('PATCH', one.path, { body }), 400, 'invalidSyntax');
      }
      for (const name of ['operations', 'OPERATIONS']) {
        const body = { schemas: [patchSchema], [name]: [title(name)] };
        expectStatus(await client.send('PATCH', one.path, { body }), 200, 204);
        equal((await one.read()).at('title'), name, `title by ${name}`);
      }
    },
  },
  {
    requirements: ['PAT-04'],
    name: 'knows add, remove and replace in any case, and nothing else',
    run: async (client) => {
      const one = await patchedUser(client, { nickName: 'N' });
      for (const op of ['move', 'copy', 'test', 'delete', '', 'add ', null, 5, undefined]) {
        await one.refused('invalidSyntax', { op, path: 'title', value: 'T' });
      }
      equal((await one.apply({ op: 'Add', path: 'title', value: 'A' })).at('title'), 'A', 'title by Add');
      equal(
        (await one.apply({ op: 'REPLACE', path: 'title', value: 'R' })).at('title'),
        'R',
        'title by REPLACE',
      );
      equal((await one.apply({ op: 'Remove', path: 'title' })).at('title'), undefined, 'title by Remove');
    },
  },
  {
    requirements: ['PAT-05'],
    name: 'carries out operations in order, each on what the one before it left',
    run: async (client) => {
      const one = await patchedUser(client, {
        title: 'old',
        emails: [{ value: 'a@x.example', type: 'work' }],
      });
      const read = await one.apply(
        { op: 'remove', path: 'title' },
        { op: 'add', path: 'title', value: 'mid' },
        title('new'),
        { op: 'add', path: 'emails', value: [{ value: 'b@x.example', type: 'home' }] },
        { op: 'replace', path: 'emails[type eq "home"].value', value: 'c@x.example' },
        { op: 'remove', path: 'emails[value eq "a@x.example"]' },
        { op: 'add', path: 'nickName', value: 'N' },
        { op: 'remove', path: 'nickName' },
      );
      equal([read.at('title'), read.at('nickName')], ['new', undefined], 'title and nickName');
      equal(read.at('emails'), [{ value: 'c@x.example', type: 'home' }], 'emails');
    },
  },
  {
    requirements: ['PAT-06'],
    name: 'carries out all operations or none',
    run: async (client) => {
      const one = await patchedUser(client, { title: 'old', emails: [{ value: 'a@x.example' }] });
      const first = [
        title('new'),
        { op: 'remove', path: 'emails' },
        { op: 'add', path: 'nickName', value: 'N' },
      ];
      await one.refused('invalidPath', ...first, { op: 'add', path: 'noSuchThing', value: 1 });
      await one.refused('mutability', ...first, { op: 'replace', path: 'id', value: 'x' });
      await one.refused('noTarget', ...first, { op: 'remove' });
      await one.refused('invalidValue', ...first, { op: 'replace', path: 'name', value: 'x' });
      equal((await one.read()).body, one.created.body, 'the resource afterwards, its version included');
    },
  },
  {
    requirements: ['PAT-07', 'PAT-08'],
    name: 'answers with the whole resource or 204, and with a resource when attributes are named',
    run: async (client) => {
      const one = await patchedUser(client, { nickName: 'N' });
      const answer = await client.send('PATCH', one.path, { body: patch(title('T')) });
      expectStatus(answer, 200, 204);
      if (answer.status === 200) equal(answer.body, (await one.read()).body, 'the answer');
      else equal(answer.text, '', 'the body of a 204');
      const named = await client.send('PATCH', `${one.path}?attributes=title`, { body: patch(title('U')) });
      equal(expectStatus(named, 200).at('title'), 'U', 'title with attributes=title');
      equal(named.at('nickName'), undefined, 'nickName with attributes=title');
      const rest = await client.send('PATCH', `${one.path}?excludedAttributes=title`, {
        body: patch(title('V')),
      });
      if (rest.status === 200) equal([rest.at('title'), rest.at('nickName')], [undefined, 'N'], 'the rest');
    },
  },
  {
    requirements: ['PAT-13'],
    name: 'heeds a change of schemas by an earlier operation',
    run: async (client) => {
      const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
      const one = await patchedUser(client);
      const read = await one.apply(
        { op: 'add', path: 'schemas', value: [enterprise] },
        { op: 'add', path: `${enterprise}:department`, value: 'D' },
        { op: 'replace', path: `${enterprise}:department`, value: 'E' },
      );
      equal(read.at(enterprise), { department: 'E' }, 'the extension');
      equal(read.listAt('schemas').toSorted(), [userSchema, enterprise].toSorted(), 'schemas');
    },
  },
  {
    requirements: ['PAT-14'],
    name: 'changes neither lastModified nor the version when nothing changes',
    level: 'should',
    run: async (client) => {
      const one = await patchedUser(client, { title: 'T', emails: [{ value: 'a@x.example', type: 'work' }] });
      await new Promise((resolve) => setTimeout(resolve, 5));
      const read = await one.apply(
        { op: 'add', path: 'emails', value: [{ value: 'a@x.example', type: 'work' }] },
        title('T'),
        { op: 'remove', path: 'nickName' },
        { op: 'add', value: { title: 'T' } },
      );
      equal(read.body, one.created.body, 'the resource');
      const there = await one.apply(title('U'), title('T'));
      equal(there.at('meta'), one.created.at('meta'), 'meta after a change there and back');
      ok(
        (await one.apply(title('V'))).at('meta', 'lastModified') !== one.created.at('meta', 'lastModified'),
        'Expected a later lastModified after a change.',
      );
    },
  },
  {
    requirements: ['PAT-26'],
    name: 'answers 404 for an unknown id and 412 for another version',
    needs: ['etag'],
    run: async (client) => {
      const unknown = '/Users/0199c0de-0000-7000-8000-000000000000';
      expectError(await client.send('PATCH', unknown, { body: patch(title('T')) }), 404);
      const one = await patchedUser(client);
      const stale = { headers: { 'if-match': 'W/"other"' }, body: patch(title('T')) };
      expectError(await client.send('PATCH', one.path, stale), 412);
      equal((await one.read()).body, one.created.body, 'the resource after the 412');
      const current = {
        headers: { 'if-match': one.created.headers.get('etag') ?? '' },
        body: patch(title('T')),
      };
      expectStatus(await client.send('PATCH', one.path, current), 200, 204);
    },
  },
  {
    requirements: ['PAT-21'],
    name: 'refuses a value that somebody else has with uniqueness',
    run: async (client) => {
      const taken = await client.createUser();
      const one = await patchedUser(client, { title: 'T' });
      for (const operation of [
        { op: 'replace', path: 'userName', value: taken.textAt('userName').toUpperCase() },
        { op: 'replace', value: { userName: taken.at('userName'), title: 'U' } },
      ]) {
        const answer = await client.send('PATCH', one.path, { body: patch(operation) });
        expectError(answer, expectStatus(answer, 409, 400).status, 'uniqueness');
      }
      equal((await one.read()).body, one.created.body, 'the resource afterwards');
    },
  },
  {
    requirements: ['PAT-28'],
    name: 'leaves the resource in place when all that can be removed is removed',
    level: 'choice',
    run: async (client) => {
      const one = await patchedUser(client, {
        title: 'T',
        active: true,
        name: { givenName: 'G' },
        externalId: 'e',
      });
      const remove = ['title', 'active', 'name', 'externalId'].map((path) => ({ op: 'remove', path }));
      const read = await one.apply(...remove);
      equal(
        Object.keys(Object(read.body)).toSorted(),
        ['id', 'meta', 'schemas', 'userName'],
        'names that are left',
      );
    },
  },
];
