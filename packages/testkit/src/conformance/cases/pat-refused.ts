import { equal, expectStatus } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { patch } from '../messages.ts';
import { patchedUser } from '../patched-user.ts';

/** Paths that lead nowhere or where nobody may go. */
export const patRefused: readonly ConformanceCase[] = [
  {
    requirements: ['PAT-19'],
    name: 'tells a malformed path from a malformed filter in it',
    run: async (client) => {
      const one = await patchedUser(client, { emails: [{ value: 'a@x.example', type: 'work' }] });
      for (const path of [
        'emails[',
        'name..givenName',
        '.title',
        'title.',
        'emails]',
        'a b',
        'urn:',
        'emails[type eq "work"',
        'emails[type eq "work"]value',
      ]) {
        await one.refused('invalidPath', { op: 'replace', path, value: 'x' });
      }
      for (const path of [
        'emails[type zz "x"]',
        'emails[type eq]',
        'emails[type eq "x" and]',
        'emails[(type pr]',
        'emails[primary gt true]',
      ]) {
        await one.refused('invalidFilter', { op: 'replace', path, value: { display: 'x' } });
      }
    },
  },
  {
    requirements: ['PAT-20'],
    name: 'refuses attributes that the schema does not have',
    level: 'choice',
    run: async (client) => {
      const one = await patchedUser(client, { name: { givenName: 'G' } });
      for (const path of [
        'shoeSize',
        'name.shoeSize',
        'title.sub',
        'urn:example:none:User:x',
        '__proto__',
        'constructor.prototype',
        'name.__proto__',
      ]) {
        for (const op of ['add', 'replace']) await one.refused('invalidPath', { op, path, value: 'x' });
        await one.refused('invalidPath', { op: 'remove', path });
      }
    },
  },
  {
    requirements: ['PAT-25'],
    name: 'knows no places in lists by number',
    level: 'choice',
    run: async (client) => {
      const one = await patchedUser(client, { emails: [{ value: 'a@x.example' }] });
      for (const path of ['emails[0]', 'emails[0].value', 'emails.0.value', 'emails/0']) {
        const answer = await client.send('PATCH', one.path, {
          body: patch({ op: 'replace', path, value: 'x' }),
        });
        expectStatus(answer, 400);
      }
      equal((await one.read()).body, one.created.body, 'the resource');
    },
  },
  {
    requirements: ['PAT-27', 'PAT-11'],
    name: 'refuses to change what the server assigns',
    run: async (client) => {
      const one = await patchedUser(client);
      for (const path of ['id', 'meta', 'meta.created', 'meta.version', 'groups']) {
        const value =
          path === 'meta'
            ? { created: '1970-01-01T00:00:00Z' }
            : path === 'groups'
              ? [{ value: 'x' }]
              : '1970-01-01T00:00:00Z';
        for (const op of ['add', 'replace']) await one.refused('mutability', { op, path, value });
        await one.refused('mutability', { op: 'remove', path });
      }
    },
  },
  {
    requirements: ['PAT-27'],
    name: 'never takes an id or meta out of a value without path',
    level: 'choice',
    run: async (client) => {
      const one = await patchedUser(client);
      const value = { id: 'x', meta: { created: '1970-01-01T00:00:00Z' }, title: 'T' };
      const answer = await client.send('PATCH', one.path, { body: patch({ op: 'replace', value }) });
      expectStatus(answer, 200, 204, 400);
      const read = await one.read();
      equal(
        [read.at('id'), read.at('meta', 'created')],
        [one.created.at('id'), one.created.at('meta', 'created')],
        'id and created',
      );
      equal(read.at('title'), answer.status === 400 ? undefined : 'T', 'title');
    },
  },
];
