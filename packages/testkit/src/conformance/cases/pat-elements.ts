import { equal, expectError, expectStatus } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { patch } from '../messages.ts';
import { patchedUser } from '../patched-user.ts';

const work = { value: 'w@x.example', type: 'work' };
const home = { value: 'h@x.example', type: 'home' };

/** The matrix: lists, their elements by filter, and what is primary. */
export const patElements: readonly ConformanceCase[] = [
  {
    requirements: ['PAT-22'],
    name: 'appends to a list what is not there yet, and replaces and removes it as a whole',
    run: async (client) => {
      const one = await patchedUser(client, { emails: [work] });
      equal(
        (await one.apply({ op: 'add', path: 'emails', value: [home, work] })).at('emails'),
        [work, home],
        'after add',
      );
      equal(
        (await one.apply({ op: 'add', path: 'emails', value: { value: 'o@x.example' } })).listAt('emails')
          .length,
        3,
        'number after adding one object',
      );
      equal(
        (await one.apply({ op: 'replace', path: 'emails', value: [home] })).at('emails'),
        [home],
        'after replace',
      );
      equal((await one.apply({ op: 'remove', path: 'emails' })).at('emails'), undefined, 'after remove');
    },
  },
  {
    requirements: ['PAT-22'],
    name: 'sets and removes a part of every element',
    level: 'choice',
    run: async (client) => {
      const one = await patchedUser(client, { emails: [work, home] });
      const read = await one.apply({ op: 'replace', path: 'emails.display', value: 'D' });
      equal(
        read.at('emails'),
        [
          { ...work, display: 'D' },
          { ...home, display: 'D' },
        ],
        'after replace',
      );
      equal(
        (await one.apply({ op: 'remove', path: 'emails.display' })).at('emails'),
        [work, home],
        'after remove',
      );
    },
  },
  {
    requirements: ['PAT-22'],
    name: 'changes the elements that a filter names, and no others',
    run: async (client) => {
      const one = await patchedUser(client, { emails: [work, home] });
      const part = await one.apply({
        op: 'replace',
        path: 'emails[type eq "work"].value',
        value: 'n@x.example',
      });
      equal(part.at('emails'), [{ ...work, value: 'n@x.example' }, home], 'after replacing a part');
      const whole = await one.apply({
        op: 'replace',
        path: 'Emails[Type EQ "WORK"]',
        value: { value: 'z@x.example', type: 'other' },
      });
      equal(
        whole.at('emails'),
        [{ value: 'z@x.example', type: 'other' }, home],
        'after replacing the element',
      );
      const merged = await one.apply({ op: 'add', path: 'emails[type eq "home"]', value: { display: 'H' } });
      equal(merged.at('emails', 1), { ...home, display: 'H' }, 'after adding to the element');
      const less = await one.apply({ op: 'remove', path: 'emails[type eq "home"].display' });
      equal(less.at('emails', 1), home, 'after removing a part');
      const gone = await one.apply({ op: 'remove', path: 'emails[type eq "other" or value sw "zz"]' });
      equal(gone.at('emails'), [home], 'after removing the element');
      equal(
        (await one.apply({ op: 'remove', path: 'emails[type pr]' })).at('emails'),
        undefined,
        'after removing the last',
      );
    },
  },
  {
    requirements: ['PAT-18'],
    name: 'refuses to replace what a filter does not find',
    run: async (client) => {
      const one = await patchedUser(client, { emails: [home] });
      for (const path of [
        'emails[value eq "none"]',
        'emails[value eq "none" and type eq "x" or type co "zz"].display',
      ]) {
        const answer = await client.send('PATCH', one.path, {
          body: patch({ op: 'replace', path: path, value: path.endsWith(']') ? { display: 'D' } : 'D' }),
        });
        // A profile for Entra ID may create what the filter describes; what it must not do is change another element.
        if (expectStatus(answer, 400, 200, 204).status === 400) expectError(answer, 400, 'noTarget');
        equal((await one.read()).at('emails', 0), home, 'the element that was not named');
      }
    },
  },
  {
    requirements: ['PAT-22'],
    name: 'removes nothing, and says so by success, where a filter finds nothing',
    run: async (client) => {
      const one = await patchedUser(client, { emails: [home] });
      const read = await one.apply(
        { op: 'remove', path: 'emails[type eq "work"]' },
        { op: 'remove', path: 'emails[type eq "work"].value' },
        { op: 'remove', path: 'phoneNumbers[type eq "work"]' },
      );
      equal(read.body, one.created.body, 'the resource');
    },
  },
  {
    requirements: ['PAT-09'],
    name: 'makes one value primary and the others not',
    run: async (client) => {
      const a = { value: 'a@x.example', type: 'work' };
      const b = { value: 'b@x.example', type: 'home' };
      const operations = [
        { op: 'add', path: 'emails', value: [{ value: 'c@x.example', primary: true }] },
        { op: 'add', path: 'emails[type eq "home"].primary', value: true },
        { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
        { op: 'replace', path: 'emails[type eq "home"]', value: { ...b, primary: true } },
        { op: 'add', value: { emails: [{ value: 'c@x.example', primary: true }] } },
      ];
      for (const operation of operations) {
        const one = await patchedUser(client, { emails: [{ ...a, primary: true }, b] });
        const read = await one.apply(operation);
        const primary = read
          .listAt('emails')
          .flatMap((_, index) =>
            read.at('emails', index, 'primary') === true ? [read.at('emails', index, 'value')] : [],
          );
        const expected = JSON.stringify(operation).includes('c@x') ? 'c@x.example' : 'b@x.example';
        equal(primary, [expected], `primary after ${JSON.stringify(operation)}`);
      }
    },
  },
  {
    requirements: ['PAT-10'],
    name: 'refuses two primary values in one operation',
    level: 'choice',
    run: async (client) => {
      const one = await patchedUser(client, { emails: [work] });
      const value = [
        { value: 'a@x.example', primary: true },
        { value: 'b@x.example', primary: true },
      ];
      for (const op of ['add', 'replace']) await one.refused('invalidValue', { op, path: 'emails', value });
    },
  },
];
