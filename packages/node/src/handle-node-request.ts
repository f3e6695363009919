import { type Body, ScimError } from '@scimkit/core';
import { errorOutcome } from './error-outcome.ts';
import { makeEnvelope } from './make-envelope.ts';
import type { NodeRequest, NodeResponse, ScimHandler, TransportOptions } from './node-http.ts';
import { writeOutcome } from './write-outcome.ts';

/** Where in the URL space a request was met. Each adapter works this out in its own way. */
export interface NodeMount {
  /** The absolute URL of the service root as clients see it, without a trailing slash. */
  readonly base: string;
  /** What follows the mount path, percent-encoded as received: `/Users/2819c223`, or empty. */
  readonly path: string;
  /** The query without `?`, or empty. */
  readonly query: string;
  /** Parameters of the mount path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Reads the body instead of `readNodeBody`, for adapters behind a body parser. */
  readonly body?: (limit: number) => Promise<Body>;
  /** The client's address where the socket's is that of a proxy. */
  readonly remoteAddress?: string;
  /** Whether the client still waits for `100 Continue`: the request came by Node's `checkContinue` event. */
  readonly sendContinue?: boolean;
}

/**
 * Answers one Node request with a SCIM server: what every adapter on Node's HTTP does once it knows where the request
 * was met.
 *
 * @param server - The server, or anything with its `handle`.
 * @param req - Node's request, HTTP/1 or HTTP/2.
 * @param res - Node's response.
 * @param mount - Where the request was met.
 * @param options - Time limits, and where errors go.
 * @returns When the answer has been handed to Node. It never rejects.
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { handleNodeRequest, type ScimHandler } from '@scimkit/node';
 *
 * export const serve = (scim: ScimHandler) =>
 *   createServer((req, res) => {
 *     const [path = '', query = ''] = (req.url ?? '').split('?', 2);
 *     void handleNodeRequest(scim, req, res, { base: 'https://app.example', path, query, params: {} });
 *   });
 * ```
 */
export async function handleNodeRequest(
  server: ScimHandler,
  req: NodeRequest,
  res: NodeResponse,
  mount: NodeMount,
  options: TransportOptions = {},
): Promise<void> {
  if (!hasPlainParams(mount.params)) {
    return writeOutcome(req, res, errorOutcome(new ScimError(404, 'There is nothing at this URL.')), options);
  }
  let outcome: Awaited<ReturnType<ScimHandler['handle']>>;
  try {
    outcome = await server.handle(makeEnvelope(req, res, mount, options.bodyTimeout));
  } catch (error) {
    (options.onError ?? console.error)(error);
    outcome = errorOutcome(undefined);
  }
  return writeOutcome(req, res, outcome, options);
}

/**
 * A parameter is one name. `.` and `..` would lead clients elsewhere when they resolve a location, and control
 * characters, which PostgreSQL refuses in a text, are in nobody's name.
 */
function hasPlainParams(params: Readonly<Record<string, string>>): boolean {
  for (const name in params) {
    const value = params[name];
    if (value === '' || value === '.' || value === '..' || /\p{Cc}/u.test(value ?? '')) return false;
  }
  return true;
}
