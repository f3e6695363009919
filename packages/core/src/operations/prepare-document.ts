import { checkFormats } from '../schema/check-formats.ts';
import { displayOf, extractKeys } from '../schema/extract-keys.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Next, StoredDocument } from '../storage/port.ts';
import type { Policies } from './policies.ts';

/**
 * A document with all that a store needs beside it: its keys, folded once, and its display name.
 *
 * @throws ScimError 400 `invalidValue` for a text that is not in its format, where the policy asks for that.
 */
export function prepareDocument(
  model: ResourceModel,
  document: StoredDocument,
  formats: Policies['formats'],
): Next {
  if (formats === 'checked') checkFormats(model, document);
  const display = displayOf(model, document);
  return {
    document,
    keys: extractKeys(model, document),
    keyed: model.keyed,
    ...(display === undefined ? {} : { display }),
  };
}
