import { type Outcome, respondError, ScimError } from '@scimkit/core';

/** What a client is told of a failure that is none of its business. */
const failure = new ScimError(500, 'The server failed on its side.');

/** The answer to anything that was thrown outside core: a `ScimError` as it says, the rest as a 500 without details. */
export function errorOutcome(error: unknown): Outcome {
  return respondError(error instanceof ScimError ? error : failure);
}
