const prefix = 'scim_';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 43 characters of 62 are 256.03 bits. */
const secretLength = 43;
const checksumLength = 6;

/**
 * Makes a bearer token: a readable prefix that secret scanners can look for, 256 random bits, and a checksum that tells
 * a mistyped token from an unknown one without asking the database.
 *
 * @returns A token such as `scim_` followed by 49 letters and digits. Show it once and keep only its digest.
 * @see RFC 7644 section 7.4
 * @example
 * ```ts
 * import { digestToken, mintToken } from '@scimkit/core';
 *
 * const token = mintToken();
 * const kept = digestToken(token);
 * ```
 */
export function mintToken(): string {
  const secret = randomLetters(secretLength);
  return `${prefix}${secret}${checksum(secret)}`;
}

/**
 * Tells whether a token has the form and the checksum of one that {@link mintToken} made. Tokens chosen by other
 * means are legitimate too, so this is a help for error messages and scanners, never a gate.
 * @param token - The token, without `Bearer`.
 * @returns True for a token that was minted here or elsewhere by this library, whether it is known to anybody or not.
 * @example
 * ```ts
 * import { isMintedToken, mintToken } from '@scimkit/core';
 *
 * isMintedToken(mintToken()); // true
 * isMintedToken('Bearer scim_…'); // false: the word before it was copied along
 * ```
 */
export function isMintedToken(token: string): boolean {
  if (!token.startsWith(prefix) || token.length !== prefix.length + secretLength + checksumLength)
    return false;
  const secret = token.slice(prefix.length, prefix.length + secretLength);
  return checksum(secret) === token.slice(prefix.length + secretLength);
}

function randomLetters(count: number): string {
  let letters = '';
  while (letters.length < count) {
    for (const byte of crypto.getRandomValues(new Uint8Array(count))) {
      // Bytes from 248 on are drawn again: 248 is the largest multiple of 62, so every letter is equally likely.
      if (byte < 248 && letters.length < count) letters += alphabet[byte % 62];
    }
  }
  return letters;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let letters = '';
  for (let index = 0; index < checksumLength; index++) {
    letters = `${alphabet[rest % 62]}${letters}`;
    rest = Math.floor(rest / 62);
  }
  return letters;
}

/** CRC-32 (IEEE 802.3), bit by bit: it runs over 43 characters when a token is made. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
