import { describe, expect, it } from 'vitest';
import { redactSecrets } from './redact-secrets.ts';

describe('redactSecrets', () => {
  it('takes the header, the token and its encoded forms out of every string', () => {
    const value = {
      url: 'http://host/?t=top%2Fsecret%22',
      list: ['Bearer top/secret"', 'x top/secret" y', '{"echo":"top/secret\\""}'],
    };
    const text = JSON.stringify(redactSecrets(value, 'Bearer top/secret"'));
    expect(text).not.toContain('secret');
    expect(text).toContain('x [redacted] y');
  });

  it('hides every Authorization header, whatever it holds', () => {
    expect(redactSecrets({ headers: { authorization: 'Bearer other' } }, 'Bearer t')).toEqual({
      headers: { authorization: '[redacted]' },
    });
  });

  it('leaves the rest alone', () => {
    const value = { a: 1, b: null, c: [true, 'text'], d: undefined };
    expect(redactSecrets(value, 'Bearer t')).toEqual(value);
  });
});
