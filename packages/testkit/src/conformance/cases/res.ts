import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { enterpriseSchema, patch, quoted, user } from '../messages.ts';

/** User, Group and Enterprise User. */
export const res: readonly ConformanceCase[] = [
  {
    requirements: ['RES-02'],
    name: 'keeps name as the client gave it, and makes up no formatted name that could disagree',
    level: 'should',
    needs: ['patch'],
    run: async (client) => {
      const created = await client.createUser({ name: { givenName: 'Ann', familyName: 'Bee' } });
      const formatted = created.at('name', 'formatted');
      ok(
        formatted === undefined || (String(formatted).includes('Ann') && String(formatted).includes('Bee')),
        `Expected name.formatted to fit its parts or to be absent, got ${JSON.stringify(formatted)}.`,
      );
      const path = `/Users/${created.textAt('id')}`;
      await client.send('PATCH', path, {
        body: patch({ op: 'replace', path: 'name.givenName', value: 'Zed' }),
      });
      const after = (await client.send('GET', path)).at('name', 'formatted');
      ok(
        after === undefined || !String(after).includes('Ann'),
        `Expected name.formatted to follow name.givenName, got ${JSON.stringify(after)}.`,
      );
    },
  },
  {
    requirements: ['RES-06', 'FLT-30'],
    name: 'refuses filters on password',
    level: 'choice',
    needs: ['filter'],
    run: async (client) => {
      const password = `Pw-${client.unique('x')}`;
      await client.createUser({ password });
      for (const filter of [`password eq ${quoted(password)}`, 'password pr', 'password sw "P"']) {
        expectError(await client.send('GET', '/Users', { query: { filter } }), 400, 'invalidFilter');
      }
    },
  },
  {
    requirements: ['RES-07', 'RES-08', 'RES-09'],
    name: 'keeps emails, phone numbers, countries, locales and time zones as directories hold them',
    level: 'choice',
    run: async (client) => {
      const rest = {
        emails: [{ value: 'Ann.Bee@Example.COM' }],
        phoneNumbers: [{ value: '(555) 010-1234' }, { value: 'tel:+1-201-555-0123' }],
        addresses: [{ country: 'US', locality: 'Town' }],
        preferredLanguage: 'da, en-gb;q=0.8',
        locale: 'en_US',
        timezone: 'Europe/Berlin',
      };
      const created = await client.createUser(rest);
      for (const name of ['phoneNumbers', 'addresses', 'preferredLanguage', 'locale', 'timezone'] as const) {
        equal(created.at(name), rest[name], name);
      }
      equal(created.textAt('emails', 0, 'value').toLowerCase(), 'ann.bee@example.com', 'the email');
    },
  },
  {
    requirements: ['RES-12', 'CHR-04'],
    name: 'ignores groups in the body of a PUT',
    run: async (client) => {
      const created = await client.createUser();
      const id = created.textAt('id');
      await client.createGroup({ members: [{ value: id }] });
      const body = user(created.textAt('userName'), { groups: [] });
      expectStatus(await client.send('PUT', `/Users/${id}`, { body }), 200);
      equal((await client.send('GET', `/Users/${id}`)).listAt('groups').length, 1, 'number of groups');
    },
  },
  {
    requirements: ['RES-13', 'RES-14'],
    name: 'shows the groups of a user with id, URI and name, those it is in directly as direct',
    run: async (client) => {
      const id = (await client.createUser()).textAt('id');
      const group = await client.createGroup({ members: [{ value: id }] });
      const read = await client.send('GET', `/Users/${id}`);
      const groups = read.listAt('groups');
      equal(groups.length, 1, 'number of groups');
      equal(read.at('groups', 0, 'value'), group.at('id'), 'groups.value');
      equal(read.at('groups', 0, '$ref'), group.at('meta', 'location'), 'groups.$ref');
      for (const [name, expected] of [
        ['display', group.at('displayName')],
        ['type', 'direct'],
      ] as const) {
        const got = read.at('groups', 0, name);
        ok(
          got === undefined || got === expected,
          `groups.${name}: expected ${expected} or nothing, got ${got}.`,
        );
      }
    },
  },
  {
    requirements: ['RES-16', 'RES-18', 'RES-14'],
    name: 'takes users and groups as members and fills in their URI, type and name',
    run: async (client) => {
      const member = await client.createUser({ displayName: 'Ann Bee' });
      const inner = await client.createGroup({ members: [{ value: member.textAt('id') }] });
      const outer = await client.createGroup({
        members: [{ value: member.textAt('id') }, { value: inner.textAt('id') }],
      });
      const read = await client.send('GET', `/Groups/${outer.textAt('id')}`);
      equal(read.listAt('members').length, 2, 'number of members');
      for (const [target, type] of [
        [member, 'User'],
        [inner, 'Group'],
      ] as const) {
        const index = read
          .listAt('members')
          .findIndex((_, at) => read.at('members', at, 'value') === target.at('id'));
        ok(index >= 0, `Expected ${target.textAt('id')} among the members.`);
        equal(read.at('members', index, '$ref'), target.at('meta', 'location'), '$ref of the member');
        equal(read.at('members', index, 'type'), type, 'type of the member');
        equal(read.at('members', index, 'display'), target.at('displayName'), 'display of the member');
      }
    },
  },
  {
    requirements: ['RES-19', 'CHR-31'],
    name: 'keeps the id of the manager, and never the name that a client sends with it',
    needs: ['patch'],
    run: async (client) => {
      const manager = await client.createUser({ displayName: 'The Boss' });
      const value = manager.textAt('id');
      const created = await client.createUser({
        [enterpriseSchema]: { manager: { value, displayName: 'Made up' } },
      });
      const path = `/Users/${created.textAt('id')}`;
      const body = patch({
        op: 'replace',
        path: `${enterpriseSchema}:manager`,
        value: { value, displayName: 'Made up' },
      });
      expectStatus(await client.send('PATCH', path, { body }), 200, 204);
      const read = await client.send('GET', path);
      for (const answer of [created, read]) {
        equal(answer.at(enterpriseSchema, 'manager', 'value'), value, 'manager.value');
        const name = answer.at(enterpriseSchema, 'manager', 'displayName');
        ok(
          name === undefined || name === 'The Boss',
          `manager.displayName: expected that of the manager or none, got ${JSON.stringify(name)}.`,
        );
      }
      const direct = { op: 'replace', path: `${enterpriseSchema}:manager.displayName`, value: 'X' };
      expectError(await client.send('PATCH', path, { body: patch(direct) }), 400, 'mutability');
    },
  },
  {
    requirements: ['RES-20', 'DEL-03'],
    name: 'takes what is deleted out of members and groups',
    level: 'choice',
    run: async (client) => {
      const [gone, stays] = [
        (await client.createUser()).textAt('id'),
        (await client.createUser()).textAt('id'),
      ];
      const group = await client.createGroup({ members: [{ value: gone }, { value: stays }] });
      const path = `/Groups/${group.textAt('id')}`;
      expectStatus(await client.send('DELETE', `/Users/${gone}`), 204);
      const read = await client.send('GET', path);
      equal(
        read.listAt('members').map((_, index) => read.at('members', index, 'value')),
        [stays],
        'members after one was deleted',
      );
      expectStatus(await client.send('DELETE', path), 204);
      equal(
        (await client.send('GET', `/Users/${stays}`)).listAt('groups'),
        [],
        'groups after the group is gone',
      );
    },
  },
  {
    requirements: ['RES-21'],
    name: 'keeps a user that is not active readable, listed and writable',
    needs: ['filter', 'patch'],
    run: async (client) => {
      const created = await client.createUser({ active: true });
      const path = `/Users/${created.textAt('id')}`;
      const off = patch({ op: 'replace', path: 'active', value: false });
      expectStatus(await client.send('PATCH', path, { body: off }), 200, 204);
      equal((await client.send('GET', path)).at('active'), false, 'active');
      const filter = `userName eq ${quoted(created.textAt('userName'))} and active eq false`;
      const found = await client.send('GET', '/Users', { query: { filter } });
      equal(found.at('totalResults'), 1, 'totalResults of the filter on active');
      const on = patch({ op: 'replace', path: 'active', value: true });
      expectStatus(await client.send('PATCH', path, { body: on }), 200, 204);
      equal((await client.send('GET', path)).at('active'), true, 'active afterwards');
    },
  },
];
