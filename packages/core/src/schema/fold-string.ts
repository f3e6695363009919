import type { AttributeRef } from './attribute-ref.ts';
import { mapWidth } from './map-width.ts';

const BEYOND_ASCII = /[\u0080-\uffff]/;

/** One round of folding. Both sigmas must meet: `ΑΣ` folds to a final sigma, `ας` keeps its own. */
function foldOnce(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('\u03c2', '\u03c3').normalize('NFC');
}

/**
 * Puts a string into the form it is compared in: NFC, and in lower case unless the attribute is case exact. Folding a
 * folded string changes nothing, so keys may be folded again. Databases disagree about letter case (a lower-case `É` is
 * `É` to SQLite), which is why it happens here and nowhere else.
 *
 * @param text - The string as the client sent it.
 * @param attribute - Whose value it is: `caseExact` keeps the case, `prepare: 'username'` maps full-width letters first.
 * @returns The form to compare.
 * @see RFC 7644 section 7.8
 * @example
 * ```ts
 * import { foldString } from '@scimkit/core';
 *
 * foldString('STRASSE', { caseExact: false }); // 'strasse'
 * foldString('e\u0301', { caseExact: true }); // '\u00e9', in one character
 * ```
 */
export function foldString(text: string, attribute: Pick<AttributeRef, 'caseExact' | 'prepare'>): string {
  if (!BEYOND_ASCII.test(text)) return attribute.caseExact ? text : text.toLowerCase();
  const prepared = attribute.prepare === 'username' ? mapWidth(text) : text;
  if (attribute.caseExact) return prepared.normalize('NFC');
  // Lower-casing can undo NFC and NFC can bring back what lower-casing maps; two rounds settle every known string.
  let folded = foldOnce(prepared);
  for (let round = 0; round < 4; round += 1) {
    const again = foldOnce(folded);
    if (again === folded) break;
    folded = again;
  }
  return folded;
}
