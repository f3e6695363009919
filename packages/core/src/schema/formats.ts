import { parseInstant } from './parse-instant.ts';

/** What a string may hold, by data type. `keyText` is the text of attributes that stores keep keys of. */
export type FormatName = 'text' | 'keyText' | 'dateTime' | 'reference' | 'binary';

/** NUL ends a string in some databases, and half a surrogate pair is not UTF-8: both are errors on PostgreSQL. */
const UNSTORABLE = /[\0\p{Cs}]/u;

/** The last code point of all sorts behind every key: stores use it for "no value". */
const LAST_CODE_POINT = '\u{10ffff}';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
const IP_LITERAL = /^\/\/(?:[^/?#@[\]]*@)?\[[0-9A-Fa-fVv:.]+\]/;

/** RFC 7643 section 2.3.6: base64 of RFC 4648 section 4, whose padding may be missing. */
function isBinary(text: string): boolean {
  if (!BASE64.test(text)) return false;
  // One character over is not enough for a byte; with padding the length must be a multiple of four.
  return text.endsWith('=') ? text.length % 4 === 0 : text.length % 4 !== 1;
}

/** A URI or a relative reference of RFC 3986 section 4.1. */
function isReference(text: string): boolean {
  if (!URI_CHARACTERS.test(text)) return false;
  const [beforeFragment = '', ...fragments] = text.split('#');
  if (fragments.length > 1) return false;
  const hierarchy = beforeFragment.split('?', 1)[0] ?? '';
  const colon = hierarchy.indexOf(':');
  const slash = hierarchy.indexOf('/');
  const schemed = colon !== -1 && (slash === -1 || colon < slash);
  if (schemed && !SCHEME.test(hierarchy.slice(0, colon))) return false;
  // Square brackets belong around an IPv6 address and nowhere else.
  const rest = (schemed ? text.slice(colon + 1) : text).replace(IP_LITERAL, '//');
  return !rest.includes('[') && !rest.includes(']');
}

const MARK = /\p{M}/u;

/** Four times what Unicode holds to be far beyond any use in a language (UAX #15 section 13). */
const MOST_MARKS = 128;

/**
 * Are there more combining marks on one letter than any writing has? Normal forms put the marks of a letter in order, in
 * time by the square of their number: 500,000 of them, a megabyte, took 72 seconds.
 */
export function isOverloaded(text: string): boolean {
  if (text.length <= MOST_MARKS) return false;
  let marks = 0;
  for (const char of text) {
    marks = char >= '\u0300' && MARK.test(char) ? marks + 1 : 0;
    if (marks > MOST_MARKS) return true;
  }
  return false;
}

const isText = (text: string): boolean => !UNSTORABLE.test(text) && !isOverloaded(text);

/** The check of each format. */
export const formats: Readonly<Record<FormatName, (text: string) => boolean>> = {
  text: isText,
  keyText: (text) => isText(text) && !text.includes(LAST_CODE_POINT),
  dateTime: (text) => parseInstant(text) !== undefined,
  reference: isReference,
  binary: isBinary,
};
