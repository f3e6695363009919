import { ScimError } from '@scimkit/core';

/** The answer to a body over the limit. */
export function bodyTooLarge(limit: number): ScimError {
  return new ScimError(413, `The request body is larger than ${limit} bytes.`);
}

/** The answer to a body that is not what it should be. */
export function invalidSyntax(detail: string): ScimError {
  return new ScimError(400, detail, { scimType: 'invalidSyntax' });
}

/** Nobody reads this answer; it brings the request to an orderly end. */
export function clientGone(): ScimError {
  return invalidSyntax('The connection was closed before the request body was complete.');
}

/** The answer to a body that does not get done. */
export function bodyTooSlow(timeout: number): ScimError {
  return new ScimError(408, `The request body was not complete after ${timeout} milliseconds.`);
}
