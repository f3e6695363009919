import { Buffer } from 'node:buffer';
import { type Body, ScimError } from '@scimkit/core';
import { decodeText, hasBody, readNodeBody, textBody } from '@scimkit/node';
import type { ExpressRequest } from './express-http.ts';

/**
 * The body of a request that may have met a body parser.
 *
 * What has happened is seen on the stream, not on `req.body`: Express 4 puts `{}` there also when it has read nothing
 * because the type was `application/scim+json`, and Express 5 leaves `undefined` for the same.
 *
 * @param req - The request.
 * @param limit - The most bytes to take. A parsed value has been held to the parser's own limit.
 * @param timeout - How long the client may take, in milliseconds.
 * @throws ScimError as `readNodeBody` does. An `Error` when somebody has read the body and kept nothing.
 */
export async function expressBody(
  req: ExpressRequest,
  limit: number,
  timeout: number | undefined,
): Promise<Body> {
  // Cloud Functions and the like read the body before Express starts, and keep the bytes here.
  if (isBytes(req.rawBody)) return fromBytes(req.rawBody, limit);
  // Reading an empty stream to its end does not count as having read.
  if (!req.readableDidRead && !req.readableEnded && hasBody(req)) {
    return readNodeBody(req, limit, timeout === undefined ? {} : { timeout });
  }
  const { body } = req;
  if (isBytes(body)) return fromBytes(body, limit);
  if (typeof body === 'string') {
    checkSize(Buffer.byteLength(body), limit);
    return textBody(body);
  }
  // For an empty body the JSON parsers of Express leave `{}`, as if the client had sent it.
  if (!hasBody(req)) return hasMembers(body) ? { kind: 'parsed', value: body } : { kind: 'none' };
  if (body !== undefined) return { kind: 'parsed', value: body };
  throw new Error(
    'A middleware in front of scim() has read the request body without leaving it in req.body. ' +
      'Mount scim() before it, or let it keep the body.',
  );
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

function fromBytes(bytes: Uint8Array, limit: number): Body {
  checkSize(bytes.length, limit);
  return decodeText(bytes);
}

function checkSize(size: number, limit: number): void {
  if (size > limit) throw new ScimError(413, `The request body is larger than ${limit} bytes.`);
}

function hasMembers(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
