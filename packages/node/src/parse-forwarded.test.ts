import { describe, expect, it } from 'vitest';
import { parseForwarded } from './parse-forwarded.ts';

const parsed = (header: string) => parseForwarded(header)?.map((element) => Object.fromEntries(element));

describe('parseForwarded', () => {
  it.each([
    ['for=192.0.2.60;proto=http;by=203.0.113.43', [{ for: '192.0.2.60', proto: 'http', by: '203.0.113.43' }]],
    ['For="[2001:db8:cafe::17]:4711"', [{ for: '[2001:db8:cafe::17]:4711' }]],
    ['for=192.0.2.43, for=198.51.100.17', [{ for: '192.0.2.43' }, { for: '198.51.100.17' }]],
    ['host="a,b;c=\\"d\\"";proto=https', [{ host: 'a,b;c="d"', proto: 'https' }]],
    ['for=a ; proto=https ,, ;host=x', [{ for: 'a', proto: 'https' }, { host: 'x' }]],
    ['', []],
  ])('reads %j', (header, expected) => {
    expect(parsed(header)).toEqual(expected);
  });

  it.each(['for', 'for=', '=x', 'for="x', 'for=x y=z@', 'for=a"b"', 'for = x'])('refuses %j', (header) => {
    expect(parsed(header)).toBeUndefined();
  });

  it('keeps names of prototypes out of harm', () => {
    expect(parseForwarded('__proto__=x;constructor=y')?.[0]?.get('__proto__')).toBe('x');
  });

  it('takes time in proportion to the length of the header', () => {
    const started = performance.now();
    parseForwarded(' '.repeat(100_000));
    parseForwarded(`for="${'\\'.repeat(99_999)}`);
    parseForwarded('a=b;'.repeat(25_000));
    // Generous, for a busy machine: time that grows with the square of the length would be longer by far.
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
