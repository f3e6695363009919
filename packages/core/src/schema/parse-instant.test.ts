import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from './parse-instant.ts';

describe('parseInstant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:00', 0],
    ['1970-01-01T00:00:00.000Z', 0],
    ['1970-01-01T02:00:00+02:00', 0],
    ['1969-12-31T19:00:00-05:00', 0],
    ['1969-12-31T23:59:59.5Z', -500],
    ['2024-02-29T10:00:00.123+02:00', Date.UTC(2024, 1, 29, 8, 0, 0, 123)],
    ['2024-01-01T24:00:00Z', Date.UTC(2024, 0, 2)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['0001-01-01T00:00:00Z', Date.parse('0001-01-01T00:00:00Z')],
    ['-0001-12-31T00:00:00Z', Date.parse('0000-12-31T00:00:00Z')],
    ['12024-01-01T00:00:00Z', Date.parse('+012024-01-01T00:00:00Z')],
    ['2024-01-01T00:00:00+14:00', Date.UTC(2023, 11, 31, 10)],
  ])('reads %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    '',
    'yesterday',
    '2024-01-01',
    '2024-01-01T10:00',
    '2024-01-01 10:00:00Z',
    '2024-01-01t10:00:00z',
    '2024-13-01T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-01-01T24:00:01Z',
    '2024-01-01T25:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00+0200',
    '2024-01-01T00:00:00+14:01',
    '2024-01-01T00:00:00+02:60',
    '0000-01-01T00:00:00Z',
    '02024-01-01T00:00:00Z',
    '2024-01-01T00:00:00Z ',
    `2024-01-01T00:00:00.${'1'.repeat(41)}Z`,
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('keeps what goes beyond milliseconds', () => {
    const earlier = parseInstant('2024-01-01T00:00:00.1234561Z');
    const later = parseInstant('2024-01-01T00:00:00.1234569Z');
    expect(earlier).toBeLessThan(later ?? 0);
    expect(parseInstant('2024-01-01T02:00:00.1234561+02:00')).toBe(earlier);
  });

  it('reads every date as JavaScript does', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0001-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime());
        },
      ),
      { numRuns: 1000 },
    );
  });
});
