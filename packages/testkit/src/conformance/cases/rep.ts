import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { finds } from '../finds.ts';
import { enterpriseSchema, groupSchema, patch, user, userSchema } from '../messages.ts';
import { repUnassigned } from './rep-unassigned.ts';

const uris = (value: readonly unknown[]) => value.toSorted();

/** Resource representation. */
export const rep: readonly ConformanceCase[] = [
  {
    requirements: ['REP-01'],
    name: 'names at least one schema in every resource and message',
    run: async (client) => {
      const created = await client.createUser();
      await client.createGroup();
      const answers = [
        created,
        await client.send('GET', '/Users?count=5'),
        await client.send('GET', '/Groups?count=5'),
        await client.send('GET', '/Users/nobody'),
        await client.send('POST', '/Users', { body: '{' }),
        await client.send('GET', '/ServiceProviderConfig'),
        await client.send('GET', '/Schemas'),
        await client.send('GET', '/ResourceTypes'),
      ];
      for (const answer of answers) {
        const what = `${answer.method} ${answer.path}`;
        const messages = [answer.listAt('schemas')];
        for (const index of answer.listAt('Resources').keys()) {
          messages.push(answer.listAt('Resources', index, 'schemas'));
        }
        for (const schemas of messages) {
          ok(schemas.length > 0, `${what}: expected a list of URIs in schemas, got none.`);
          const strange = schemas.find((uri) => typeof uri !== 'string' || !uri.startsWith('urn:'));
          ok(strange === undefined, `${what}: expected URNs in schemas, got ${JSON.stringify(strange)}.`);
        }
      }
    },
  },
  {
    requirements: ['REP-02'],
    name: 'takes the URIs in schemas in any order and shows each once',
    run: async (client) => {
      const rest = { [enterpriseSchema]: { department: 'A' } };
      const both = [userSchema, enterpriseSchema];
      const turned = await client.createUser({ ...rest, schemas: both.toReversed() });
      equal(uris(turned.listAt('schemas')), both, 'schemas after sending them in the other order');
      const body = { ...user(client.unique('user'), rest), schemas: [...both, userSchema] };
      const doubled = expectStatus(await client.send('POST', '/Users', { body }), 201, 400);
      if (doubled.status === 201) equal(uris(doubled.listAt('schemas')), both, 'schemas after a doubled one');
    },
  },
  {
    requirements: ['REP-03'],
    name: 'shows only schemas of the resource type, or refuses others',
    run: async (client) => {
      const body = { ...user(client.unique('user')), schemas: [userSchema, groupSchema] };
      const answer = expectStatus(await client.send('POST', '/Users', { body }), 201, 400);
      if (answer.status === 201) equal(answer.at('schemas'), [userSchema], 'schemas of a user');
    },
  },
  {
    requirements: ['REP-04'],
    name: 'shows the base schema even when the client named an extension alone, or refuses that',
    run: async (client) => {
      const body = {
        ...user(client.unique('user'), { [enterpriseSchema]: { department: 'A' } }),
        schemas: [enterpriseSchema],
      };
      const answer = expectStatus(await client.send('POST', '/Users', { body }), 201, 400);
      if (answer.status === 201)
        equal(uris(answer.listAt('schemas')), [userSchema, enterpriseSchema], 'schemas');
    },
  },
  {
    requirements: ['REP-05'],
    name: 'keeps extension attributes under the URN of the extension only',
    run: async (client) => {
      const body = user(client.unique('user'), { employeeNumber: '701984' });
      const answer = expectStatus(await client.send('POST', '/Users', { body }), 201, 400);
      if (answer.status === 400) return;
      equal(answer.at('schemas'), [userSchema], 'schemas');
      equal(answer.at('employeeNumber'), undefined, 'employeeNumber at the top level');
      equal(answer.at(enterpriseSchema), undefined, 'the extension');
    },
  },
  {
    requirements: ['REP-06', 'PAT-12'],
    name: 'names an extension in schemas as long as the resource has attributes of it',
    needs: ['patch'],
    run: async (client) => {
      const path = `/Users/${(await client.createUser()).textAt('id')}`;
      const at = `${enterpriseSchema}:department`;
      await client.send('PATCH', path, { body: patch({ op: 'add', path: at, value: 'Tours' }) });
      const added = await client.send('GET', path);
      equal(added.at(enterpriseSchema), { department: 'Tours' }, 'the extension after add');
      equal(uris(added.listAt('schemas')), [userSchema, enterpriseSchema], 'schemas after add');
      await client.send('PATCH', path, { body: patch({ op: 'remove', path: at }) });
      const removed = await client.send('GET', path);
      equal(removed.at(enterpriseSchema), undefined, 'the extension after remove');
      equal(removed.at('schemas'), [userSchema], 'schemas after remove');
    },
  },
  {
    requirements: ['REP-07', 'REP-08'],
    name: 'takes attribute names in any letter case at every level and answers in the spelling of the schema',
    run: async (client) => {
      const userName = client.unique('user');
      const body = {
        SCHEMAS: [userSchema],
        USERNAME: userName,
        NAME: { GIVENNAME: 'Bar' },
        Emails: [{ VALUE: 'bar@example.com', Type: 'work' }],
      };
      const answer = expectStatus(await client.send('POST', '/Users', { body }), 201);
      equal(answer.at('userName'), userName, 'userName');
      equal(answer.at('name'), { givenName: 'Bar' }, 'name');
      equal(answer.at('emails'), [{ value: 'bar@example.com', type: 'work' }], 'emails');
    },
  },
  {
    requirements: ['REP-09', 'FLT-22', 'PRJ-07'],
    name: 'takes schema URNs in any letter case in bodies, filters, attributes and paths',
    needs: ['filter', 'patch'],
    run: async (client) => {
      const created = await client.createUser({ [enterpriseSchema.toLowerCase()]: { department: 'A' } });
      const id = created.textAt('id');
      equal(created.at(enterpriseSchema), { department: 'A' }, 'the extension under its own spelling');
      const urn = enterpriseSchema.toUpperCase();
      ok(
        await finds(client, '/Users', id, `${urn}:department eq "a"`),
        'Expected the filter with the URN in capitals to find the user, it did not.',
      );
      const named = await client.send('GET', `/Users/${id}`, { query: { attributes: `${urn}:department` } });
      equal(named.at(enterpriseSchema), { department: 'A' }, 'the attribute named with the URN in capitals');
      const body = patch({ op: 'replace', path: `${urn}:department`, value: 'B' });
      expectStatus(await client.send('PATCH', `/Users/${id}`, { body }), 200, 204);
      const read = await client.send('GET', `/Users/${id}`);
      equal(read.at(enterpriseSchema), { department: 'B' }, 'the attribute after PATCH');
    },
  },
  {
    requirements: ['REP-10'],
    name: 'refuses two names in one object that differ in letter case alone',
    level: 'choice',
    run: async (client) => {
      const body = { ...user(client.unique('user')), username: client.unique('user') };
      expectError(await client.send('POST', '/Users', { body }), 400, 'invalidSyntax');
    },
  },
  ...repUnassigned,
  {
    requirements: ['REP-16'],
    name: 'does not care for the order of members in an object',
    needs: ['etag'],
    run: async (client) => {
      const name = { givenName: 'A', familyName: 'B' };
      const created = await client.createUser({ name, title: 'T' });
      const body = {
        title: 'T',
        name: { familyName: 'B', givenName: 'A' },
        userName: created.at('userName'),
        schemas: [userSchema],
      };
      const path = `/Users/${created.textAt('id')}`;
      const replaced = expectStatus(await client.send('PUT', path, { body }), 200);
      equal(
        replaced.at('meta', 'version'),
        created.at('meta', 'version'),
        'meta.version after the same again',
      );
      equal(replaced.at('name'), name, 'name');
    },
  },
  {
    requirements: ['REP-19', 'CRE-02', 'GET-01'],
    name: 'answers a write with the resource as it is read afterwards',
    run: async (client) => {
      const rest = {
        nickName: 'N',
        emails: [{ value: 'a@example.com', primary: true }],
        active: true,
        meta: { created: '1970-01-01T00:00:00Z' },
      };
      const created = await client.createUser(rest);
      const read = expectStatus(await client.send('GET', `/Users/${created.textAt('id')}`), 200);
      equal(read.body, created.body, 'the user as read, against the answer to POST');
    },
  },
  {
    requirements: ['REP-20', 'REP-21'],
    name: 'ignores attributes and containers that no schema defines, and keeps nothing of them',
    level: 'choice',
    run: async (client) => {
      const urn = 'urn:example:unknown:2.0:User';
      const rest = { unheardOf: 'x', name: { givenName: 'A', unheardOf: 'x' }, [urn]: { a: 1 } };
      const created = await client.createUser(rest);
      equal(created.at('unheardOf'), undefined, 'the unknown attribute');
      equal(created.at('name'), { givenName: 'A' }, 'name');
      equal(created.at(urn), undefined, 'the unknown container');
    },
  },
  {
    requirements: ['REP-22', 'HTTP-02'],
    name: 'keeps text in UTF-8, beyond the basic plane too, and tolerates a byte-order mark',
    run: async (client) => {
      const displayName = 'Zoë 王 \u{1F469}\u200D\u{1F680} \u{10FFFD}';
      const text = JSON.stringify(user(client.unique('user'), { displayName }));
      for (const body of [text, `\uFEFF${text.replace('"userName":"', '"userName":"b')}`]) {
        const created = expectStatus(await client.send('POST', '/Users', { body }), 201);
        const read = await client.send('GET', `/Users/${created.textAt('id')}`);
        equal(read.at('displayName'), displayName, 'displayName');
      }
    },
  },
];
