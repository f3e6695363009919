import { equal, expectError, expectStatus } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { group, patch } from '../messages.ts';

/** What one credential can show about tenants; two of them need a service of their own. */
export const ten: readonly ConformanceCase[] = [
  {
    requirements: ['TEN-08'],
    name: 'answers for an id of somebody else as for one that nobody has',
    level: 'choice',
    run: async (client) => {
      const unknown = '0199c0de-0000-7000-8000-000000000000';
      const gone = await client.createUser();
      expectStatus(await client.send('DELETE', `/Users/${gone.textAt('id')}`), 204);
      const other = (await client.createGroup()).textAt('id');
      const details = new Set<string>();
      for (const id of [unknown, gone.textAt('id'), other]) {
        details.add(expectError(await client.send('GET', `/Users/${id}`), 404).textAt('detail'));
        const body = patch({ op: 'add', path: 'title', value: 'T' });
        details.add(expectError(await client.send('PATCH', `/Users/${id}`, { body }), 404).textAt('detail'));
      }
      equal(details.size, 1, 'number of different sentences');
      const made = [unknown, gone.textAt('id')].map((value) =>
        client.send('POST', '/Groups', { body: group(client.unique('ten'), { members: [{ value }] }) }),
      );
      const [one, two] = await Promise.all(made);
      equal([one?.status, one?.at('scimType')], [two?.status, two?.at('scimType')], 'answers about members');
    },
  },
];
