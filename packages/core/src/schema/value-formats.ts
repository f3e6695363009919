import type { ValueFormat } from './definition.ts';

/** What is expected, as the end of a sentence, and the check. */
interface Format {
  readonly expected: string;
  readonly fits: (text: string) => boolean;
}

/** RFC 5321 sections 4.1.2 and 4.5.3.1, with the UTF-8 of RFC 6531; quoted local parts are not asked for by anyone. */
const EMAIL = /^[^\s@"(),:;<>[\\\]\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,252}[\p{L}\p{N}])?$/u;
/** RFC 3966 section 3: digits with visual separators; an extension and parameters may follow. */
const PHONE = /^(?:tel:)?\+?[0-9().\- ]{2,40}(?:(?:;|\s?x)[\w=;.+-]{1,40})?$/i;
/** RFC 9110 section 12.5.4: ranges with weights. */
const LANGUAGE_RANGE = /^(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}|\*)(?:\s?;\s?q=[01](?:\.\d{0,3})?)?$/;

/** What `Intl` has a name for beyond the 249 codes of ISO 3166-1: groups, reserved codes, codes for private use. */
const NOT_COUNTRIES = new Set([
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'EU',
  'EZ',
  'IC',
  'QO',
  'TA',
  'UN',
  'XA',
  'XB',
  'XK',
  'ZZ',
]);

/** The check of each format. Countries and time zones are those that the platform knows. */
export const valueFormats: Readonly<Record<ValueFormat, Format>> = {
  email: { expected: 'an e-mail address', fits: (text) => text.length <= 254 && EMAIL.test(text) },
  phone: {
    expected: 'a phone number such as tel:+1-201-555-0123',
    fits: (text) => PHONE.test(text) && /[0-9]{2}/.test(text.replaceAll(/[^0-9]/g, '')),
  },
  country: { expected: 'two capital letters of ISO 3166-1, such as US', fits: isCountry },
  languageTag: { expected: 'a language tag such as en-US', fits: isLanguageTag },
  languageRange: {
    expected: 'languages as in Accept-Language, such as "da, en-gb;q=0.8"',
    fits: (text) => text.length <= 200 && text.split(/\s*,\s*/).every((range) => LANGUAGE_RANGE.test(range)),
  },
  timeZone: { expected: 'the IANA name of a time zone, such as Europe/Berlin', fits: isTimeZone },
  certificate: { expected: 'exactly one DER certificate in base64', fits: isOneDerSequence },
};

let countryNames: Intl.DisplayNames | undefined;

function isCountry(text: string): boolean {
  if (!/^[A-Z]{2}$/.test(text) || NOT_COUNTRIES.has(text)) return false;
  // A code that has been withdrawn, such as SU, becomes its successor.
  if (new Intl.Locale(`und-${text}`).region !== text) return false;
  countryNames ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  return countryNames.of(text) !== undefined;
}

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-')).length === 1;
  } catch {
    return false;
  }
}

function isTimeZone(text: string): boolean {
  // Offsets such as +01:00 are time zones to Intl, and no names.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/**
 * RFC 7643 section 4.1.2: each value is one certificate. A certificate is a SEQUENCE (X.690 section 8.9), and its length
 * says where it ends; what follows would be another one.
 */
function isOneDerSequence(base64: string): boolean {
  const bytes = bytesOf(base64);
  const [tag, first = 0] = bytes;
  if (tag !== 0x30) return false;
  if (first < 0x80) return bytes.length === 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 3 || bytes.length < 2 + count) return false;
  let length = 0;
  for (const byte of bytes.subarray(2, 2 + count)) length = length * 256 + byte;
  return bytes.length === 2 + count + length;
}

/** No bytes for what is no base64: two certificates one behind the other may have padding in the middle. */
function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
