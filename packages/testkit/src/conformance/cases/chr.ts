import { valueAt } from '../answer.ts';
import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { group, patch, user } from '../messages.ts';
import { chrUnique } from './chr-unique.ts';

/** Attribute characteristics. */
export const chr: readonly ConformanceCase[] = [
  {
    requirements: ['CHR-03', 'CHR-22', 'RES-12'],
    name: 'ignores what the server alone may set in the body of a POST',
    run: async (client) => {
      const groups = [{ value: crypto.randomUUID(), display: 'Admins' }];
      const created = await client.createUser({ groups, meta: { version: 'W/"x"' } });
      equal(created.at('groups'), undefined, 'groups');
      ok(created.at('meta', 'version') !== 'W/"x"', 'Expected meta.version of the server.');
    },
  },
  {
    requirements: ['CHR-04', 'VER-09', 'PUT-11', 'RES-12'],
    name: 'takes back the document it gave out, and changes nothing',
    run: async (client) => {
      const member = await client.createUser({
        name: { givenName: 'A', familyName: 'B' },
        emails: [{ value: 'a@example.com', type: 'work', primary: true }],
      });
      const id = member.textAt('id');
      const created = await client.createGroup({ members: [{ value: id }] });
      for (const path of [`/Users/${id}`, `/Groups/${created.textAt('id')}`]) {
        const read = await client.send('GET', path);
        expectStatus(await client.send('PUT', path, { body: read.body }), 200);
        equal((await client.send('GET', path)).body, read.body, `${path} after PUT of what GET gave`);
      }
    },
  },
  {
    requirements: ['CHR-05', 'RES-12', 'PAT-27'],
    name: 'refuses a PATCH whose path is an attribute that the server alone may set',
    needs: ['patch'],
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      for (const operation of [
        { op: 'replace', path: 'id', value: 'x' },
        { op: 'add', path: 'groups', value: [{ value: 'x' }] },
        { op: 'remove', path: 'meta' },
        { op: 'replace', path: 'meta.created', value: '1970-01-01T00:00:00Z' },
      ]) {
        const answer = await client.send('PATCH', path, { body: patch(operation) });
        expectError(answer, 400, 'mutability');
      }
      equal((await client.send('GET', path)).body, created.body, 'the user afterwards');
    },
  },
  {
    requirements: ['CHR-11', 'PAT-11'],
    name: 'adds and removes members as wholes and refuses to change the id of one',
    level: 'choice',
    needs: ['patch'],
    run: async (client) => {
      const [one, other] = [
        (await client.createUser()).textAt('id'),
        (await client.createUser()).textAt('id'),
      ];
      const path = `/Groups/${(await client.createGroup({ members: [{ value: one }] })).textAt('id')}`;
      const replace = { op: 'replace', path: `members[value eq "${one}"].value`, value: other };
      expectError(await client.send('PATCH', path, { body: patch(replace) }), 400, 'mutability');
      const body = patch(
        { op: 'add', path: 'members', value: [{ value: other }] },
        { op: 'remove', path: `members[value eq "${one}"]` },
      );
      expectStatus(await client.send('PATCH', path, { body }), 200, 204);
      const read = await client.send('GET', path);
      equal(
        read.listAt('members').map((_, index) => read.at('members', index, 'value')),
        [other],
        'members',
      );
    },
  },
  {
    requirements: ['CHR-12', 'CHR-13', 'RES-03', 'SEC-07'],
    name: 'takes a password in every write and shows it in no answer, not even when it is asked for',
    run: async (client) => {
      const password = `Pw-${client.unique('x')}!`;
      const query = { attributes: 'userName,password' };
      const body = { ...user(client.unique('user'), { password }) };
      const created = expectStatus(await client.send('POST', '/Users', { body, query }), 201);
      equal(created.at('userName'), valueAt(body, 'userName'), 'userName, which was asked for');
      const path = `/Users/${created.textAt('id')}`;
      const change = patch({ op: 'replace', path: 'password', value: password });
      const answers = [
        created,
        await client.send('GET', path, { query }),
        await client.send('GET', path),
        await client.send('PUT', path, { body, query }),
        await client.send('PATCH', path, { body: change, query }),
        await client.send('GET', '/Users', { query: { ...query, count: 5 } }),
        await client.send('POST', '/Users', { body }),
      ];
      for (const answer of answers) {
        const what = `${answer.method} ${answer.path}`;
        equal(answer.at('password'), undefined, `${what}: password`);
        ok(!answer.text.includes(password), `${what}: expected no password anywhere, got one.`);
      }
    },
  },
  {
    requirements: ['CHR-14', 'PRJ-04'],
    name: 'shows id and schemas whatever the request leaves out',
    run: async (client) => {
      const created = await client.createUser();
      for (const query of [
        { attributes: 'userName' },
        { excludedAttributes: 'id,schemas,userName' },
        { attributes: 'nothingOfTheKind' },
      ]) {
        const read = await client.send('GET', `/Users/${created.textAt('id')}`, { query });
        equal(read.at('id'), created.at('id'), `id with ${JSON.stringify(query)}`);
        equal(read.at('schemas'), created.at('schemas'), `schemas with ${JSON.stringify(query)}`);
      }
    },
  },
  {
    requirements: ['CHR-15', 'GET-04', 'PRJ-02'],
    name: 'shows by default what is returned by default, and once attributes is given only what it names',
    run: async (client) => {
      const created = await client.createUser({ title: 'T', nickName: 'N' });
      const path = `/Users/${created.textAt('id')}`;
      const read = await client.send('GET', path);
      equal([read.at('title'), read.at('nickName')], ['T', 'N'], 'title and nickName');
      const named = await client.send('GET', path, { query: { attributes: 'title' } });
      equal(
        named.body,
        { schemas: created.at('schemas'), id: created.at('id'), title: 'T' },
        'the user with attributes=title',
      );
    },
  },
  {
    requirements: ['CHR-18', 'CHR-20', 'RES-01', 'RES-15'],
    name: 'refuses to create a resource without a required attribute: absent, null or empty',
    run: async (client) => {
      for (const userName of [undefined, null, '', []]) {
        const answer = await client.send('POST', '/Users', { body: { ...user(''), userName } });
        expectError(answer, 400, 'invalidValue');
      }
      for (const displayName of [undefined, null]) {
        const answer = await client.send('POST', '/Groups', { body: { ...group(''), displayName } });
        expectError(answer, 400, 'invalidValue');
      }
    },
  },
  {
    requirements: ['CHR-19', 'PUT-06'],
    name: 'refuses a PUT without a required attribute and keeps what was there',
    run: async (client) => {
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      for (const userName of [undefined, null]) {
        const answer = await client.send('PUT', path, { body: { ...user(''), userName } });
        expectError(answer, 400, 'invalidValue');
      }
      equal((await client.send('GET', path)).body, created.body, 'the user afterwards');
    },
  },
  ...chrUnique,
  {
    requirements: ['CHR-31', 'RES-18'],
    name: 'ignores the display of a member in a value and refuses it as a path',
    level: 'choice',
    needs: ['patch'],
    run: async (client) => {
      const member = await client.createUser({ displayName: 'Real Name' });
      const value = member.textAt('id');
      const path = `/Groups/${(await client.createGroup()).textAt('id')}`;
      const body = patch({ op: 'add', path: 'members', value: [{ value, display: 'Made up' }] });
      expectStatus(await client.send('PATCH', path, { body }), 200, 204);
      const read = await client.send('GET', path);
      ok(
        read.at('members', 0, 'display') !== 'Made up',
        'Expected the display of the server, got the one sent.',
      );
      const direct = { op: 'replace', path: `members[value eq "${value}"].display`, value: 'X' };
      expectError(await client.send('PATCH', path, { body: patch(direct) }), 400, 'mutability');
    },
  },
];
