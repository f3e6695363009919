import { badRequest } from '../errors/bad-request.ts';
import type { ResourceModel } from './resource-model.ts';
import { valueFormats } from './value-formats.ts';
import { valuesAt } from './values-at.ts';

/**
 * Checks the texts of a document against the formats that its definition declares.
 *
 * @param document - A document in canonical form.
 * @throws ScimError 400 `invalidValue` that names the attribute and what was expected.
 * @see RFC 7643 section 4.1.2
 */
export function checkFormats(model: ResourceModel, document: Readonly<Record<string, unknown>>): void {
  for (const attribute of model.formatted) {
    if (attribute.format === undefined) continue;
    const { expected, fits } = valueFormats[attribute.format];
    for (const value of valuesAt(document, attribute)) {
      if (typeof value === 'string' && !fits(value)) {
        const shown = JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
        throw badRequest('invalidValue', `${attribute.path}: expected ${expected}, but got ${shown}.`);
      }
    }
  }
}
