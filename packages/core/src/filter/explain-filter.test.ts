import { describe, expect, it } from 'vitest';
import { explainFilter } from './explain-filter.ts';
import type { FilterSupport } from './relax-filter.ts';
import { users } from './test-fixture.ts';

/** A store that searches keys, proposes by nick name, and knows nothing of other attributes. */
const store: FilterSupport = {
  compare: (attribute) =>
    attribute.path === 'nickName'
      ? 'superset'
      : attribute.indexed || users.keyed.includes(attribute)
        ? 'exact'
        : 'none',
  sameElement: true,
};

describe('explainFilter', () => {
  it.each([
    ['userName eq "Jo"', 'store', 'userName eq "jo"'],
    [
      'emails[type eq "work" and value eq "a@b.example"]',
      'store',
      'emails[type eq "work" and value eq "a@b.example"]',
    ],
    ['userName eq "jo" and title co "chief"', 'recheck', 'userName eq "jo"'],
    ['nickName eq "jo"', 'recheck', 'nickName eq "jo"'],
    ['not (nickName eq "jo")', 'scan', undefined],
    ['userName eq "jo" or title pr', 'scan', undefined],
  ])('%s is answered by way of: %s', (text, answeredBy, pushed) => {
    const explained = explainFilter(users, text, store);
    expect(explained.answeredBy).toBe(answeredBy);
    expect(explained.pushed).toBe(pushed);
  });

  it('tells of each condition what the store makes of it, and which attribute is not indexed', () => {
    const text =
      'not (nickName sw "J") and (emails[value ew "@B.example" or display pr] or title co "Chief")';
    expect(explainFilter(users, text, store).conditions).toEqual([
      { condition: 'nickName sw "j"', support: 'superset', indexed: false },
      { condition: 'emails[value ew "@b.example"]', support: 'exact', indexed: true },
      { condition: 'emails[display pr]', support: 'exact', indexed: true },
      { condition: 'title co "chief"', support: 'none', indexed: false },
    ]);
  });

  it('asks nobody about a filter that is decided by itself', () => {
    expect(explainFilter(users, 'meta.resourceType eq "Group"', store)).toEqual({
      answeredBy: 'store',
      pushed: 'false',
      conditions: [],
    });
  });

  it('refuses in words what a server would refuse', () => {
    expect(() => explainFilter(users, 'nothing eq "x"', store)).toThrow(/nothing/);
    expect(() => explainFilter(users, 'active gt true', store)).toThrow(/active/);
  });
});
