import { formats } from '../schema/formats.ts';
import { invalidFilterAt } from './invalid-filter.ts';

/** A value of the filter grammar: a JSON string, number, `true`, `false` or `null`. */
export type Literal = string | number | boolean | null;

/** A literal, and the index after it. */
export interface ReadLiteral {
  readonly value: Literal;
  readonly end: number;
  /** The text as it stood there, when it was read as something without quotation marks that a string could also be. */
  readonly bare?: string;
}

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;

const hex4 = /^[\dA-Fa-f]{4}$/;
const jsonNumber = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

/**
 * Reads the literal that begins at `start`.
 *
 * @param tolerant - Also take values in single quotes and without any (FLT-33).
 * @throws ScimError 400 `invalidFilter` with the place.
 */
export function readLiteral(text: string, start: number, tolerant: boolean): ReadLiteral {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return readString(text, start, QUOTE);
  if (first === APOSTROPHE && tolerant) return readString(text, start, APOSTROPHE);
  return readBare(text, start, tolerant);
}

/** A string by the rules of RFC 8259 section 7 (FLT-28). */
function readString(text: string, start: number, quote: number): ReadLiteral {
  let escaped = false;
  for (let at = start + 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === quote) return { value: decode(text, start, at, escaped, quote), end: at + 1 };
    if (unit < 0x20) {
      throw invalidFilterAt(
        at,
        'a control character in a string has to be escaped, for example as \\t or \\u0009.',
      );
    }
    if (unit === BACKSLASH) {
      escaped = true;
      at += escapeLength(text, at, quote);
    }
  }
  throw invalidFilterAt(start, 'the string that begins here is never closed.');
}

/** How many characters of the escape follow the backslash at `at`. */
function escapeLength(text: string, at: number, quote: number): number {
  const kind = text.charAt(at + 1);
  if (kind === 'u' && hex4.test(text.slice(at + 2, at + 6))) return 5;
  if (kind !== '' && '"\\/bfnrt'.includes(kind)) return 1;
  if (quote === APOSTROPHE && kind === "'") return 1;
  throw invalidFilterAt(
    at,
    'this is not an escape of JSON (RFC 8259 section 7); a backslash itself is written \\\\.',
  );
}

function decode(text: string, start: number, end: number, escaped: boolean, quote: number): string {
  const raw = text.slice(start + 1, end);
  let value = raw;
  if (escaped) {
    // Escapes have been checked, so JSON.parse only decodes. In single quotes `"` is plain and `\'` an escape.
    const json =
      quote === QUOTE
        ? raw
        : raw.replace(/\\.|"/gs, (part) => (part === "\\'" ? "'" : part === '"' ? '\\"' : part));
    value = String(JSON.parse(`"${json}"`));
  }
  if (!formats.keyText(value)) {
    throw invalidFilterAt(
      start,
      'the string holds U+0000, half of a surrogate pair, U+10FFFF or over 128 combining marks on one letter, which cannot be searched for.',
    );
  }
  return value;
}

/** Keywords are read in any case: `True` without quotation marks can mean nothing else. */
const keywords: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function readBare(text: string, start: number, tolerant: boolean): ReadLiteral {
  const end = endOfWord(text, start);
  const word = text.slice(start, end);
  if (word === '') throw invalidFilterAt(start, 'a value is missing after the operator.');
  // The longest keyword has five letters; a long word need not be lower-cased to know it is none.
  const keyword = word.length > 5 ? undefined : keywords.get(word.toLowerCase());
  // Tolerance must not change what a correct filter means, and `null` is correct for every attribute.
  if (keyword === null || (keyword !== undefined && !tolerant)) return { value: keyword, end };
  if (keyword !== undefined) return { value: keyword, end, bare: word };
  const number = jsonNumber.exec(word);
  if (number !== null) {
    const value = readNumber(word, number, start);
    return tolerant ? { value, end, bare: word } : { value, end };
  }
  if (tolerant && !word.includes('"') && formats.keyText(word)) return { value: word, end };
  throw invalidFilterAt(
    start,
    'a value is a string in double quotation marks, a number, true, false or null.',
  );
}

/** Rounding would make the filter ask for another number than was written (TYP-21). */
function readNumber(word: string, [, fraction, exponent]: RegExpExecArray, start: number): number {
  const value = Number(word);
  const whole = fraction === undefined && exponent === undefined;
  if (Number.isFinite(value) && (!whole || Number.isSafeInteger(value) || BigInt(value) === BigInt(word)))
    return value;
  throw invalidFilterAt(start, 'the number is too large to be compared exactly.');
}

/** Where a run of characters ends that are neither blank nor a bracket. */
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !endsWord(text.charCodeAt(at))) at += 1;
  return at;
}

function endsWord(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d || unit === 0x29 || unit === 0x5d;
}
