import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { enterpriseSchema, group, user, userSchema } from '../messages.ts';

const unknown = '0199c0de-0000-7000-8000-000000000000';

/** Replace. */
export const put: readonly ConformanceCase[] = [
  {
    requirements: ['PUT-01', 'PUT-02', 'PUT-07'],
    name: 'replaces values as a whole and answers with the resource',
    run: async (client) => {
      const created = await client.createUser({
        title: 'old',
        name: { givenName: 'G', familyName: 'F' },
        emails: [{ value: 'a@x.example', type: 'work' }, { value: 'b@x.example' }],
      });
      const path = `/Users/${created.textAt('id')}`;
      const body = user(created.textAt('userName'), {
        title: 'new',
        name: { familyName: 'H' },
        emails: [{ value: 'c@x.example' }],
      });
      const replaced = expectStatus(await client.send('PUT', path, { body }), 200);
      equal(replaced.at('title'), 'new', 'title');
      equal(replaced.at('name'), { familyName: 'H' }, 'name');
      equal(replaced.at('emails'), [{ value: 'c@x.example' }], 'emails');
      equal(
        [replaced.at('id'), replaced.at('meta', 'created')],
        [created.at('id'), created.at('meta', 'created')],
        'id and created',
      );
      equal((await client.send('GET', path)).body, replaced.body, 'the resource as read afterwards');
      const shaped = await client.send('PUT', `${path}?attributes=title`, { body });
      equal(
        Object.keys(Object(shaped.body)).toSorted(),
        ['id', 'schemas', 'title'],
        'names with attributes=title',
      );
    },
  },
  {
    requirements: ['PUT-03'],
    name: 'clears what is left out',
    level: 'choice',
    run: async (client) => {
      const created = await client.createUser({
        title: 'T',
        emails: [{ value: 'a@x.example' }],
        externalId: 'e',
        active: true,
      });
      const path = `/Users/${created.textAt('id')}`;
      expectStatus(await client.send('PUT', path, { body: user(created.textAt('userName')) }), 200);
      const read = await client.send('GET', path);
      for (const name of ['title', 'emails', 'externalId']) equal(read.at(name), undefined, name);
    },
  },
  {
    requirements: ['PUT-05'],
    name: 'takes back what GET gave, changing nothing',
    run: async (client) => {
      const created = await client.createUser({
        title: 'T',
        emails: [{ value: 'a@x.example', primary: true }],
      });
      await client.createGroup({ members: [{ value: created.textAt('id') }] });
      const path = `/Users/${created.textAt('id')}`;
      const before = await client.send('GET', path);
      expectStatus(await client.send('PUT', path, { body: before.body }), 200);
      equal((await client.send('GET', path)).body, before.body, 'the resource afterwards');
      const forged = { ...Object(before.body), meta: { created: '1970-01-01T00:00:00Z' }, groups: [] };
      expectStatus(await client.send('PUT', path, { body: forged }), 200);
      equal(
        (await client.send('GET', path)).body,
        before.body,
        'the resource after a PUT with other readOnly values',
      );
    },
  },
  {
    requirements: ['PUT-06'],
    name: 'asks for required attributes',
    run: async (client) => {
      const created = await client.createUser({ title: 'T' });
      const path = `/Users/${created.textAt('id')}`;
      for (const body of [{ schemas: [userSchema] }, user(created.textAt('userName'), { userName: null })]) {
        expectError(await client.send('PUT', path, { body }), 400, 'invalidValue');
      }
      const read = await client.send('GET', path);
      equal([read.at('userName'), read.at('title')], [created.at('userName'), 'T'], 'what is stored');
    },
  },
  {
    requirements: ['PUT-08'],
    name: 'ignores an id in the body that differs from the one in the URL',
    level: 'choice',
    run: async (client) => {
      const [created, other] = [await client.createUser(), await client.createUser()];
      const body = user(created.textAt('userName'), { id: other.at('id'), title: 'T' });
      const replaced = expectStatus(
        await client.send('PUT', `/Users/${created.textAt('id')}`, { body }),
        200,
      );
      equal([replaced.at('id'), replaced.at('title')], [created.at('id'), 'T'], 'id and title');
      equal(
        (await client.send('GET', `/Users/${other.textAt('id')}`)).body,
        other.body,
        'the other resource',
      );
    },
  },
  {
    requirements: ['PUT-09'],
    name: 'answers 404 for an id that nobody has',
    run: async (client) => {
      expectError(await client.send('PUT', `/Users/${unknown}`, { body: user(client.unique('put')) }), 404);
      const made = await client.createGroup();
      const body = user(client.unique('put'));
      expectError(await client.send('PUT', `/Users/${made.textAt('id')}`, { body }), 404);
    },
  },
  {
    requirements: ['PUT-10'],
    name: 'removes an extension that is left out, and its URN',
    level: 'choice',
    run: async (client) => {
      const created = await client.createUser({
        schemas: [userSchema, enterpriseSchema],
        [enterpriseSchema]: { department: 'D' },
      });
      const path = `/Users/${created.textAt('id')}`;
      equal(created.at(enterpriseSchema, 'department'), 'D', 'department at first');
      await client.send('PUT', path, { body: user(created.textAt('userName')) });
      const read = await client.send('GET', path);
      equal(
        [read.at(enterpriseSchema), read.at('schemas')],
        [undefined, [userSchema]],
        'extension and schemas',
      );
    },
  },
  {
    requirements: ['PUT-11'],
    name: 'keeps lastModified and version when nothing changes',
    level: 'choice',
    run: async (client) => {
      const created = await client.createUser({
        title: 'T',
        emails: [{ value: 'a@x.example', type: 'work' }],
      });
      const path = `/Users/${created.textAt('id')}`;
      await new Promise((resolve) => setTimeout(resolve, 5));
      const body = {
        emails: [{ type: 'work', value: 'a@x.example' }],
        title: 'T',
        userName: created.at('userName'),
        schemas: [userSchema],
      };
      const same = expectStatus(await client.send('PUT', path, { body }), 200);
      equal(same.at('meta'), created.at('meta'), 'meta after a PUT of the same');
      const other = await client.send('PUT', path, { body: { ...body, title: 'U' } });
      ok(
        other.at('meta', 'lastModified') !== created.at('meta', 'lastModified'),
        'Expected a later lastModified.',
      );
    },
  },
  {
    requirements: ['PUT-12'],
    name: 'empties a group whose members are left out',
    level: 'choice',
    run: async (client) => {
      const member = await client.createUser();
      const made = await client.createGroup({ members: [{ value: member.textAt('id') }] });
      const path = `/Groups/${made.textAt('id')}`;
      equal((await client.send('GET', path)).listAt('members').length, 1, 'number of members at first');
      expectStatus(await client.send('PUT', path, { body: group(made.textAt('displayName')) }), 200);
      equal((await client.send('GET', path)).at('members'), undefined, 'members afterwards');
      equal(
        (await client.send('GET', `/Users/${member.textAt('id')}`)).at('groups'),
        undefined,
        'groups of the member',
      );
    },
  },
  {
    requirements: ['PUT-02'],
    name: 'replaces the members of a group by those that are sent',
    run: async (client) => {
      const ids: string[] = [];
      for (let index = 0; index < 3; index++) ids.push((await client.createUser()).textAt('id'));
      const made = await client.createGroup({ members: ids.slice(0, 2).map((value) => ({ value })) });
      const path = `/Groups/${made.textAt('id')}`;
      const body = group('renamed', { members: ids.slice(1).map((value) => ({ value })) });
      expectStatus(await client.send('PUT', path, { body }), 200);
      const read = await client.send('GET', path);
      const members = read.listAt('members').map((_, index) => read.textAt('members', index, 'value'));
      equal(members.toSorted(), ids.slice(1).toSorted(), 'members afterwards');
      equal(read.at('displayName'), 'renamed', 'displayName');
    },
  },
];
