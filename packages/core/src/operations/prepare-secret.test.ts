import { expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { prepareSecret } from './prepare-secret.ts';

it.each([
  ['plain', 'plain'],
  ['Case Stays', 'Case Stays'],
  ['e\u0301', '\u00E9'],
  ['a\u00A0b\u3000c\u2003d', 'a b c d'],
  ['\uFF21', '\uFF21'],
  ['\u{1F600}', '\u{1F600}'],
])('prepares %j', (value, expected) => {
  expect(prepareSecret(value, 'password')).toBe(expected);
});

it.each(['\u0007bell', 'two\nlines', '\u0085', '\uD800'])('refuses %j without saying it', (value) => {
  const refusal = (() => {
    try {
      return prepareSecret(value, 'password');
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(ScimError);
  expect(refusal).toMatchObject({ status: 400, scimType: 'invalidValue' });
  expect(String(refusal)).not.toContain(value);
});
