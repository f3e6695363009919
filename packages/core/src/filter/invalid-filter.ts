import { badRequest } from '../errors/bad-request.ts';
import type { ScimError } from '../errors/scim-error.ts';

/** 400 `invalidFilter`. The sentence names attributes and operators, never a literal: literals are personal data. */
export function invalidFilter(detail: string): ScimError {
  return badRequest('invalidFilter', detail);
}

/** The same, with the place in the filter. `index` counts from 0; people count characters from 1. */
export function invalidFilterAt(index: number, detail: string): ScimError {
  return invalidFilter(`The filter is not valid at character ${index + 1}: ${detail}`);
}

/** A name from the request, cut to 60 characters, in quotation marks. */
export function quoted(name: string): string {
  return name.length > 60 ? `"${name.slice(0, 60)}…"` : `"${name}"`;
}
