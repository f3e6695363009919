import type { BuiltRequest } from './build-request.ts';
import type { HttpExchange } from './report.ts';
import type { Target } from './target.ts';

/**
 * Sends a request and reads the answer to its end.
 *
 * Headers go out as far as `fetch` lets them. Node's sends all that a scenario names, even an empty
 * `User-Agent`, but puts an `Accept`, an `Accept-Language`, a `Sec-Fetch-Mode` and a `User-Agent` where none
 * is named, and drops a bare question mark at the end of a URL. Browsers send no `Accept-Charset`,
 * `Accept-Encoding` and `User-Agent` but theirs.
 *
 * @param timeoutMs the limit for the whole exchange, kept even when `fetch` ignores the signal
 * @returns the exchange; without a response, and with the `failure` in words, when no answer came
 */
export async function sendRequest(
  request: BuiltRequest,
  fetch: NonNullable<Target['fetch']>,
  timeoutMs: number,
): Promise<HttpExchange & { failure?: string }> {
  const started = performance.now();
  const durationMs = () => Math.round(performance.now() - started);
  const signal = AbortSignal.timeout(timeoutMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const answer = async () => {
    // A redirect is an answer to judge, not one to follow: no SCIM client is known to follow them with a
    // body.
    const response = await fetch(new Request(request.url, { ...request, signal, redirect: 'manual' }));
    const body = await response.text();
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  };
  try {
    const response = await Promise.race([answer(), late]);
    return { request, response, durationMs: durationMs() };
  } catch (error) {
    const failure = signal.aborted ? `no answer within ${timeoutMs} ms` : `no answer: ${reasons(error)}`;
    return { request, durationMs: durationMs(), failure };
  }
}

// fetch hides what happened in the cause: "fetch failed" alone helps nobody.
function reasons(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasons(error.cause)}`;
}
