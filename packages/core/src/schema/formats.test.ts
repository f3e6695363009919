import { describe, expect, it } from 'vitest';
import { type FormatName, formats } from './formats.ts';

describe('formats', () => {
  it.each<[FormatName, string]>([
    ['text', ''],
    ['text', 'Jo \u{1f600} \u{10ffff}\n\t'],
    ['keyText', 'Jo \u{1f600} \ufffd'],
    ['dateTime', '2024-01-01T00:00:00Z'],
    ['binary', ''],
    ['binary', 'MIIDQzCCAqygAwIBAgICEAAwDQYJKoZIhvcNAQEFBQAwTjEL'],
    ['binary', 'YQ=='],
    ['binary', 'YQ'],
    ['binary', 'YWI='],
    ['binary', 'YWI'],
    ['binary', '+/+/'],
    ['reference', ''],
    ['reference', 'https://example.com/a?b=c#d'],
    ['reference', 'HTTPS://user@[2001:db8::1]:8443/x'],
    ['reference', '//[::1]/x'],
    ['reference', '../Users/2819c223'],
    ['reference', 'Users/2819c223'],
    ['reference', '/Users/a:b'],
    ['reference', '?q'],
    ['reference', '#f'],
    ['reference', 'urn:ietf:params:scim:schemas:core:2.0:User'],
    ['reference', 'data:image/png;base64,AAAA+/=='],
    ['reference', 'mailto:jo@example.com'],
    ['reference', 'https://example.com/%C3%A9'],
  ])('%s accepts %j', (format, text) => {
    expect(formats[format](text)).toBe(true);
  });

  it.each<[FormatName, string]>([
    ['text', 'a\0b'],
    ['text', '\ud800'],
    ['text', 'a\udc00b'],
    ['keyText', '\u{10ffff}'],
    ['keyText', 'a\0'],
    ['dateTime', '2024-01-01'],
    ['binary', '###'],
    ['binary', 'Y'],
    ['binary', 'YQ='],
    ['binary', 'YWJj='],
    ['binary', 'YQ==='],
    ['binary', 'Y Q'],
    ['binary', 'a-_b'],
    ['binary', 'YW\n'],
    ['reference', 'not a uri%%'],
    ['reference', 'a b'],
    ['reference', '%zz'],
    ['reference', 'https://example.com/é'],
    ['reference', '1http://x'],
    ['reference', ':x'],
    ['reference', 'a#b#c'],
    ['reference', 'http://a/[b]'],
    ['reference', 'x[1]'],
    ['reference', '<script>'],
    ['reference', 'a\\b'],
  ])('%s refuses %j', (format, text) => {
    expect(formats[format](text)).toBe(false);
  });

  it('takes no longer than the text is long', () => {
    const long = 'A'.repeat(1_000_000);
    const start = performance.now();
    expect(formats.binary(`${long}#`)).toBe(false);
    expect(formats.reference(`${long} `)).toBe(false);
    expect(formats.text(`${long}\0`)).toBe(false);
    expect(formats.dateTime(`2024-01-01T00:00:00.${'1'.repeat(1_000_000)}`)).toBe(false);
    // Generous, for a busy machine: time that grows with the square of the length would be many minutes.
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it('bounds the combining marks on one letter, not those of a text', () => {
    const marks = '\u0301\u0323'.repeat(64);
    for (const format of ['text', 'keyText'] as const) {
      expect(formats[format](`a${marks}`.repeat(1_000))).toBe(true);
      expect(formats[format](`${'y'.repeat(200)}${marks}\u0301`)).toBe(false);
      // Normal forms take time by the square of such a number.
      expect(formats[format](`a${'\u0301\u0323'.repeat(500_000)}`)).toBe(false);
    }
  });
});
