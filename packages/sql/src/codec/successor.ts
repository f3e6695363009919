const last = 0x10ffff;

/**
 * The first string that comes after every string with a prefix, by code point. `k >= prefix and k < successor(prefix)`
 * is what `sw` means, exactly, and an index can serve it.
 *
 * @returns The string, or `undefined` when there is none: the prefix is empty, or nothing but U+10FFFF.
 */
export function successor(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === last) points.pop();
  const end = points.pop();
  if (end === undefined) return undefined;
  // Surrogates are no characters: what follows U+D7FF is U+E000.
  return String.fromCodePoint(...points, end === 0xd7ff ? 0xe000 : end + 1);
}
