import { respondError, ScimError } from '@scimkit/core';
import { type TransportOptions, writeOutcome } from '@scimkit/node';
import type { ExpressErrorHandler } from './express-http.ts';
import { toScimError } from './parser-error.ts';

const failure = new ScimError(500, 'The server failed on its side.');

/**
 * Makes an error handler that turns what other middleware refuses (a body parser above all) into SCIM error messages.
 * Express's own are HTML, which Okta shows to an administrator as "Invalid JSON".
 *
 * @param options - Where errors go that are not the client's. They are answered with a plain 500.
 * @returns An error handler; mount it after everything else, on a path without parameters, because Express finds a
 * malformed parameter while it matches the path and would skip the handler for the same reason.
 * @see RFC 7644 section 3.12
 * @example
 * ```ts
 * import { scimErrors } from '@scimkit/express';
 * import express from 'express';
 *
 * const app = express();
 * app.use('/scim', scimErrors());
 * ```
 */
export function scimErrors(options: TransportOptions = {}): ExpressErrorHandler {
  // Express tells error handlers by their four parameters.
  return (error, req, res, next) => {
    // The answer has begun; only Express can still cut the connection.
    if (res.headersSent) return next(error);
    const known = toScimError(error);
    if (known === undefined) (options.onError ?? console.error)(error);
    void writeOutcome(req, res, respondError(known ?? failure), options);
  };
}
