import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The digest under which a token is kept: SHA-256 of its UTF-8 bytes. A token has 256 random bits, so a slow hash would
 * add nothing but time to every request.
 *
 * @param token - The token as it is pasted into the identity provider.
 * @returns 32 bytes.
 * @example
 * ```ts
 * import { digestToken } from '@scimkit/core';
 *
 * const digest = digestToken('scim_example');
 * ```
 */
export function digestToken(token: string): Uint8Array {
  return sha256(utf8ToBytes(token));
}
