import type { Body } from '@scimkit/core';
import { bodyTooLarge } from './body-errors.ts';
import { collectBytes } from './collect-bytes.ts';
import { decodeText } from './decode-text.ts';
import { headerOf } from './header-of.ts';
import { inflaterFor } from './inflate-body.ts';
import type { NodeRequest } from './node-http.ts';

/** How a body is read. */
export interface ReadBodyOptions {
  /** How long the client may take, in milliseconds. Default `60_000`. */
  readonly timeout?: number;
  /** Called once before the first byte is read: the place to send `100 Continue`. */
  readonly beforeRead?: () => void;
}

/**
 * Reads the body of a Node request: bounded in size and time, inflated when it came compressed with gzip, deflate or
 * Brotli, and decoded as UTF-8 with or without a byte-order mark.
 *
 * @param req - A request that nobody has read from.
 * @param limit - The most bytes to take, before and after inflating. A `Content-Length` above it is refused before
 * anything is read.
 * @param options - Time limit and a hook.
 * @returns The text, or `none` when there is no body or an empty one.
 * @throws ScimError 413 over the limit, 415 for a content coding that is not supported, 408 when the client is too
 * slow, 400 `invalidSyntax` when the body is not UTF-8 or not what its coding says, or the client went away.
 * What is left of the body stays unread; `writeOutcome` takes care of it.
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { readNodeBody } from '@scimkit/node';
 *
 * createServer(async (req, res) => {
 *   const body = await readNodeBody(req, 64 * 1024);
 *   res.end(body.kind);
 * });
 * ```
 */
export async function readNodeBody(
  req: NodeRequest,
  limit: number,
  options: ReadBodyOptions = {},
): Promise<Body> {
  if (!hasBody(req)) return { kind: 'none' };
  const declared = declaredLength(req);
  if (declared !== undefined && declared > limit) throw bodyTooLarge(limit);
  const inflate = inflaterFor(headerOf(req, 'content-encoding'));
  options.beforeRead?.();
  const bytes = await collectBytes(req, limit, options.timeout ?? 60_000);
  if (bytes.length === 0) return { kind: 'none' };
  return decodeText(inflate === undefined ? bytes : await inflate(bytes, limit));
}

/** Whether a body follows the headers. It may still turn out to be empty. */
export function hasBody({ headers, stream }: NodeRequest): boolean {
  const length = headers['content-length'];
  if (length !== undefined) return length !== '0';
  return headers['transfer-encoding'] !== undefined || stream?.endAfterHeaders === false;
}

/** The declared length in bytes; `undefined` for a body that ends when it ends. */
export function declaredLength({ headers }: NodeRequest): number | undefined {
  const length = headers['content-length'];
  if (length === undefined) return undefined;
  // Both parsers of Node let nothing but digits through. Should one not, then `NaN` would be over no limit.
  const bytes = Number(length);
  return bytes >= 0 ? bytes : Number.POSITIVE_INFINITY;
}
