import { displayOf, extractKeys } from '../schema/extract-keys.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Next, StoredDocument } from '../storage/port.ts';

/** A document with all that a store needs beside it: its keys, folded once, and its display name. */
export function prepareDocument(model: ResourceModel, document: StoredDocument): Next {
  const display = displayOf(model, document);
  return { document, keys: extractKeys(model, document), ...(display === undefined ? {} : { display }) };
}
