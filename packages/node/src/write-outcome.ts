import { Buffer } from 'node:buffer';
import { type Outcome, ScimError } from '@scimkit/core';
import { errorOutcome } from './error-outcome.ts';
import type { NodeRequest, NodeResponse, TransportOptions } from './node-http.ts';
import { isGone, streamPieces } from './stream-pieces.ts';
import { leavesMuchUnread, lingerThenEnd } from './unread-body.ts';

/**
 * Writes an outcome as the answer to a Node request.
 *
 * A string goes out with its `Content-Length`, pieces go out as they come and wait for a slow client. HEAD gets the
 * headers alone, 204 and 304 neither body nor `Content-Type` nor `Content-Length`. When the request body has not been
 * read to its end, the rest is dropped if it is short; otherwise the connection is closed after the answer, slowly
 * enough for the client to see it.
 *
 * Nothing is compressed: that is for a proxy, or a middleware in front.
 *
 * @param req - The request; its method and what is left of its body count.
 * @param res - The response. When it has been begun or its client is gone, nothing is written.
 * @param outcome - What `server.handle()` gave.
 * @param options - Time limits, and where errors go.
 * @returns When everything has been handed to Node. It never rejects: before the first byte an error turns into a
 * 500, after it the connection is cut, so that no client takes half an answer for a whole one.
 * @see RFC 9110 section 6.4
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { writeOutcome } from '@scimkit/node';
 *
 * createServer((req, res) => {
 *   void writeOutcome(req, res, { status: 200, headers: { 'content-type': 'text/plain' }, body: 'well' });
 * });
 * ```
 */
export async function writeOutcome(
  req: NodeRequest,
  res: NodeResponse,
  outcome: Outcome,
  options: TransportOptions = {},
): Promise<void> {
  const { body } = outcome;
  try {
    if (isGone(res) || res.headersSent) {
      await release(body);
    } else if (body === undefined || typeof body === 'string') {
      sendWhole(req, res, outcome);
    } else if (isBodiless(req, outcome)) {
      await release(body);
      sendWhole(req, res, outcome);
    } else {
      await sendPieces(req, res, outcome, body, options);
    }
  } catch (error) {
    if (res.headersSent || isGone(res)) breakOff(req, res);
    else sendWhole(req, res, errorOutcome(error));
    // What core throws it has told to the log of the server.
    if (!(error instanceof ScimError)) (options.onError ?? console.error)(error);
  }
}

/**
 * Cuts the connection, so that nobody takes half an answer for a whole one. Without chunks the end of the connection is the
 * end of the answer, and only a reset tells that it came too early: so it is for HTTP/1.0, which nginx speaks to the
 * servers behind it unless it is told otherwise.
 */
function breakOff(req: NodeRequest, res: NodeResponse): void {
  if (req.httpVersion === '1.0' && req.socket.encrypted !== true) req.socket.resetAndDestroy?.();
  res.destroy();
}

function sendWhole(req: NodeRequest, res: NodeResponse, outcome: Outcome): void {
  const text = typeof outcome.body === 'string' ? outcome.body : undefined;
  const close = leavesMuchUnread(req);
  const headers = headersFor(req, outcome, close);
  if (text !== undefined && !hasNoContent(outcome)) headers['content-length'] = Buffer.byteLength(text);
  res.writeHead(outcome.status, headers);
  const sent = isBodiless(req, outcome) ? undefined : text;
  if (close) {
    if (sent === undefined) res.flushHeaders?.();
    else res.write(sent);
    lingerThenEnd(req, res);
  } else {
    res.end(sent);
  }
}

async function sendPieces(
  req: NodeRequest,
  res: NodeResponse,
  outcome: Outcome,
  body: AsyncIterable<string>,
  options: TransportOptions,
): Promise<void> {
  const close = leavesMuchUnread(req);
  const begin = (): unknown => res.writeHead(outcome.status, headersFor(req, outcome, close));
  await streamPieces(res, body, begin, options.stallTimeout ?? 60_000);
  if (isGone(res)) return;
  if (close) lingerThenEnd(req, res);
  else res.end();
}

function headersFor(req: NodeRequest, outcome: Outcome, close: boolean): Record<string, string | number> {
  const headers: Record<string, string | number> = { ...outcome.headers };
  if (hasNoContent(outcome)) {
    delete headers['content-type'];
    delete headers['content-length'];
  }
  // HTTP/2 has no such header; there the stream is reset instead.
  if (close && req.httpVersionMajor < 2) headers.connection = 'close';
  return headers;
}

function hasNoContent({ status }: Outcome): boolean {
  return status === 204 || status === 304;
}

function isBodiless(req: NodeRequest, outcome: Outcome): boolean {
  return req.method === 'HEAD' || hasNoContent(outcome);
}

/** Gives back what a body that nobody will read may hold, a database cursor for example. */
async function release(body: Outcome['body']): Promise<void> {
  if (typeof body === 'object') await body[Symbol.asyncIterator]().return?.();
}
