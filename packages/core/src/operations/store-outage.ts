import { ScimError } from '../errors/scim-error.ts';
import { StoreError } from '../storage/store-error.ts';

/**
 * The 503 for a store that cannot serve now, whatever it was asked for: a resource, a token, or the end of a transaction.
 *
 * @returns `undefined` when the error says anything else.
 */
export function storeOutage(error: unknown): ScimError | undefined {
  if (!(error instanceof StoreError)) return undefined;
  if (error.code === 'busy') {
    return new ScimError(503, 'Too many writes at once; try again.', {
      headers: { 'retry-after': '1' },
      cause: error,
    });
  }
  if (error.code === 'unavailable') {
    return new ScimError(503, 'The storage behind this server cannot serve this at the moment; try again.', {
      headers: { 'retry-after': '5' },
      cause: error,
    });
  }
  return undefined;
}
