import type { Answer } from '../answer.ts';
import { equal, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import type { ConformanceClient } from '../conformance-client.ts';
import { bulk, enterpriseSchema, group, patch, user, userSchema } from '../messages.ts';

/** References to what the same request makes. */
export const blkReferences: readonly ConformanceCase[] = [
  {
    requirements: ['BLK-16'],
    name: 'puts the new id for a bulkId, in members, in extensions, in PATCH values and filters',
    run: async (client) => {
      const [boss, worker, team] = [client.unique('boss'), client.unique('worker'), client.unique('team')];
      const other = await client.createGroup();
      const answer = await run(client, [
        { method: 'POST', path: '/Users', bulkId: 'boss', data: user(boss) },
        {
          method: 'POST',
          path: '/Users',
          bulkId: 'worker',
          data: {
            schemas: [userSchema, enterpriseSchema],
            userName: worker,
            [enterpriseSchema]: { manager: { value: 'bulkId:boss' } },
          },
        },
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'team',
          data: group(team, { members: [{ value: 'bulkId:worker' }] }),
        },
        {
          method: 'PATCH',
          path: `/Groups/${other.textAt('id')}`,
          data: patch(
            { op: 'add', path: 'members', value: [{ value: 'bulkId:boss' }, { value: 'bulkId:worker' }] },
            { op: 'remove', path: 'members[value eq "bulkId:boss"]' },
          ),
        },
      ]);
      const [bossId, workerId] = [idOf(answer, 0), idOf(answer, 1)];
      const read = await client.send('GET', `/Users/${workerId}`);
      equal(read.at(enterpriseSchema, 'manager', 'value'), bossId, 'manager.value');
      equal(
        members(await client.send('GET', `/Groups/${idOf(answer, 2)}`)),
        [workerId],
        'members of the new group',
      );
      equal(
        members(await client.send('GET', `/Groups/${other.textAt('id')}`)),
        [workerId],
        'members of the old group',
      );
    },
  },
  {
    requirements: ['BLK-17'],
    name: 'puts the new id for a bulkId in a path',
    level: 'choice',
    run: async (client) => {
      const answer = await run(client, [
        { method: 'POST', path: '/Users', bulkId: 'u', data: user(client.unique('bulk')) },
        { method: 'PATCH', path: '/Users/bulkId:u', data: patch({ op: 'add', path: 'title', value: 'T' }) },
      ]);
      equal((await client.send('GET', `/Users/${idOf(answer, 0)}`)).at('title'), 'T', 'title');
    },
  },
  {
    requirements: ['BLK-18'],
    name: 'makes resources that refer to each other',
    run: async (client) => {
      const [one, other] = [client.unique('one'), client.unique('other')];
      const answer = await run(client, [
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'a',
          data: group(one, { members: [{ value: 'bulkId:b' }] }),
        },
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'b',
          data: group(other, { members: [{ value: 'bulkId:a' }] }),
        },
      ]);
      const [a, b] = [idOf(answer, 0), idOf(answer, 1)];
      equal(members(await client.send('GET', `/Groups/${a}`)), [b], 'members of the first');
      equal(members(await client.send('GET', `/Groups/${b}`)), [a], 'members of the second');
    },
  },
  {
    requirements: ['BLK-19', 'BLK-10'],
    name: 'makes a resource that is referred to before it is named',
    level: 'choice',
    run: async (client) => {
      const answer = await run(client, [
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'g',
          data: group(client.unique('g'), { members: [{ value: 'bulkId:u' }] }),
        },
        { method: 'POST', path: '/Users', bulkId: 'u', data: user(client.unique('u')) },
      ]);
      equal(
        [answer.at('Operations', 0, 'bulkId'), answer.at('Operations', 1, 'bulkId')],
        ['g', 'u'],
        'the order of entries',
      );
      equal(members(await client.send('GET', `/Groups/${idOf(answer, 0)}`)), [idOf(answer, 1)], 'members');
    },
  },
  {
    requirements: ['BLK-20'],
    name: 'fails what refers to a bulkId that came to nothing',
    level: 'choice',
    run: async (client) => {
      const taken = await client.createUser();
      const name = client.unique('group');
      const refer = (bulkId: string, to: string) => ({
        method: 'POST',
        path: '/Groups',
        bulkId,
        data: group(`${name}-${to}`, { members: [{ value: `bulkId:${to}` }] }),
      });
      const body = bulk([
        { method: 'POST', path: '/Users', bulkId: 'fails', data: user(taken.textAt('userName')) },
        refer('x', 'fails'),
        refer('y', 'nowhere'),
      ]);
      const answer = expectStatus(await client.send('POST', '/Bulk', { body }), 200);
      for (const index of [1, 2]) {
        const status = answer.textAt('Operations', index, 'status');
        ok(
          status === '409' || status === '400',
          `Expected status 409 or 400 in entry ${index}, got "${status}".`,
        );
      }
      const query = { filter: `displayName sw "${name}"` };
      equal((await client.send('GET', '/Groups', { query })).at('totalResults'), 0, 'groups that were made');
    },
  },
];

async function run(client: ConformanceClient, operations: readonly object[]): Promise<Answer> {
  const answer = expectStatus(await client.send('POST', '/Bulk', { body: bulk(operations) }), 200);
  operations.forEach((_, index) => {
    const status = answer.textAt('Operations', index, 'status');
    ok(
      /^2\d\d$/.test(status),
      `Entry ${index}: expected success, got "${status}" with ${answer.textAt('Operations', index, 'response', 'detail')}.`,
    );
  });
  return answer;
}

function idOf(answer: Answer, index: number): string {
  return answer.textAt('Operations', index, 'location').split('/').at(-1) ?? '';
}

function members(answer: Answer): readonly string[] {
  return answer.listAt('members').map((_, index) => answer.textAt('members', index, 'value'));
}
