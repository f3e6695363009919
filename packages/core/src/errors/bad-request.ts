import { ScimError, type ScimType } from './scim-error.ts';

/** A 400 with its keyword: the answer to most input that cannot be taken. */
export function badRequest(scimType: ScimType, detail: string): ScimError {
  return new ScimError(400, detail, { scimType });
}
