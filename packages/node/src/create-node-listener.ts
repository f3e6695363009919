import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type BaseUrl,
  compileBaseUrl,
  compileMount,
  matchMount,
  placeholdersOf,
  ScimError,
} from '@scimkit/core';
import { errorOutcome } from './error-outcome.ts';
import { handleNodeRequest } from './handle-node-request.ts';
import type { NodeRequest, NodeResponse, ScimHandler, TransportOptions } from './node-http.ts';
import { compileProxyView, type TrustedProxy } from './proxy-view.ts';
import { resolveBase } from './resolve-base.ts';
import { splitTarget } from './split-target.ts';
import { writeOutcome } from './write-outcome.ts';

/** Options of {@link createNodeListener}. */
export interface NodeListenerOptions<Req extends NodeRequest, Res extends NodeResponse>
  extends TransportOptions {
  /**
   * Where the service root is: literal segments and `:name` parameters, for example `/scim/v2/:org`. Parameters are
   * decoded once and reach the server as `envelope.params`; a path whose parameter cannot be decoded lies outside.
   * Default: the root of the host.
   */
  readonly path?: string;
  /**
   * The public address of `path`, when the request does not show it: `https://app.example/scim/v2/:org`, with the same
   * parameters, or a function of the decoded parameters. Locations in answers begin with it. Default: scheme and
   * host of the request, followed by the mount path as it was requested.
   */
  readonly baseUrl?: BaseUrl<Req>;
  /**
   * Whether to believe `X-Forwarded-Proto`, `-Host`, `-Prefix`, `-For` and `Forwarded`. Only for a process that no
   * client reaches but through such a proxy. Default `false`.
   */
  readonly trustProxy?: boolean | TrustedProxy;
  /** Takes the requests outside the mount path. Default: a SCIM error message with status 404. */
  readonly fallback?: (req: Req, res: Res) => void;
}

/** A listener for the `request` event of a Node server. */
export interface NodeListener<Req, Res> {
  (req: Req, res: Res): void;
  /**
   * The same for the `checkContinue` event: a client that sends `Expect: 100-continue` is told to go on only when its
   * body is wanted. Without it Node tells every client to go on.
   */
  readonly checkContinue: (req: Req, res: Res) => void;
}

/**
 * Makes a request listener for `node:http`, `node:https` and the compatibility API of `node:http2`.
 *
 * @param server - The SCIM server.
 * @param options - Mount path, public address, proxies, limits.
 * @returns The listener. It answers every request under the mount path, also those that cannot be understood, with
 * SCIM messages.
 * @throws TypeError when `path`, `baseUrl` or `trustProxy` make no sense, or `baseUrl` lacks a parameter of `path`.
 * @see RFC 7644 section 1.3
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createNodeListener, handleClientError, type ScimHandler } from '@scimkit/node';
 *
 * export function listen(scim: ScimHandler) {
 *   const listener = createNodeListener(scim, { path: '/scim/v2/:org' });
 *   return createServer(listener)
 *     .on('checkContinue', listener.checkContinue)
 *     .on('clientError', handleClientError)
 *     .listen(3000);
 * }
 * ```
 */
export function createNodeListener<
  Req extends NodeRequest = IncomingMessage,
  Res extends NodeResponse = ServerResponse,
>(server: ScimHandler, options: NodeListenerOptions<Req, Res> = {}): NodeListener<Req, Res> {
  const { path: pattern = '', trustProxy = false, baseUrl, fallback } = options;
  const mount = compileMount(pattern);
  const viewOf = compileProxyView(trustProxy);
  const fixedBase = baseUrl === undefined ? undefined : compileBaseUrl(baseUrl);
  if (typeof baseUrl === 'string') requireSameParams(baseUrl, pattern);

  const answer = (req: Req, res: Res, sendContinue: boolean): Promise<void> => {
    const target = splitTarget(req.url ?? '/');
    const match = matchMount(mount, target.path);
    if (match === undefined) {
      if (fallback === undefined)
        return refuse(req, res, new ScimError(404, 'There is nothing at this URL.'));
      fallback(req, res);
      return Promise.resolve();
    }
    const { params, prefix, path } = match;
    const view = viewOf(req);
    const base = fixedBase?.(params, req) ?? resolveBase(req, prefix, view, target.authority);
    const where = { base, path, query: target.query, params, sendContinue };
    const seen = view.address === undefined ? where : { ...where, remoteAddress: view.address };
    return handleNodeRequest(server, req, res, seen, options);
  };

  const refuse = (req: Req, res: Res, error: unknown): Promise<void> => {
    if (!(error instanceof ScimError)) (options.onError ?? console.error)(error);
    return writeOutcome(req, res, errorOutcome(error), options);
  };

  const listen = (req: Req, res: Res, sendContinue: boolean): void => {
    try {
      void answer(req, res, sendContinue);
    } catch (error) {
      // A host that is not one, or a `baseUrl` or `fallback` of the application's that threw.
      void refuse(req, res, error);
    }
  };
  return Object.assign((req: Req, res: Res) => listen(req, res, false), {
    checkContinue: (req: Req, res: Res) => listen(req, res, true),
  });
}

function requireSameParams(baseUrl: string, pattern: string): void {
  const expected = placeholdersOf(pattern);
  const present = new Set(placeholdersOf(baseUrl));
  const missing = expected.find((name) => !present.has(name));
  if (missing !== undefined) {
    throw new TypeError(`The base URL "${baseUrl}" lacks ":${missing}" of the mount path "${pattern}".`);
  }
  const unknown = [...present].find((name) => !expected.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `The base URL "${baseUrl}" has ":${unknown}", which the mount path "${pattern}" lacks.`,
    );
  }
}
