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
  const room = watchRoom(res, stallTimeout);
  try {
    for await (const piece of body) {
      if (isGone(res)) return;
      if (!begun) begin();
      begun = true;
      if (!res.write(piece) && !isGone(res)) await room.wait();
      if (isGone(res)) return;
    }
  } finally {
    room.end();
  }
  if (!begun && !isGone(res)) begin();
}

/**
 * Waits until the client has taken what was written or is gone. One that takes nothing for too long is sent off.
 *
 * It listens once for the whole answer: `compression` gives 'drain' of its own stream, returns that stream from `on`, and
 * does not know `off`.
 */
function watchRoom(res: NodeResponse, stallTimeout: number) {
  let wake: () => void = ignore;
  const settle = (): void => wake();
  res.on('drain', settle);
  res.on('close', settle);
  return {
    wait: (): Promise<void> =>
      new Promise((resolve) => {
        wake = () => {
          clearTimeout(timer);
          wake = ignore;
          resolve();
        };
        const timer = setTimeout(() => {
          res.destroy();
          settle();
        }, stallTimeout);
      }),
    end: (): void => {
      res.off('drain', settle);
      res.off('close', settle);
    },
  };
}

function ignore(): void {}
