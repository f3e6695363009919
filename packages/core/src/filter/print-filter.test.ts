import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../schema/parse-instant.ts';
import { compileFilter } from './compile-filter.ts';
import { printFilter } from './print-filter.ts';
import { printInstant } from './print-instant.ts';
import { anyFilter, groups, probes, users } from './test-fixture.ts';

const limits = { maxLength: 100_000, maxDepth: 100, maxTerms: 10_000 };

it('compiles back to the same tree', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      expect(compileFilter(probes, printFilter(filter), { limits })).toEqual(filter);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  [
    users,
    'userName eq "A\\"b\\\\" and not (active eq false or title pr)',
    'userName eq "a\\"b\\\\" and not (active eq false or title pr)',
  ],
  [users, 'meta.created gt "2024-01-01T00:00:00.5+01:00"', 'meta.created gt "2023-12-31T23:00:00.500Z"'],
  [groups, 'members[value eq "1"] and members pr', 'members[value eq "1"] and members pr'],
  [groups, 'meta.resourceType eq "User"', 'false'],
])('%#: %s', (model, text, printed) => {
  expect(printFilter(compileFilter(model, text))).toBe(printed);
});

describe('printInstant', () => {
  it.each([
    '1970-01-01T00:00:00Z',
    '1969-12-31T23:59:59.999Z',
    '2011-05-13T04:42:34.1234567Z',
    '0001-01-01T00:00:00Z',
    '-0001-12-31T23:59:59Z',
    '-0044-03-15T12:00:00.25Z',
    '12024-02-29T00:00:00Z',
    '999999-12-31T23:59:59.9Z',
    '-999999-01-01T00:00:00Z',
    '275761-01-01T00:00:00Z',
  ])('%s', (text) => {
    const instant = parseInstant(text);
    expect(instant).toBeDefined();
    expect(parseInstant(printInstant(instant ?? Number.NaN))).toBe(instant);
  });

  it('reads back as the same number', () => {
    const digits = fc.integer({ min: 0, max: 1e12 }).map((fraction) => String(fraction));
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date(-6e13), max: new Date(2e14) }),
        digits,
        (date, fraction) => {
          const [year = '', ...rest] = date
            .toISOString()
            .slice(0, -5)
            .split(/(?<=\d)-/);
          const text = `${String(Number(year)).padStart(4, '0')}-${rest.join('-')}.${fraction}Z`;
          const instant = parseInstant(text);
          if (instant !== undefined) expect(parseInstant(printInstant(instant))).toBe(instant);
          expect(instant !== undefined || date.getUTCFullYear() === 0).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('comes near what no dateTime can be read as', () => {
    expect(parseInstant(printInstant(-0.9))).toBeCloseTo(-0.9, 9);
  });

  it('is the form that everyone knows', () => {
    expect(printInstant(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(printInstant(Date.UTC(2024, 1, 29, 1, 2, 3, 4))).toBe('2024-02-29T01:02:03.004Z');
  });
});
