import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant } from './iso-instant.ts';

/** The furthest instants that a date can be. ECMA-262 section 21.4.1.1. */
const furthest = 8_640_000_000_000_000;

describe('isoInstant', () => {
  it('writes what Date writes, for every instant and whatever it wrote before', () => {
    const near = fc.tuple(
      fc.integer({ min: -5, max: 5 }),
      fc.constantFrom(-86_400_001, -1, 0, 999, 86_399_999),
    );
    const instant = fc.oneof(
      fc.integer({ min: -furthest, max: furthest }),
      fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }),
      fc.double({ min: -1e12, max: 1e13, noNaN: true }),
      near.map(([days, rest]) => days * 86_400_000 + rest),
    );
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1, maxLength: 5 }), (instants) => {
        for (const at of instants) expect(isoInstant(at)).toBe(new Date(at).toISOString());
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    -furthest,
    furthest,
    Date.UTC(-1, 11, 31, 23, 59, 59, 999),
    -62_167_219_200_001,
    -62_167_219_200_000,
    253_402_300_799_999,
    253_402_300_800_000,
    -1,
    0,
    -0,
  ])('%d', (at) => {
    expect(isoInstant(at)).toBe(new Date(at).toISOString());
  });

  it('refuses what is no instant, and goes on', () => {
    for (const at of [furthest + 1, -furthest - 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => isoInstant(at)).toThrow(RangeError);
      expect(isoInstant(1)).toBe('1970-01-01T00:00:00.001Z');
    }
  });
});
