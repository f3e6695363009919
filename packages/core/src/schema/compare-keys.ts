import type { Key } from './key.ts';

/** Moves surrogates behind the rest of the basic plane, where the code points they stand for belong. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** JavaScript compares UTF-16 units and puts U+1F600 before U+FFFD; databases compare code points. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Keys of one attribute are of one type; across types any order will do as long as it is one. */
function rankOfType(key: Key): number {
  return typeof key === 'boolean' ? 0 : typeof key === 'number' ? 1 : 2;
}

/**
 * Puts two keys in order: strings by code point, numbers and instants by size, `false` before `true`.
 *
 * @param a - One key.
 * @param b - Another, of the same attribute.
 * @returns A negative number when `a` comes first, a positive one when `b` does, 0 when they are equal.
 * @example
 * ```ts
 * import { compareKeys } from '@scimkit/core';
 *
 * ['\u{1F600}', '\uFFFD'].sort(compareKeys); // ['\uFFFD', '\u{1F600}'], as databases have it
 * ```
 */
export function compareKeys(a: Key, b: Key): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
  return rankOfType(a) - rankOfType(b);
}
