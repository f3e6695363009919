import { badRequest } from '../errors/bad-request.ts';
import { isOverloaded } from '../schema/formats.ts';

/** Spaces of other scripts: `\p{Zs}` without U+0020. */
const OTHER_SPACES = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;

/**
 * Prepares a secret as PRECIS OpaqueString does, so that a password typed on another keyboard is the same password: other
 * spaces become U+0020, the text is brought into normal form C, and control characters are refused. Letter case and
 * width stay.
 *
 * @param path - The attribute's path, for the sentence; the value is never part of it.
 * @throws ScimError 400 `invalidValue`.
 * @see RFC 7644 section 5, RFC 8265 section 4.2
 */
export function prepareSecret(value: string, path: string): string {
  if (/[\p{Cc}\p{Cs}]/u.test(value)) {
    throw badRequest(
      'invalidValue',
      `${path}: the value has control characters, which cannot be typed again.`,
    );
  }
  if (isOverloaded(value)) {
    throw badRequest('invalidValue', `${path}: the value has over 128 combining marks on one letter.`);
  }
  return value.replaceAll(OTHER_SPACES, ' ').normalize('NFC');
}
