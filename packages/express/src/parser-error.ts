import { ScimError, type ScimType } from '@scimkit/core';

interface Answer {
  readonly status: number;
  readonly scimType?: ScimType;
  readonly detail: string;
}

/** By the `type` that `body-parser` gives its errors. Its own messages quote the body, which may hold a password. */
const byType: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  [
    'entity.parse.failed',
    { status: 400, scimType: 'invalidSyntax', detail: 'The request body is not valid JSON.' },
  ],
  ['entity.too.large', { status: 413, detail: 'The request body is larger than this application takes.' }],
  [
    'encoding.unsupported',
    { status: 415, detail: 'The content encoding of the request body is not supported.' },
  ],
  ['charset.unsupported', { status: 415, detail: 'The request body must be JSON in UTF-8.' }],
  [
    'request.aborted',
    { status: 400, scimType: 'invalidSyntax', detail: 'The request body is not complete.' },
  ],
  [
    'request.size.invalid',
    {
      status: 400,
      scimType: 'invalidSyntax',
      detail: 'The request body is not as long as its Content-Length says.',
    },
  ],
]);

/** What is said of other errors that name a status of the client's: nothing of what they say themselves. */
const byStatus: ReadonlyMap<number, string> = new Map([
  [400, 'The request cannot be understood.'],
  [401, 'The request lacks valid credentials.'],
  [403, 'The request is not allowed.'],
  [404, 'There is nothing at this URL.'],
  [405, 'This URL does not take this method.'],
  [408, 'The request was not complete in time.'],
  [413, 'The request body is larger than this application takes.'],
  [415, 'The request body has a type that is not supported.'],
  [429, 'There are too many requests.'],
]);

/**
 * Finds the SCIM error for what a middleware of Express passed to `next`.
 *
 * @returns `undefined` when the error is none of the client's making.
 */
export function toScimError(error: unknown): ScimError | undefined {
  if (error instanceof ScimError) return error;
  if (typeof error !== 'object' || error === null) return undefined;
  const type = 'type' in error && typeof error.type === 'string' ? error.type : '';
  const known = byType.get(type);
  if (known !== undefined) {
    return new ScimError(known.status, known.detail, {
      cause: error,
      ...(known.scimType === undefined ? undefined : { scimType: known.scimType }),
    });
  }
  const status = 'status' in error ? error.status : 'statusCode' in error ? error.statusCode : undefined;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 400 || status > 499)
    return undefined;
  return new ScimError(status, byStatus.get(status) ?? 'The request was refused.', { cause: error });
}
