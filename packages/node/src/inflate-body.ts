import type { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { ScimError } from '@scimkit/core';
import { bodyTooLarge, invalidSyntax } from './body-errors.ts';

type Inflate = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const asyncGunzip: Inflate = promisify(gunzip);
const asyncInflate: Inflate = promisify(inflate);
const asyncInflateRaw: Inflate = promisify(inflateRaw);

const decoders: ReadonlyMap<string, Inflate> = new Map([
  ['gzip', asyncGunzip],
  ['x-gzip', asyncGunzip],
  ['br', promisify(brotliDecompress)],
  // "deflate" means the zlib format, but some clients send the bare stream (RFC 9110 section 8.4.1.2).
  ['deflate', (bytes, options) => (isZlib(bytes) ? asyncInflate : asyncInflateRaw)(bytes, options)],
]);

/**
 * The function that undoes a `Content-Encoding`, or `undefined` when there is none to undo.
 *
 * The compressed bytes have been held to the limit before; so are the inflated ones, and zlib stops at the block that
 * crosses it, so that a bomb costs what an honest body may cost.
 *
 * @throws ScimError 415, with the codings that are accepted, for any other or for several.
 * @see RFC 9110 section 8.4
 */
export function inflaterFor(
  contentEncoding: string | undefined,
): ((bytes: Buffer, limit: number) => Promise<Buffer>) | undefined {
  const coding = contentEncoding?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return undefined;
  const decoder = decoders.get(coding);
  if (decoder === undefined) {
    throw new ScimError(415, 'Send the body plain or with the content encoding gzip, deflate or br.', {
      headers: { 'accept-encoding': 'gzip, deflate, br' },
    });
  }
  return async (bytes, limit) => {
    try {
      // zlib takes no limit below one byte.
      return await decoder(bytes, { maxOutputLength: Math.max(1, limit) });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
        throw bodyTooLarge(limit);
      }
      throw invalidSyntax(`The request body is not valid ${coding} data.`);
    }
  };
}

function isZlib(bytes: Buffer): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}
