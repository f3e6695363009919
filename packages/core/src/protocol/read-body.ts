import { badRequest } from '../errors/bad-request.ts';
import { ScimError } from '../errors/scim-error.ts';
import type { Envelope } from './envelope.ts';

/**
 * Reads the JSON body of a write. Called only once the caller has been admitted.
 *
 * @param envelope - The request.
 * @param limit - The largest body in bytes.
 * @returns The JSON value; message parsers check its form.
 * @throws ScimError 415 for another media type, 413 over the limit, 400 `invalidSyntax` for anything but JSON.
 * @see RFC 7644 section 3.8
 */
export async function readBody(envelope: Envelope, limit: number): Promise<unknown> {
  checkMediaType(envelope);
  const body = await envelope.body(limit);
  if (body.kind === 'parsed') return body.value;
  if (body.kind === 'none' || body.text.trim() === '') {
    throw badRequest('invalidSyntax', 'The request has no body; a JSON object was expected.');
  }
  try {
    const value: unknown = JSON.parse(body.text);
    return value;
  } catch (cause) {
    throw badRequest('invalidSyntax', `The request body is not valid JSON${placeOf(cause)}.`);
  }
}

/** The parser's own words quote the input, which may hold a password; only the place is passed on. */
function placeOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return ` near character ${position}`;
  return /end of JSON input/i.test(message) ? ': it ends too early' : '';
}

/** Where each method says which media types it takes: RFC 5789 section 2.2, RFC 9110 section 15.5.16. */
const acceptHeaders: ReadonlyMap<string, string> = new Map([
  ['POST', 'accept-post'],
  ['PATCH', 'accept-patch'],
]);

/** Both JSON types are taken, with any parameters; so is a missing header, which says nothing about the body. */
function checkMediaType({ method, header }: Envelope): void {
  const contentType = header('content-type');
  if (contentType === undefined || contentType === '') return;
  const semicolon = contentType.indexOf(';');
  const type = (semicolon === -1 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase();
  if (type === 'application/scim+json' || type === 'application/json' || type === 'text/json') return;
  throw new ScimError(415, 'Send the body as application/scim+json or application/json.', {
    headers: { [acceptHeaders.get(method) ?? 'accept']: 'application/scim+json, application/json' },
  });
}
