import type { NodeResponse } from './node-http.ts';

/** Whether writing is pointless: the client is gone, or somebody has ended the response. */
export function isGone(res: NodeResponse): boolean {
  return (
    res.destroyed ||
    res.writableEnded ||
    res.stream?.destroyed === true ||
    // A pipelined response has no socket yet.
    res.socket?.destroyed === true
  );
}

/**
 * Sends the pieces of a body as they come, and asks for the next one only when the client takes them. The first piece
 * is awaited before `begin` sends the headers: what fails before it can still be answered with an error.
 *
 * A client that goes away, or leaves the answer unread for `stallTimeout` milliseconds, is not an error: its
 * connection is cut, the body is told to stop, and that is all.
 *
 * @throws what the body throws.
 */
export async function streamPieces(
  res: NodeResponse,
  body: AsyncIterable<string>,
  begin: () => void,
  stallTimeout: number,
): Promise<void> {
  let begun = false;
  // Without a listener an 'error' of the response would take the process down. What matters is seen by `isGone`.
  res.on('error', ignore);
  for await (const piece of body) {
    if (isGone(res)) return;
    if (!begun) begin();
    begun = true;
    if (!res.write(piece) && !isGone(res)) await roomToWrite(res, stallTimeout);
    if (isGone(res)) return;
  }
  if (!begun && !isGone(res)) begin();
}

/** Waits until the client has taken what was written or is gone. One that takes nothing for too long is sent off. */
function roomToWrite(res: NodeResponse, stallTimeout: number): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      res.off('drain', settle).off('close', settle);
      resolve();
    };
    const timer = setTimeout(() => {
      res.destroy();
      settle();
    }, stallTimeout);
    res.on('drain', settle).on('close', settle);
  });
}

function ignore(): void {}
