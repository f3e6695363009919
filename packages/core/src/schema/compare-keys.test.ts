import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys } from './compare-keys.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', 'b', '\ue000', '\uffff', '\ufffd', '\u{1f600}', '\u{10ffff}') }),
);

/** The order of code points, the slow way. */
function compareCodePoints(a: string, b: string): number {
  const left = [...a].map((char) => char.codePointAt(0) ?? 0);
  const right = [...b].map((char) => char.codePointAt(0) ?? 0);
  for (const [index, point] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (point !== other) return point - other;
  }
  return left.length - right.length;
}

describe('compareKeys', () => {
  it('puts U+FFFD before U+1F600, which JavaScript does not', () => {
    expect('\ufffd' < '\u{1f600}').toBe(false);
    expect(compareKeys('\ufffd', '\u{1f600}')).toBeLessThan(0);
  });

  it('orders text by code point', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Math.sign(compareCodePoints(a, b)));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [9, 10],
    [-1, 0],
    [false, true],
    ['', 'a'],
    ['10', '9'],
    [true, 0],
    [5, ''],
  ])('puts %j before %j', (a, b) => {
    expect(compareKeys(a, b)).toBeLessThan(0);
    expect(compareKeys(b, a)).toBeGreaterThan(0);
    expect(compareKeys(a, a)).toBe(0);
  });
});
