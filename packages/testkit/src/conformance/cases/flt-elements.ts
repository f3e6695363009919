import { equal } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { enterpriseSchema, quoted, userSchema } from '../messages.ts';
import { expectRefused, populate } from '../population.ts';

const emails = (...pairs: readonly (readonly [string, string])[]) => ({
  emails: pairs.map(([type, value]) => ({ type, value })),
});

/** Conditions in brackets: all of them about the same element. */
export const fltElements: readonly ConformanceCase[] = [
  {
    requirements: ['FLT-18', 'FLT-20'],
    name: 'holds all conditions in brackets against the same element',
    run: async (client) => {
      const people = await populate(client, {
        a: emails(['work', 'a@x.example'], ['home', 'b@x.example']),
        b: emails(['work', 'b@x.example']),
      });
      const table = [
        ['emails[type eq "work" and value sw "b@"]', ['b']],
        ['emails.type eq "work" and emails.value sw "b@"', ['a', 'b']],
        ['emails[type eq "work"] and emails[value sw "b@"]', ['a', 'b']],
        ['emails[type eq "home" and value sw "b@"]', ['a']],
        ['emails[type eq "home" and value sw "a@"]', []],
        ['emails[not (type eq "work")]', ['a']],
      ] as const;
      for (const [filter, found] of table) equal(await people.matching(filter), found, filter);
    },
  },
  {
    requirements: ['FLT-19'],
    name: 'takes groups and not in brackets, and no brackets in brackets',
    run: async (client) => {
      const people = await populate(client, {
        a: emails(['work', 'a@x.example']),
        b: emails(['home', 'b@x.example']),
        c: emails(['home', 'c@z.example']),
      });
      const table = [
        ['emails[type eq "work" or (type eq "home" and value ew "x.example")]', ['a', 'b']],
        ['emails[(type eq "home") and not (value ew "x.example")]', ['c']],
      ] as const;
      for (const [filter, found] of table) equal(await people.matching(filter), found, filter);
      await expectRefused(client, 'emails[value[type eq "work"]]');
      await expectRefused(client, 'emails[emails[type eq "work"]]');
      await expectRefused(client, 'emails[userName eq "x"]');
      await expectRefused(client, 'emails[]');
    },
  },
  {
    requirements: ['FLT-21'],
    name: 'combines brackets with and, or and not',
    run: async (client) => {
      const people = await populate(client, {
        a: { ...emails(['work', 'a@x.example']), active: true },
        b: { ...emails(['work', 'b@x.example']), active: false },
        c: { active: true },
      });
      const table = [
        ['emails[type eq "work"] and active eq true', ['a']],
        ['active eq true or emails[value sw "b"]', ['a', 'b', 'c']],
        ['not (emails[type eq "work"])', ['c']],
        ['not (emails[type eq "work"] and active eq true)', ['b', 'c']],
      ] as const;
      for (const [filter, found] of table) equal(await people.matching(filter), found, filter);
    },
  },
  {
    requirements: ['FLT-18'],
    name: 'holds primary and value against the same element',
    run: async (client) => {
      const people = await populate(client, {
        a: { emails: [{ value: 'a@x.example', primary: true }, { value: 'b@x.example' }] },
        b: { emails: [{ value: 'a@x.example' }, { value: 'b@x.example', primary: true }] },
      });
      equal(await people.matching('emails[primary eq true and value sw "b@"]'), ['b'], 'primary with b@');
      equal(
        await people.matching('emails.primary eq true and emails.value sw "b@"'),
        ['a', 'b'],
        'without brackets',
      );
    },
  },
  {
    requirements: ['FLT-37'],
    name: 'asks for the values of a simple list by name and in brackets',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, {
        a: { [enterpriseSchema]: { department: 'D' }, schemas: [userSchema, enterpriseSchema] },
        b: {},
      });
      for (const filter of [
        `schemas eq ${quoted(enterpriseSchema)}`,
        `schemas[value eq ${quoted(enterpriseSchema)}]`,
      ]) {
        equal(await people.matching(filter), ['a'], filter);
      }
    },
  },
  {
    requirements: ['FLT-18', 'FLT-15'],
    name: 'finds groups by their members, and users by their groups',
    level: 'should',
    run: async (client) => {
      const people = await populate(client, { a: {}, b: {} });
      const made = await client.createGroup({ members: [{ value: people.idOf('a') }] });
      const find = async (filter: string) => {
        const query = { filter: `displayName eq ${quoted(made.textAt('displayName'))} and ${filter}` };
        return (await client.send('GET', '/Groups', { query })).at('totalResults');
      };
      equal(await find(`members[value eq ${quoted(people.idOf('a'))}]`), 1, 'groups with a');
      equal(await find(`members.value eq ${quoted(people.idOf('b'))}`), 0, 'groups with b');
      equal(
        await people.matching(`groups.value eq ${quoted(made.textAt('id'))}`),
        ['a'],
        'users of the group',
      );
    },
  },
];
