import { equal, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { userSchema } from '../messages.ts';
import { patchedUser } from '../patched-user.ts';

/** The matrix: no path, and single values. */
export const patSimple: readonly ConformanceCase[] = [
  {
    requirements: ['PAT-22'],
    name: 'sets, overwrites and removes a simple value',
    run: async (client) => {
      const one = await patchedUser(client, { nickName: 'N' });
      equal((await one.apply({ op: 'add', path: 'title', value: 'A' })).at('title'), 'A', 'title after add');
      equal(
        (await one.apply({ op: 'add', path: 'title', value: 'B' })).at('title'),
        'B',
        'title after a second add',
      );
      equal(
        (await one.apply({ op: 'replace', path: 'TITLE', value: 'C' })).at('title'),
        'C',
        'title after replace',
      );
      equal((await one.apply({ op: 'remove', path: 'title' })).at('title'), undefined, 'title after remove');
      equal(
        (await one.apply({ op: 'remove', path: 'title' })).at('title'),
        undefined,
        'title after a second remove',
      );
      equal(
        (await one.apply({ op: 'replace', path: 'title', value: 'D' })).at('title'),
        'D',
        'title, replaced when absent',
      );
      equal(
        (await one.apply({ op: 'replace', path: `${userSchema}:title`, value: 'E' })).at('title'),
        'E',
        'title by its qualified name',
      );
      equal((await one.apply({ op: 'add', path: 'active', value: false })).at('active'), false, 'active');
      equal((await one.read()).at('nickName'), 'N', 'nickName, which nobody named');
    },
  },
  {
    requirements: ['PAT-22'],
    name: 'takes an object without path as values for each of its attributes',
    run: async (client) => {
      const one = await patchedUser(client, {
        title: 'T',
        name: { givenName: 'G', familyName: 'F' },
        emails: [{ value: 'a@x.example' }],
      });
      const added = await one.apply({
        op: 'add',
        value: { nickName: 'N', name: { familyName: 'H' }, emails: [{ value: 'b@x.example' }] },
      });
      equal([added.at('title'), added.at('nickName')], ['T', 'N'], 'title and nickName after add');
      equal(added.at('name'), { givenName: 'G', familyName: 'H' }, 'name after add');
      equal(added.at('emails'), [{ value: 'a@x.example' }, { value: 'b@x.example' }], 'emails after add');
      const replaced = await one.apply({
        op: 'replace',
        value: { NICKNAME: 'M', emails: [{ value: 'c@x.example' }] },
      });
      equal([replaced.at('title'), replaced.at('nickName')], ['T', 'M'], 'title and nickName after replace');
      equal(replaced.at('emails'), [{ value: 'c@x.example' }], 'emails after replace');
    },
  },
  {
    requirements: ['PAT-15'],
    name: 'asks for a value to add or to replace by',
    run: async (client) => {
      const one = await patchedUser(client, { title: 'T' });
      for (const op of ['add', 'replace']) {
        await one.refused('invalidValue', { op, path: 'title' });
        await one.refused('invalidValue', { op });
      }
    },
  },
  {
    requirements: ['PAT-16'],
    name: 'refuses to remove without a path',
    run: async (client) => {
      const one = await patchedUser(client, { title: 'T' });
      await one.refused('noTarget', { op: 'remove' });
      await one.refused('noTarget', { op: 'remove', value: { title: 'T' } });
    },
  },
  {
    requirements: ['PAT-24'],
    name: 'clears by null and by an empty list',
    level: 'choice',
    run: async (client) => {
      const one = await patchedUser(client, {
        title: 'T',
        nickName: 'N',
        emails: [{ value: 'a@x.example' }],
      });
      equal((await one.apply({ op: 'replace', path: 'title', value: null })).at('title'), undefined, 'title');
      equal(
        (await one.apply({ op: 'replace', value: { nickName: null } })).at('nickName'),
        undefined,
        'nickName',
      );
      equal(
        (await one.apply({ op: 'replace', path: 'emails', value: [] })).at('emails'),
        undefined,
        'emails',
      );
    },
  },
  {
    requirements: ['PAT-17'],
    name: 'never removes what is required',
    run: async (client) => {
      const one = await patchedUser(client);
      await one.refused('mutability', { op: 'remove', path: 'userName' });
      const before = await one.read();
      ok(before.at('userName') === one.created.at('userName'), 'Expected the userName to stay.');
    },
  },
];
