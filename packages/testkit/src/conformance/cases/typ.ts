import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import type { ConformanceClient } from '../conformance-client.ts';
import { finds } from '../finds.ts';
import { patch, user } from '../messages.ts';

async function refuses(client: ConformanceClient, rest: object): Promise<void> {
  const body = user(client.unique('user'), rest);
  const answer = await client.send('POST', '/Users', { body });
  ok(
    answer.status === 400,
    `Expected 400 for ${JSON.stringify(rest)}, got ${answer.status} with ${answer.text.slice(0, 200)}.`,
  );
  expectError(answer, 400, 'invalidValue');
}

/** Data types. */
export const typ: readonly ConformanceCase[] = [
  {
    requirements: ['TYP-01'],
    name: 'refuses a value whose JSON type is not that of the attribute',
    run: async (client) => {
      for (const rest of [
        { userName: 5 },
        { title: true },
        { title: ['a', 'b'] },
        { name: 'x' },
        { name: [{ givenName: 'a' }, { givenName: 'b' }] },
        { name: { givenName: { a: 1 } } },
        { emails: [{ value: 7 }] },
        { active: 1 },
        { active: {} },
        { active: 'sometimes' },
      ]) {
        await refuses(client, rest);
      }
    },
  },
  {
    requirements: ['TYP-02'],
    name: 'takes true and false for a boolean and answers with them',
    run: async (client) => {
      for (const active of [true, false]) {
        equal((await client.createUser({ active })).at('active'), active, 'active');
      }
    },
  },
  {
    requirements: ['TYP-05', 'FLT-11'],
    name: 'shows its own dates as xsd:dateTime and compares them as instants',
    needs: ['filter'],
    run: async (client) => {
      const created = await client.createUser();
      const at = created.textAt('meta', 'created');
      ok(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(at),
        `Expected meta.created to have date, time and zone, got ${JSON.stringify(at)}.`,
      );
      const id = created.textAt('id');
      const elsewhere = `${new Date(Date.parse(at) + 5 * 3_600_000).toISOString().slice(0, -1)}+05:00`;
      ok(
        await finds(client, '/Users', id, `meta.created eq "${elsewhere}"`),
        `Expected ${elsewhere} to equal ${at}, it did not.`,
      );
    },
  },
  {
    requirements: ['TYP-06'],
    name: 'takes base64 with and without padding and refuses what is none',
    run: async (client) => {
      for (const value of ['QUI=', 'QUI', 'QUJD']) await client.createUser({ x509Certificates: [{ value }] });
      for (const value of ['###', 'Q=UI', 'QUJDR']) await refuses(client, { x509Certificates: [{ value }] });
    },
  },
  {
    requirements: ['TYP-07'],
    name: 'compares binary values with their letter case',
    needs: ['filter'],
    run: async (client) => {
      const created = await client.createUser({ x509Certificates: [{ value: 'QUJD' }] });
      const id = created.textAt('id');
      ok(
        await finds(client, '/Users', id, 'x509Certificates.value eq "QUJD"'),
        'Expected the same bytes to be found, they were not.',
      );
      ok(
        !(await finds(client, '/Users', id, 'x509Certificates.value eq "qujd"')),
        'Expected other bytes not to be found, they were.',
      );
    },
  },
  {
    requirements: ['TYP-08'],
    name: 'takes absolute and relative URIs for a reference, refuses what is none, and compares with letter case',
    needs: ['filter'],
    run: async (client) => {
      for (const profileUrl of ['https://example.com/A?b=c#d', 'people/A', '/people/A']) {
        const created = await client.createUser({ profileUrl });
        equal(created.at('profileUrl'), profileUrl, 'profileUrl');
        ok(
          !(await finds(
            client,
            '/Users',
            created.textAt('id'),
            `profileUrl eq "${profileUrl.toLowerCase()}"`,
          )),
          `Expected ${profileUrl} to differ from its lower case, it did not.`,
        );
      }
      await refuses(client, { profileUrl: 'not a uri%%' });
    },
  },
  {
    requirements: ['TYP-10', 'RES-13', 'RES-16'],
    name: 'shows references that can be followed',
    run: async (client) => {
      const member = (await client.createUser()).textAt('id');
      const created = await client.createGroup({ members: [{ value: member }] });
      const group = await client.send('GET', `/Groups/${created.textAt('id')}`);
      const found = await client.send('GET', `/Users/${member}`);
      const references = [group.textAt('members', 0, '$ref'), found.textAt('groups', 0, '$ref')];
      const targets = [found, group];
      for (const [index, reference] of references.entries()) {
        ok(
          reference.startsWith(`${client.baseUrl}/`),
          `Expected a $ref under ${client.baseUrl}, got ${JSON.stringify(reference)}.`,
        );
        const target = expectStatus(await client.send('GET', reference.slice(client.baseUrl.length)), 200);
        equal(target.at('id'), targets[index]?.at('id'), `id of the resource at ${reference}`);
      }
    },
  },
  {
    requirements: ['TYP-11'],
    name: 'refuses members that are no resources of the tenant',
    level: 'choice',
    run: async (client) => {
      const body = { displayName: client.unique('group'), members: [{ value: crypto.randomUUID() }] };
      const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
      expectError(await client.send('POST', '/Groups', { body: { schemas, ...body } }), 400, 'invalidValue');
    },
  },
  {
    requirements: ['TYP-12'],
    name: 'takes two members with one id for one, whatever their $ref looks like',
    run: async (client) => {
      const value = (await client.createUser()).textAt('id');
      const $ref = `${client.baseUrl}/Users/${value}`;
      const created = await client.createGroup({
        members: [{ value }, { value, $ref }, { value, $ref: `../v2/Users/${value}` }],
      });
      const read = await client.send('GET', `/Groups/${created.textAt('id')}`);
      equal(read.listAt('members').length, 1, 'number of members');
    },
  },
  {
    requirements: ['TYP-13'],
    name: 'refuses two primary values in one attribute, on POST and on PUT',
    run: async (client) => {
      const emails = [
        { value: 'a@example.com', primary: true },
        { value: 'b@example.com', primary: true },
      ];
      await refuses(client, { emails });
      const created = await client.createUser();
      const body = user(created.textAt('userName'), { emails });
      expectError(await client.send('PUT', `/Users/${created.textAt('id')}`, { body }), 400, 'invalidValue');
    },
  },
  {
    requirements: ['TYP-14'],
    name: 'reads a missing primary as false',
    needs: ['filter'],
    run: async (client) => {
      const created = await client.createUser({ emails: [{ value: 'a@example.com' }] });
      const id = created.textAt('id');
      for (const [filter, expected] of [
        ['emails[primary eq false]', true],
        ['emails[primary eq true]', false],
        ['emails[value sw "a" and primary ne true]', true],
      ] as const) {
        equal(await finds(client, '/Users', id, filter), expected, `whether ${filter} finds the user`);
      }
    },
  },
  {
    requirements: ['TYP-15'],
    name: 'keeps the same value of the same type once',
    level: 'should',
    needs: ['patch'],
    run: async (client) => {
      const email = { value: 'a@example.com', type: 'work' };
      const created = await client.createUser({ emails: [email, email] });
      equal(created.at('emails'), [email], 'emails after POST');
      const path = `/Users/${created.textAt('id')}`;
      const body = patch({ op: 'add', path: 'emails', value: [email] });
      expectStatus(await client.send('PATCH', path, { body }), 200, 204);
      equal((await client.send('GET', path)).at('emails'), [email], 'emails after adding it again');
    },
  },
  {
    requirements: ['TYP-16'],
    name: 'keeps the same value under two types',
    level: 'choice',
    run: async (client) => {
      const emails = ['work', 'home'].map((type) => ({ value: 'a@example.com', type }));
      equal((await client.createUser({ emails })).at('emails'), emails, 'emails');
    },
  },
  {
    requirements: ['TYP-20'],
    name: 'takes values beyond the suggested ones',
    level: 'choice',
    run: async (client) => {
      const emails = [{ value: 'a@example.com', type: 'other2' }];
      equal((await client.createUser({ emails })).at('emails'), emails, 'emails');
    },
  },
];
