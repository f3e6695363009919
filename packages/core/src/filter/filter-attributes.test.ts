import { expect, it } from 'vitest';
import { compileFilter } from './compile-filter.ts';
import { attributesOf } from './filter-attributes.ts';
import { groups, users } from './test-fixture.ts';

it.each([
  [
    users,
    'userName eq "a" and not (emails[type eq "work"].value sw "x" or title pr)',
    ['userName', 'emails', 'emails.type', 'emails.value', 'title'],
  ],
  [groups, 'members.$ref eq "Users/1"', ['members.value']],
  [groups, 'displayName eq "a" or displayName eq "b"', ['displayName']],
  [groups, 'meta.resourceType eq "User"', []],
])('%#: %s', (model, text, paths) => {
  expect([...attributesOf(compileFilter(model, text))].map(({ path }) => path)).toEqual(paths);
});
