import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from './attribute-ref.ts';
import { foldString } from './fold-string.ts';

/** No code point has a key of more than three: NFC takes some musical signs apart, lower case makes two of one `İ`. */
const GROWTH = 3;

function countCodePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // The second half of a surrogate pair belongs to the code point before it.
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
  }
  return count;
}

/**
 * Refuses text that is too long for the store to keep a key of. Both the text and its key count, as folding can make it
 * longer.
 *
 * @param limit - In code points.
 * @throws ScimError 400 `invalidValue`.
 */
export function checkKeyLength(attribute: AttributeRef, text: string, limit: number): void {
  if (text.length * GROWTH <= limit) return;
  const length = countCodePoints(text);
  if (length <= limit && countCodePoints(foldString(text, attribute)) <= limit) return;
  throw badRequest(
    'invalidValue',
    `${attribute.path}: expected at most ${limit} characters, but got ${length}.`,
  );
}
