import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldString } from './fold-string.ts';

const loose = { caseExact: false } as const;
const exact = { caseExact: true } as const;
const userName = { caseExact: false, prepare: 'username' } as const;

/** Text in which the characters that make folding hard are likely. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ...'aAéÉ\u0301\u0307\u0323ßẞİıIiΣσςΑαǄǅǆｊＡ　ｱﾞﾡ가ᄀ\u1161KÅΩﬁ\u00ad\u{10400}\u{10428}\u{1d15e}',
    ),
  }),
);

describe('foldString', () => {
  it.each([
    ['Jo', 'jo'],
    ['É', 'é'],
    ['E\u0301', 'é'],
    ['e\u0323\u0301', 'ẹ\u0301'],
    ['e\u0301\u0323', 'ẹ\u0301'],
    ['ẞ', 'ß'],
    ['İ', 'i\u0307'],
    ['ΑΣ', 'ασ'],
    ['ας', 'ασ'],
    ['Ǆ', 'ǆ'],
    ['ǅ', 'ǆ'],
    ['\u212a', 'k'],
    ['\u212b', 'å'],
    ['\u2126', 'ω'],
    ['\u{10400}', '\u{10428}'],
    ['ﬁ', 'ﬁ'],
    ['Ａ', 'ａ'],
    ['', ''],
    [' a ', ' a '],
  ])('folds %j to %j', (given, folded) => {
    expect(foldString(given, loose)).toBe(folded);
  });

  it('keeps the case of what is case exact, and still composes', () => {
    expect(foldString('AbC', exact)).toBe('AbC');
    expect(foldString('E\u0301', exact)).toBe('É');
  });

  it('maps width before it folds a user name (CHR-28)', () => {
    expect(foldString('Ｊｏ＠Ａ．ｃｏ', userName)).toBe('jo@a.co');
    expect(foldString('Ｊｏ', loose)).not.toBe('jo');
  });

  it.each([
    ['loose', loose],
    ['exact', exact],
    ['userName', userName],
  ])('changes nothing the second time: %s', (_name, attribute) => {
    fc.assert(
      fc.property(text, (given) => {
        const folded = foldString(given, attribute);
        expect(foldString(folded, attribute)).toBe(folded);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives NFC and NFD of a text the same form', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(foldString(given.normalize('NFD'), loose)).toBe(foldString(given.normalize('NFC'), loose));
      }),
      { numRuns: 2000 },
    );
  });

  it('settles every code point, and makes at most three of one', () => {
    const wrong: string[] = [];
    for (let point = 0; point <= 0x10ffff; point += 1) {
      const given = String.fromCodePoint(point);
      const folded = foldString(given, userName);
      if (foldString(folded, userName) !== folded || [...folded].length > 3) wrong.push(point.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});
