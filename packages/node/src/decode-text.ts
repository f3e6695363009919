import { Buffer, isUtf8 } from 'node:buffer';
import type { Body } from '@scimkit/core';
import { invalidSyntax } from './body-errors.ts';

/**
 * Makes a body of bytes that are all there.
 *
 * Node's `toString` puts U+FFFD for what it cannot read, which would be stored as if the client had meant it.
 *
 * @param bytes - The decompressed body.
 * @returns Its text without a byte-order mark (requirement REP-22), or `none` when there is no text.
 * @throws ScimError 400 `invalidSyntax` when the bytes are not UTF-8.
 * @see RFC 8259 section 8.1
 */
export function decodeText(bytes: Uint8Array): Body {
  if (!isUtf8(bytes)) throw invalidSyntax('The request body is not valid UTF-8.');
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return textBody(buffer.toString('utf8'));
}

/** The same for a text that somebody else has decoded. */
export function textBody(decoded: string): Body {
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded;
  return text === '' ? { kind: 'none' } : { kind: 'text', text };
}
