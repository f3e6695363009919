import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter } from './compile-filter.ts';
import type { FilterNode } from './filter-node.ts';
import { matches } from './matches.ts';
import { printFilter } from './print-filter.ts';
import { type FilterSupport, relaxFilter } from './relax-filter.ts';
import { anyFilter, anyProbe, attribute, subject, users } from './test-fixture.ts';

/** A store that does what `answers` says of an attribute's path, and everything else exactly. */
const store = (answers: Record<string, 'superset' | 'none'>, sameElement = true): FilterSupport => ({
  compare: ({ path }, op) => answers[`${path} ${op}`] ?? answers[path] ?? 'exact',
  sameElement,
});
const relaxed = (text: string, supports: FilterSupport) => {
  const { pushed, exact } = relaxFilter(compileFilter(users, text), supports);
  return [pushed && printFilter(pushed), exact];
};

describe('relaxFilter', () => {
  const weak = store({
    title: 'none',
    nickName: 'superset',
    'userName co': 'superset',
    'userName pr': 'none',
  });

  it.each([
    ['userName eq "a"', 'userName eq "a"', true],
    ['userName eq "a" and not (locale pr)', 'userName eq "a" and not (locale pr)', true],
    ['title eq "a"', undefined, false],
    ['not (title eq "a")', undefined, false],
    ['userName eq "a" and title eq "b"', 'userName eq "a"', false],
    ['userName eq "a" or title eq "b"', undefined, false],
    ['userName eq "a" and (locale pr or title pr)', 'userName eq "a"', false],
    ['not (userName eq "a" and title eq "b")', undefined, false],
    ['not (userName eq "a" or title eq "b")', 'not (userName eq "a")', false],
    ['not (not (userName eq "a") or title pr)', 'userName eq "a"', false],
    ['nickName eq "a"', 'nickName eq "a"', false],
    ['not (nickName eq "a")', undefined, false],
    ['not (not (nickName eq "a") or title pr)', 'nickName eq "a"', false],
    ['userName co "a" and userName pr', 'userName co "a"', false],
    ['emails[type eq "work" and value eq "x"]', 'emails[type eq "work" and value eq "x"]', true],
    ['meta.resourceType eq "User"', undefined, true],
    ['meta.resourceType eq "Group"', 'false', true],
  ])('%s leaves %s, exact: %s', (text, pushed, exact) => {
    expect(relaxed(text, weak)).toEqual([pushed, exact]);
  });

  it.each([
    ['emails[type eq "work" and value eq "x"]', 'emails[value eq "x"]', false],
    ['not (emails[type eq "work" and value eq "x"])', undefined, false],
    ['not (emails[type eq "work" or value eq "x"])', 'not (emails[value eq "x"])', false],
    ['emails[type eq "work"]', undefined, false],
    ['emails[not (type eq "work")]', undefined, false],
  ])('inside brackets, %s leaves %s', (text, pushed, exact) => {
    const untyped = store({ 'emails.type': 'none' });
    expect(relaxed(text, untyped)).toEqual([pushed, exact]);
  });

  it.each([
    ['emails[value eq "x"]', 'emails.value eq "x"', true],
    ['not (emails[value eq "x"])', 'not (emails.value eq "x")', true],
    ['emails[value eq "x" or type pr]', 'emails.value eq "x" or emails.type pr', true],
    ['emails[type eq "work" and value eq "x"]', 'emails.type eq "work" and emails.value eq "x"', false],
    ['not (emails[type eq "work" and value eq "x"])', undefined, false],
    ['emails[type ne "work"]', undefined, false],
    ['emails[not (type eq "work") and value eq "x"]', 'emails.value eq "x"', false],
    ['emails[type ne "work" or value eq "x"]', undefined, false],
    ['locale pr and emails[type ne "work"]', 'locale pr', false],
  ])('of a store that cannot keep elements apart, %s asks %s', (text, pushed, exact) => {
    expect(relaxed(text, store({}, false))).toEqual([pushed, exact]);
  });

  it('does not take it for granted that an attribute has elements', () => {
    const emails = attribute(users, 'emails');
    const without: FilterNode = {
      kind: 'not',
      of: { kind: 'some', attribute: emails, of: { kind: 'constant', value: true } },
    };
    const filter: FilterNode = { kind: 'and', of: [without, compileFilter(users, 'title pr')] };
    expect(relaxFilter(filter, store({ title: 'none' }))).toEqual({ pushed: undefined, exact: false });
  });

  it('gives an exact filter on as it is', () => {
    const filter = compileFilter(users, 'userName eq "a" and emails[type eq "work"]');
    expect(relaxFilter(filter, store({}))).toEqual({ pushed: filter, exact: true });
    expect(relaxFilter(filter, store({})).pushed).toBe(filter);
  });

  const support = fc.constantFrom('exact', 'superset', 'none');
  const anyStore = fc.record({ answers: fc.func(support), sameElement: fc.boolean() }).map(
    ({ answers, sameElement }): FilterSupport => ({
      compare: ({ path }, op) => answers(path, op),
      sameElement,
    }),
  );

  it('never loses a match', () => {
    fc.assert(
      fc.property(
        anyFilter,
        anyStore,
        fc.array(anyProbe, { minLength: 5, maxLength: 10 }),
        (filter, supports, documents) => {
          const { pushed, exact } = relaxFilter(filter, supports);
          for (const document of documents) {
            const [before, after] = [filter, pushed].map(
              (node) => node === undefined || matches(node, subject(document)),
            );
            if (before && !after) throw new Error(`${printFilter(filter)} lost a match as ${print(pushed)}`);
            if (exact && before !== after)
              throw new Error(`${printFilter(filter)} is not exactly ${print(pushed)}`);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('asks a store nothing that it cannot do, and nothing negated that it does not do exactly', () => {
    fc.assert(
      fc.property(anyFilter, anyStore, (filter, supports) => {
        const { pushed, exact } = relaxFilter(filter, supports);
        const check = (node: FilterNode, negated: boolean): void => {
          if (node.kind === 'not') check(node.of, !negated);
          else if (node.kind === 'and' || node.kind === 'or')
            for (const part of node.of) check(part, negated);
          else if (node.kind === 'some') {
            expect(supports.sameElement).toBe(true);
            check(node.of, negated);
          } else if (node.kind !== 'constant') {
            const answer = supports.compare(node.attribute, node.kind === 'compare' ? node.op : 'pr');
            expect(exact || negated ? ['exact'] : ['exact', 'superset']).toContain(answer);
          }
        };
        if (pushed !== undefined) check(pushed, false);
      }),
      { numRuns: 2000 },
    );
  });
});

const print = (node: FilterNode | undefined) => (node === undefined ? 'everything' : printFilter(node));
