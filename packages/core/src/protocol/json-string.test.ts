import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonString, jsonText } from './json-string.ts';
import { pathSegment } from './path-segment.ts';

const awkward = fc.constantFrom(
  '"',
  '\\',
  '\n',
  '\u0000',
  '\u007f',
  '\u2028',
  'é',
  '😀',
  '\ud800',
  '/',
  '%',
  ' ',
  'a\n',
);

describe('jsonString', () => {
  it('writes what JSON.stringify writes', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: awkward }));
    fc.assert(
      fc.property(text, (each) => {
        expect(jsonString(each)).toBe(JSON.stringify(each));
        expect(`"${jsonText(each)}"`).toBe(JSON.stringify(each));
      }),
    );
  });

  it('agrees on every single character', () => {
    for (let code = 0; code <= 0xffff; code += 1) {
      const text = String.fromCharCode(code);
      if (jsonString(text) !== JSON.stringify(text)) expect.fail(`differs for ${code}`);
    }
  });
});

describe('pathSegment', () => {
  it('writes what encodeURIComponent writes', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.uuid());
    fc.assert(
      fc.property(text, (each) => {
        expect(pathSegment(each)).toBe(encodeURIComponent(each));
      }),
    );
  });
});
