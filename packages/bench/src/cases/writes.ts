import { activePatch, addMemberPatch, userBody } from '../dataset/bodies.ts';
import { membersOfSmallGroup } from '../dataset/sizes.ts';
import type { Case } from './case.ts';
import { pick } from './pick.ts';

const grouped = new Intl.NumberFormat('en');

const create: Case = {
  name: 'create',
  title: () => 'create a user, validated',
  statuses: [201],
  isRight: (text, { body = '{}' }) => text.includes(JSON.parse(body).userName) && !text.includes('password'),
  request: (_directory, number) => ({
    method: 'POST',
    tenant: 'large',
    path: '/Users',
    query: '',
    body: JSON.stringify(userBody(number, `New.${number}@Example.com`)),
  }),
};

const deactivate: Case = {
  name: 'deactivate',
  title: () => 'deactivate by PATCH',
  statuses: [200, 204],
  isRight: (text, { body = '' }) =>
    text === '' || text.includes(body.includes('true') ? '"active":true' : '"active":false'),
  request: ({ users }, number) => {
    // Once everybody is inactive they are activated one by one, and so on: every request changes something.
    const active = Math.floor(number / users.large.length) % 2 === 1;
    const path = `/Users/${pick(users.large, number).id}`;
    return { method: 'PATCH', tenant: 'large', path, query: '', body: JSON.stringify(activePatch(active)) };
  },
};

const addToSmall: Case = {
  name: 'add-member-small',
  title: () => `add one member to a group of ${membersOfSmallGroup}`,
  statuses: [200, 204],
  isRight: isPatched,
  // Group after group, so that none grows by more than a few.
  request: ({ smallGroups, spare }, number) => {
    const user = pick(spare, Math.floor(number / smallGroups.length));
    return add(pick(smallGroups, number), user);
  },
  supply: ({ smallGroups, spare }) => smallGroups.length * spare.length,
};

const addToBig: Case = {
  name: 'add-member-big',
  title: ({ sizes }) => `add one member to a group of ${grouped.format(sizes.large)}`,
  statuses: [200, 204],
  isRight: isPatched,
  onlyFull: ['scimmy'],
  request: ({ bigGroup, spare }, number) => add(bigGroup, pick(spare, number)),
  supply: ({ spare }) => spare.length,
};

function add(group: string, user: string) {
  const body = JSON.stringify(addMemberPatch(user));
  return { method: 'PATCH', tenant: 'large', path: `/Groups/${group}`, query: '', body } as const;
}

function isPatched(text: string): boolean {
  return text === '' || text.includes('"displayName"');
}

export const writes: readonly Case[] = [create, deactivate, addToSmall, addToBig];
