import type { AttributeRef } from './attribute-ref.ts';
import { isRecord } from './is-record.ts';
import type { ReadOptions } from './read-options.ts';
import type { ResourceModel } from './resource-model.ts';
import { checkOnePrimary } from './settle-value.ts';
import { storedAttributes } from './stored-attributes.ts';
import { validateDocument } from './validate-document.ts';

/**
 * Checks a whole document after a PATCH has changed it: types, required attributes, one primary value a list.
 *
 * @param document - The document in canonical form.
 * @throws ScimError 400 `mutability` when a required attribute is gone (PAT-17), 400 `invalidValue` for everything else.
 */
export function checkDocument(
  model: ResourceModel,
  document: Readonly<Record<string, unknown>>,
  _options?: ReadOptions,
): void {
  const error = validateDocument(model, document, 'stored');
  if (error !== undefined) throw error;
  checkPrimaries(storedAttributes(model), document);
}

function checkPrimaries(attributes: readonly AttributeRef[], parts: Readonly<Record<string, unknown>>): void {
  for (const attribute of attributes) {
    const value = parts[attribute.name];
    if (attribute.multiValued && Array.isArray(value)) checkOnePrimary(attribute, value);
    else if (attribute.extension && isRecord(value)) checkPrimaries(attribute.subAttributes, value);
  }
}
