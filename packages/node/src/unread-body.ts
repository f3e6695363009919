import type { NodeRequest, NodeResponse } from './node-http.ts';
import { declaredLength, hasBody } from './read-node-body.ts';

/** An unread body of a declared length up to this is not worth a connection. */
const dropBytes = 64 * 1024;
/** How much more of a refused body is read before the connection is closed, in bytes and milliseconds. */
const lingerBytes = 16 * 1024 * 1024;
const lingerTime = 5_000;
/** `NGHTTP2_NO_ERROR`. */
const noError = 0;

/**
 * Whether an answer leaves so much of the request unread (or what comes is so slow) that the connection has to go. A
 * short rest is read and dropped by Node itself.
 */
export function leavesMuchUnread(req: NodeRequest): boolean {
  if (req.readableEnded || req.complete || !hasBody(req)) return false;
  // Reading began and stopped: the body was too long or too slow already.
  if (req.readableDidRead) return true;
  const declared = declaredLength(req);
  return declared === undefined || declared > dropBytes;
}

/**
 * Ends a response whose request is still being sent. The answer is on the wire; closing at once would reset the
 * connection, and the reset can overtake the answer in the client's receive buffer, so the client would see a broken
 * pipe where we said 413 (RFC 9112 section 9.6 describes this lingering). Most clients stop sending as soon as they
 * see the answer; the others are read for a bounded while.
 */
export function lingerThenEnd(req: NodeRequest, res: NodeResponse): void {
  if (res.stream !== undefined) {
    // HTTP/2 can say it: the answer is complete, and the rest of the request is not wanted (RFC 9113 section 8.1).
    res.end();
    res.stream.close(noError);
    return;
  }
  let budget = lingerBytes;
  const onData = (chunk: Uint8Array | string): void => {
    budget -= chunk.length;
    if (budget < 0) end();
  };
  const end = (): void => {
    clearTimeout(timer);
    req.off('data', onData).off('end', end).off('close', end);
    res.end();
  };
  const timer = setTimeout(end, lingerTime);
  // 'error' comes before 'close' when the client resets the connection; nobody else may be listening.
  req.on('data', onData).on('end', end).on('close', end).on('error', ignore);
  req.resume();
}

function ignore(): void {}
