import type { Answer } from '../answer.ts';
import { equal, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import type { ConformanceClient } from '../conformance-client.ts';
import { quoted } from '../messages.ts';
import { patchedGroup } from '../patched-user.ts';

/** The members of groups. */
export const patGroups: readonly ConformanceCase[] = [
  {
    requirements: ['PAT-22', 'PAT-14'],
    name: 'adds and removes single members, and lets those be that are there or not',
    run: async (client) => {
      const [a, b, c] = await three(client);
      const one = await patchedGroup(client, { members: [{ value: a }] });
      const added = await one.apply({ op: 'add', path: 'members', value: [{ value: b }, { value: c }] });
      equal(members(added), [a, b, c].toSorted(), 'members after add');
      const again = await one.apply({ op: 'add', path: 'members', value: [{ value: b }] });
      equal(again.body, added.body, 'the group after adding a member again');
      const removed = await one.apply({ op: 'remove', path: `members[value eq ${quoted(b)}]` });
      equal(members(removed), [a, c].toSorted(), 'members after remove');
      const still = await one.apply({ op: 'remove', path: `members[value eq ${quoted(b)}]` });
      equal(still.body, removed.body, 'the group after removing a member again');
    },
  },
  {
    requirements: ['PAT-22'],
    name: 'replaces all members and removes all',
    run: async (client) => {
      const [a, b, c] = await three(client);
      const one = await patchedGroup(client, { members: [{ value: a }, { value: b }] });
      equal(
        members(await one.apply({ op: 'replace', path: 'members', value: [{ value: c }] })),
        [c],
        'after replace',
      );
      const both = await one.apply({ op: 'replace', value: { members: [{ value: a }, { value: c }] } });
      equal(members(both), [a, c].toSorted(), 'after replace without path');
      equal((await one.apply({ op: 'remove', path: 'members' })).at('members'), undefined, 'after remove');
      equal((await client.send('GET', `/Users/${a}`)).at('groups'), undefined, 'groups of a member');
    },
  },
  {
    requirements: ['PAT-05', 'PAT-06'],
    name: 'folds changes of members in their order, all or none',
    run: async (client) => {
      const [a, b, c] = await three(client);
      const one = await patchedGroup(client, { members: [{ value: a }] });
      const read = await one.apply(
        { op: 'add', path: 'members', value: [{ value: b }] },
        { op: 'remove', path: `members[value eq ${quoted(a)}]` },
        { op: 'remove', path: `members[value eq ${quoted(b)}]` },
        { op: 'add', path: 'members', value: [{ value: b }, { value: c }] },
        { op: 'replace', path: 'displayName', value: 'renamed' },
      );
      equal(
        [members(read), read.at('displayName')],
        [[b, c].toSorted(), 'renamed'],
        'members and displayName',
      );
      const remove = { op: 'remove', path: 'members' };
      await one.refused('invalidPath', remove, { op: 'add', path: 'noSuchThing', value: 1 });
      equal(members(await one.read()), [b, c].toSorted(), 'members after a PATCH that was refused');
    },
  },
  {
    requirements: ['PAT-22'],
    name: 'never empties a group by a remove that names members in its value',
    level: 'choice',
    run: async (client) => {
      const [a, b, c] = await three(client);
      const one = await patchedGroup(client, { members: [{ value: a }, { value: b }, { value: c }] });
      const body = { op: 'remove', path: 'members', value: [{ value: a }] };
      const answer = await client.send('PATCH', one.path, {
        body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [body] },
      });
      const left = members(await one.read());
      if (answer.status < 300) equal(left, [b, c].toSorted(), 'members when the remove is carried out');
      else equal(left.length, 3, 'number of members when it is refused');
    },
  },
  {
    requirements: ['PAT-11'],
    name: 'refuses members that do not exist, and keeps the others',
    level: 'choice',
    run: async (client) => {
      const [a] = await three(client);
      const one = await patchedGroup(client, { members: [{ value: a }] });
      const value = [{ value: '0199c0de-0000-7000-8000-000000000000' }];
      await one.refused('invalidValue', { op: 'add', path: 'members', value });
      ok(members(await one.read()).length === 1, 'Expected the member to stay.');
    },
  },
];

async function three(client: ConformanceClient): Promise<[string, string, string]> {
  const id = async () => (await client.createUser()).textAt('id');
  return [await id(), await id(), await id()];
}

function members(answer: Answer): readonly string[] {
  return answer
    .listAt('members')
    .map((_, index) => answer.textAt('members', index, 'value'))
    .toSorted();
}
