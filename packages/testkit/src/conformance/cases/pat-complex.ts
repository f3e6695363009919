import { equal } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { userSchema } from '../messages.ts';
import { patchedUser } from '../patched-user.ts';

/** The matrix: single complex values and their parts. */
export const patComplex: readonly ConformanceCase[] = [
  {
    requirements: ['PAT-22'],
    name: 'adds to and replaces in a complex value, keeping the parts that nobody named',
    run: async (client) => {
      const one = await patchedUser(client, { name: { givenName: 'G', familyName: 'F' } });
      const added = await one.apply({ op: 'add', path: 'name', value: { middleName: 'M', familyName: 'H' } });
      equal(added.at('name'), { givenName: 'G', familyName: 'H', middleName: 'M' }, 'name after add');
      const replaced = await one.apply({ op: 'replace', path: 'name', value: { familyName: 'I' } });
      equal(replaced.at('name'), { givenName: 'G', familyName: 'I', middleName: 'M' }, 'name after replace');
      equal((await one.apply({ op: 'remove', path: 'name' })).at('name'), undefined, 'name after remove');
      const again = await one.apply({ op: 'replace', path: 'name', value: { givenName: 'J' } });
      equal(again.at('name'), { givenName: 'J' }, 'name, replaced when absent');
    },
  },
  {
    requirements: ['PAT-22'],
    name: 'sets and removes one part, making the whole and letting it go',
    run: async (client) => {
      const one = await patchedUser(client);
      const added = await one.apply({ op: 'add', path: 'name.givenName', value: 'G' });
      equal(added.at('name'), { givenName: 'G' }, 'name after add');
      const replaced = await one.apply({ op: 'replace', path: 'NAME.familyname', value: 'F' });
      equal(replaced.at('name'), { givenName: 'G', familyName: 'F' }, 'name after replace');
      const removed = await one.apply({ op: 'remove', path: `${userSchema}:name.givenName` });
      equal(removed.at('name'), { familyName: 'F' }, 'name after remove');
      equal(
        (await one.apply({ op: 'remove', path: 'name.familyName' })).at('name'),
        undefined,
        'name without parts',
      );
    },
  },
  {
    requirements: ['PAT-24'],
    name: 'clears one part by null',
    level: 'choice',
    run: async (client) => {
      const one = await patchedUser(client, { name: { givenName: 'G', familyName: 'F' } });
      const read = await one.apply({ op: 'replace', path: 'name', value: { givenName: null } });
      equal(read.at('name'), { familyName: 'F' }, 'name');
    },
  },
  {
    requirements: ['PAT-11'],
    name: 'holds every value to the schema',
    run: async (client) => {
      const one = await patchedUser(client, { name: { givenName: 'G' }, emails: [{ value: 'a@x.example' }] });
      for (const operation of [
        { op: 'replace', path: 'title', value: 5 },
        { op: 'add', path: 'name', value: 'x' },
        { op: 'add', path: 'name.givenName', value: { a: 1 } },
        { op: 'replace', path: 'active', value: 'maybe' },
        { op: 'add', path: 'emails', value: [{ value: 7 }] },
        { op: 'replace', path: 'emails[value pr].value', value: {} },
        { op: 'replace', value: { title: ['a', 'b'] } },
        { op: 'replace', value: 'x' },
      ]) {
        await one.refused('invalidValue', operation);
      }
    },
  },
];
