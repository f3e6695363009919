import { type BaseUrl, compileBaseUrl, respondError, ScimError } from '@scimkit/core';
import {
  handleNodeRequest,
  type ScimHandler,
  splitTarget,
  type TransportOptions,
  writeOutcome,
} from '@scimkit/node';
import { expressBase } from './express-base.ts';
import { expressBody } from './express-body.ts';
import type { ExpressHandler, ExpressRequest } from './express-http.ts';

/** Options of {@link scim}. */
export interface ScimOptions extends TransportOptions {
  /**
   * The public address of the mount path, when the request does not show it: `https://app.example/scim/v2/:org`, with the
   * parameters of the mount path, or a function of the decoded parameters. Locations in answers begin with it.
   * Default: `req.protocol`, the host and `req.baseUrl`, with proxy headers as Express's `trust proxy` says.
   */
  readonly baseUrl?: BaseUrl<ExpressRequest>;
  /**
   * Picks requests under the mount path that are not for SCIM; they go to the next handler. Default: none, so that
   * every answer under the mount path is a SCIM message.
   */
  readonly skip?: (req: ExpressRequest) => boolean;
}

/**
 * Mounts a SCIM server in Express 4 or 5.
 *
 * It reads the body itself and works in front of body parsers as well as behind them. In front is better: a body parser
 * has a limit of its own (100 kB unless told otherwise), which the first large group breaks.
 *
 * @param server - The SCIM server.
 * @param options - Public address, limits, exceptions.
 * @returns A handler for `app.use(path, …)` or `router.use(path, …)`. Parameters of the path reach the server; with a
 * router in between, make it with `mergeParams: true`.
 * @throws TypeError when `baseUrl` is not an absolute URL.
 * @see RFC 7644 section 3.8
 * @example
 * ```ts
 * import { scim, scimErrors } from '@scimkit/express';
 * import type { ScimServer } from '@scimkit/core';
 * import express from 'express';
 *
 * export function createApp(server: ScimServer) {
 *   const app = express();
 *   app.use('/scim/v2/:org', scim(server));
 *   app.use(express.json());
 *   app.use('/scim', scimErrors());
 *   return app;
 * }
 * ```
 */
export function scim(server: ScimHandler, options: ScimOptions = {}): ExpressHandler {
  const { baseUrl, bodyTimeout, skip } = options;
  const fixedBase = baseUrl === undefined ? undefined : compileBaseUrl(baseUrl);
  return (req, res, next) => {
    if (skip?.(req) === true) return next();
    const params = ownStrings(req.params);
    let base: string;
    try {
      base = fixedBase?.(params, req) ?? expressBase(req, splitTarget(req.baseUrl).path);
    } catch (error) {
      // Only what the client did wrong is answered here; a `baseUrl` that throws is the application's.
      if (!(error instanceof ScimError)) return next(error);
      return void writeOutcome(req, res, respondError(error), options);
    }
    const { path, query } = splitTarget(req.url);
    const body = (limit: number) => expressBody(req, limit, bodyTimeout);
    const mount = { base, path, query, params, body };
    const { ip } = req;
    void handleNodeRequest(
      server,
      req,
      res,
      ip === undefined ? mount : { ...mount, remoteAddress: ip },
      options,
    );
  };
}

/** Express 4 gives an ordinary object, Express 5 one without prototype that may hold lists for wildcards. */
function ownStrings(params: object): Record<string, string> {
  const strings: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'string') strings[name] = value;
  }
  return strings;
}
