import { equal } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { enterpriseSchema, userSchema } from '../messages.ts';
import { patchedUser } from '../patched-user.ts';

/** The matrix: extensions. */
export const patExtension: readonly ConformanceCase[] = [
  {
    requirements: ['PAT-12', 'PAT-22'],
    name: 'names an extension in schemas from its first value to its last',
    run: async (client) => {
      const one = await patchedUser(client);
      equal(one.created.at('schemas'), [userSchema], 'schemas at first');
      const added = await one.apply({ op: 'add', path: `${enterpriseSchema}:employeeNumber`, value: '7' });
      equal(added.at(enterpriseSchema), { employeeNumber: '7' }, 'the extension after add');
      equal(
        added.listAt('schemas').toSorted(),
        [userSchema, enterpriseSchema].toSorted(),
        'schemas after add',
      );
      const removed = await one.apply({
        op: 'remove',
        path: `${enterpriseSchema.toLowerCase()}:employeenumber`,
      });
      equal([removed.at(enterpriseSchema), removed.at('schemas')], [undefined, [userSchema]], 'after remove');
      const replaced = await one.apply({ op: 'replace', path: `${enterpriseSchema}:department`, value: 'D' });
      equal(replaced.listAt('schemas').length, 2, 'number of schemas after replace');
    },
  },
  {
    requirements: ['PAT-22'],
    name: 'reaches parts of complex values in an extension',
    run: async (client) => {
      const boss = await client.createUser({ displayName: 'Boss' });
      const one = await patchedUser(client);
      const set = await one.apply({
        op: 'add',
        path: `${enterpriseSchema}:manager.value`,
        value: boss.at('id'),
      });
      equal(set.at(enterpriseSchema, 'manager', 'value'), boss.at('id'), 'manager.value');
      const gone = await one.apply({ op: 'remove', path: `${enterpriseSchema}:manager` });
      equal(gone.at(enterpriseSchema), undefined, 'the extension after removing the manager');
    },
  },
  {
    requirements: ['PAT-22', 'PAT-12'],
    name: 'takes values for an extension without a path, under its URN',
    run: async (client) => {
      const one = await patchedUser(client);
      const read = await one.apply({
        op: 'add',
        value: { title: 'T', [enterpriseSchema]: { department: 'D' } },
      });
      equal([read.at('title'), read.at(enterpriseSchema)], ['T', { department: 'D' }], 'title and extension');
      equal(read.listAt('schemas').length, 2, 'number of schemas');
    },
  },
  {
    requirements: ['PAT-23'],
    name: 'takes the URN of an extension for the whole of it',
    level: 'choice',
    run: async (client) => {
      const one = await patchedUser(client, {
        schemas: [userSchema, enterpriseSchema],
        [enterpriseSchema]: { department: 'D' },
      });
      const added = await one.apply({ op: 'add', path: enterpriseSchema, value: { division: 'V' } });
      equal(added.at(enterpriseSchema), { department: 'D', division: 'V' }, 'after add');
      const replaced = await one.apply({ op: 'replace', path: enterpriseSchema, value: { division: 'W' } });
      equal(replaced.at(enterpriseSchema), { department: 'D', division: 'W' }, 'after replace');
      const removed = await one.apply({ op: 'remove', path: enterpriseSchema });
      equal([removed.at(enterpriseSchema), removed.at('schemas')], [undefined, [userSchema]], 'after remove');
    },
  },
];
