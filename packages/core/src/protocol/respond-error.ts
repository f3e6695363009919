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
 */
export function respondError(error: ScimError): Outcome {
  return {
    status: error.status,
    headers: { 'content-type': scimJson, 'cache-control': 'no-store', ...error.headers },
    body: JSON.stringify(errorBody(error)),
  };
}
