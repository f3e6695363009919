import type { Connection } from './connection.ts';

/** How long to send requests. */
export interface SliceLimits {
  readonly milliseconds: number;
  /** Not more than so many requests, however much time is left. */
  readonly requests: number;
}

/** What came of it. */
export interface Slice {
  readonly requests: number;
  /** From the first byte sent to the last byte received, in microseconds, one for each request. */
  readonly latencies: readonly number[];
  /** From the first request to the last answer, in milliseconds. */
  readonly elapsed: number;
}

/**
 * Sends requests on all connections, the next one on each as soon as the last is answered, until a limit is reached.
 *
 * @param next - The next request as text.
 * @param isRight - Whether a status is what was asked for.
 * @throws Error when an answer is not right or a connection is lost: a server that fails is not measured.
 */
export function runSlice(
  connections: readonly Connection[],
  next: () => string,
  isRight: (status: number) => boolean,
  limits: SliceLimits,
): Promise<Slice> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const deadline = begin + limits.milliseconds;
    const latencies: number[] = [];
    let sent = 0;
    let open = 0;

    const start = (connection: Connection): void => {
      let since = 0;
      const send = (): void => {
        sent += 1;
        since = performance.now();
        connection.send(next());
      };
      const onStatus = (status: number): void => {
        const now = performance.now();
        latencies.push((now - since) * 1000);
        if (!isRight(status)) reject(new Error(`A server answered ${status}.`));
        else if (now < deadline && sent < limits.requests) send();
        else finish(now);
      };
      connection.listen(onStatus, reject);
      send();
    };
    const finish = (now: number): void => {
      open -= 1;
      if (open === 0) resolve({ requests: latencies.length, latencies, elapsed: now - begin });
    };

    const used = connections.slice(0, Math.max(1, limits.requests));
    open = used.length;
    for (const connection of used) start(connection);
  });
}
