import { describe, expect, it } from 'vitest';
import type { ValueFormat } from './definition.ts';
import { valueFormats } from './value-formats.ts';

const der = (length: readonly number[], content: number, tag = 0x30) =>
  btoa(String.fromCharCode(tag, ...length, ...new Array<number>(content).fill(1)));

const fitting: Readonly<Record<ValueFormat, readonly string[]>> = {
  email: ['a@b', "ann.o'bee+tag@example.co.uk", 'zoë@münchen.example', 'ops@192-0-2-1.example'],
  phone: ['12', '+1 201-555-0123', 'tel:+1-201-555-0123;ext=7', '(555) 010 1234 x17', '112'],
  country: ['US', 'DE', 'GB', 'ZA', 'AX'],
  languageTag: ['en', 'en-US', 'en_US', 'zh-Hant-TW', 'de-CH-1996'],
  languageRange: ['*', 'da, en-gb;q=0.8, en;q=0.7', 'en-US', 'fr;q=1.000'],
  timeZone: ['Europe/Berlin', 'America/Argentina/Ushuaia', 'UTC', 'Asia/Kolkata'],
  certificate: [der([2], 2), der([0x81, 200], 200), der([0x82, 1, 44], 300)],
};

const unfit: Readonly<Record<ValueFormat, readonly string[]>> = {
  email: [
    '',
    'nobody',
    '@b',
    'a@',
    'a@b@c',
    'a b@c',
    'a@-b',
    `${'a'.repeat(65)}@b`,
    `a@${'b'.repeat(300)}`,
    'a\u0000@b',
  ],
  phone: ['', '1', 'call me', '+1-201-555-0123 or home', '--------', `+${'1'.repeat(80)}`],
  country: ['', 'us', 'USA', 'ZZ', 'XX', 'EU', 'UK', 'SU', 'AN', 'XK', 'U', 'ÜS'],
  languageTag: ['', 'english please', 'en-', 'e', 'en-US-'],
  languageRange: ['', 'da;q=2', 'da,,en', 'en us', `${'en,'.repeat(100)}en`],
  timeZone: ['', 'Mars/Base', '+01:00', 'Europe/', 'Europe/Berlin '],
  certificate: [
    '',
    der([2], 3),
    der([2], 1),
    der([0x80], 2),
    der([0x84, 0, 0, 0, 2], 2),
    der([0x82, 1], 0),
    der([2], 2, 0x31),
    der([2], 2) + der([2], 2),
  ],
};

describe.each(Object.keys(fitting) as ValueFormat[])('the format %s', (name) => {
  const { fits, expected } = valueFormats[name];

  it.each(fitting[name])('takes %j', (text) => expect(fits(text)).toBe(true));
  it.each(unfit[name])('refuses %j', (text) => expect(fits(text)).toBe(false));
  it('says what it expects', () => expect(expected).toMatch(/^[a-z]/));

  it('takes no long time for a long text', () => {
    const started = performance.now();
    for (const long of [
      'a'.repeat(100_000),
      '1 '.repeat(50_000),
      'a.'.repeat(50_000),
      'en-'.repeat(30_000),
    ]) {
      if (name !== 'certificate') fits(`${long}@${long}!`);
    }
    // Generous, for a busy machine: time that grows with the square of the length would be longer by far.
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

it('knows the countries of ISO 3166-1', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const known = codes.filter((code) => valueFormats.country.fits(code)).length;
  // A platform may be a code behind or ahead.
  expect(Math.abs(known - 249)).toBeLessThanOrEqual(3);
});
