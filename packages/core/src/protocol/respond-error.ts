import type { ScimError } from '../errors/scim-error.ts';
import type { Outcome } from './envelope.ts';
import { scimJson } from './respond.ts';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** The body of an error: the message schema, the status as a string (HTTP-10), and the sentence. */
export function errorBody(error: ScimError): object {
  const { status, scimType } = error;
  return {
    schemas: [errorSchema],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail: error.message,
  };
}

/**
 * The response for an error: always SCIM JSON (HTTP-09).
 *
 * @see RFC 7644 section 3.12
 * @param error - What went wrong; its message is the `detail` that the client reads.
 * @returns The status, the headers of the error besides, and the body.
 * @example
 * ```ts
 * import { respondError, ScimError } from '@scimkit/core';
 *
 * const outcome = respondError(new ScimError(429, 'Too many requests.', { headers: { 'retry-after': '10' } }));
 * ```
 */
export function respondError(error: ScimError): Outcome {
  return {
    status: error.status,
    headers: { 'content-type': scimJson, 'cache-control': 'no-store', ...error.headers },
    body: JSON.stringify(errorBody(error)),
  };
}
