import { describe, expect, it } from 'vitest';
import { checkMap } from './check-map.ts';
import { checkResults } from './check-results.ts';
import type { Entry } from './entry.ts';
import { findTests, idsOf } from './find-tests.ts';
import { formatMap } from './format-map.ts';
import { numbering } from './numbering.ts';
import { root } from './page.ts';

const tests = [
  { name: 'REP-01 REP-02: does so', file: 'a.test.ts' },
  { name: 'does %s as well', file: 'b.test.ts' },
];

const all: readonly Entry[] = Object.entries(numbering).flatMap(([area, last]) =>
  Array.from({ length: last }, (_, index) => ({
    id: `${area}-${String(index + 1).padStart(2, '0')}`,
    level: 'MUST' as const,
    source: 'S1',
    text: 'does something',
    verdict: 'met' as const,
    where: ['package.json'],
    shownBy: ['as well'],
  })),
);

const changed = (id: string, change: Partial<Entry>) =>
  all.map((entry) => (entry.id === id ? { ...entry, ...change } : entry));
const [first, ...others] = all;

describe('checkMap', () => {
  it('finds nothing in a map that is true', () => expect(checkMap(all, tests, root)).toEqual([]));

  it.each([
    ['a missing number', others, 'REP-01 is missing.'],
    ['a doubled one', first === undefined ? [] : [...all, first], 'REP-01 is there twice.'],
    ['an invented one', changed('REP-22', { id: 'REP-99' }), 'REP-99 is not the number of a requirement.'],
    ['a file that is not there', changed('REP-03', { where: ['no.ts'] }), 'REP-03: there is no file no.ts.'],
    [
      'a test that is not there',
      changed('REP-03', { shownBy: ['none'] }),
      'REP-03: there is no test "none".',
    ],
    ['a word alone', changed('REP-03', { shownBy: [] }), 'REP-03 is said to be met, but no test shows it.'],
    ['nowhere', changed('REP-03', { where: [] }), 'REP-03 is said to be met, but nothing says where.'],
    [
      'a choice that is none',
      changed('REP-03', { level: 'pick' }),
      'REP-03 is a choice: the reason has to say which.',
    ],
    [
      'a MUST that is open',
      changed('REP-03', { verdict: 'declined', reason: 'no' }),
      'REP-03 is a MUST and cannot be declined.',
    ],
    [
      'no reason',
      changed('REP-03', { level: 'MAY', verdict: 'declined' }),
      'REP-03 is declined, without a reason.',
    ],
  ])('finds %s', (_, entries, fault) => {
    expect(checkMap(entries, tests, root)).toContain(fault);
  });

  it('finds a test for a requirement that is none', () => {
    const stray = { name: 'XYZ-01: does so', file: 'c.test.ts' };
    expect(checkMap(all, [...tests, stray], root)).toEqual([
      'The test "XYZ-01: does so" in c.test.ts names XYZ-01, which is no requirement.',
    ]);
  });
});

describe('checkResults', () => {
  const results = (...titles: [string, string][]) => ({
    testResults: [{ assertionResults: titles.map(([title, status]) => ({ title, status })) }],
  });
  const entries = all.slice(0, 1);

  it('takes tests that passed, those of a table by their pattern', () => {
    const ran = results(['REP-01 REP-02: does so', 'passed'], ['does this as well', 'passed']);
    expect(checkResults(entries, tests, ran)).toEqual([]);
  });

  it('finds tests that failed or did not run', () => {
    const ran = results(['does this as well', 'passed'], ['does that as well', 'failed']);
    expect(checkResults(entries, tests, ran)).toEqual([
      'REP-01: the test "REP-01 REP-02: does so" of a.test.ts did not run.',
      'REP-01: the test "does %s as well" of b.test.ts failed.',
    ]);
  });

  it('counts a test as failed that passed on one store and failed on the other', () => {
    const name = 'REP-01 REP-02: does so';
    const ran = results([name, 'passed'], [name, 'failed'], ['does x as well', 'passed']);
    expect(checkResults(entries, tests, ran)).toEqual([`REP-01: the test "${name}" of a.test.ts failed.`]);
  });
});

it('checkResults takes a group of tests for all tests in it', () => {
  const group = [{ name: 'group of REP-01', file: 'a.test.ts' }];
  const entries = changed('REP-01', { shownBy: ['group of'] }).slice(0, 1);
  const ran = (status: string) => ({
    testResults: [
      {
        assertionResults: [
          { title: 'one', status: 'passed', ancestorTitles: ['group of REP-01'] },
          { title: 'two', status, ancestorTitles: ['group of REP-01'] },
        ],
      },
    ],
  });
  expect(checkResults(entries, group, ran('passed'))).toEqual([]);
  expect(checkResults(entries, group, ran('failed'))).toHaveLength(1);
});

describe('findTests', () => {
  const found = findTests(root);

  it('finds conformance cases and the tests in files, in each way of writing them', () => {
    const names = found.map((test) => test.name);
    expect(names).toContain('COM-05: never sets an externalId by itself');
    expect(names).toContain('finds a test for a requirement that is none');
    expect(names).toContain('takes tests that passed, those of a table by their pattern');
    expect(names).toContain('finds %s');
  });

  it.each([
    ['REP-01: x', ['REP-01']],
    ['REP-01 HTTP-08: x', ['REP-01', 'HTTP-08']],
    ['RFC 7644: x', []],
    ['does REP-01: x', []],
  ])('reads the numbers of %j', (name, ids) => expect(idsOf(name)).toEqual(ids));
});

it('formatMap keeps tables whole whatever the text has in it', () => {
  const page = formatMap(
    [{ title: 'T', entries: changed('REP-01', { text: 'a | b\nc', reason: 'r' }).slice(0, 1) }],
    tests,
  );
  const row = page.split('\n').find((line) => line.startsWith('| REP-01'));
  expect(row).toContain('a \\| b c');
  expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(9);
});
