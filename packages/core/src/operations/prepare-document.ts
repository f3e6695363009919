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
  return new PreparedDocument(model, document);
}

/**
 * Keys are made when they are asked for: most changes leave them as they are, and a store that sees it does not ask.
 *
 * The accessor is an own property, so that a copy by spreading has the keys, and one function for all documents: a getter
 * in an object literal takes 1 µs more to make.
 */
class PreparedDocument implements Next {
  declare readonly keys: Next['keys'];
  declare readonly display?: string;
  readonly document: StoredDocument;
  readonly keyed: ResourceModel['keyed'];
  readonly #model: ResourceModel;
  #keys: Next['keys'] | undefined;

  constructor(model: ResourceModel, document: StoredDocument) {
    this.#model = model;
    this.document = document;
    this.keyed = model.keyed;
    const display = displayOf(model, document);
    if (display !== undefined) this.display = display;
    Object.defineProperty(this, 'keys', keysOfDocument);
  }

  static keysOf(prepared: PreparedDocument): Next['keys'] {
    prepared.#keys ??= extractKeys(prepared.#model, prepared.document);
    return prepared.#keys;
  }
}

const keysOfDocument: PropertyDescriptor & ThisType<PreparedDocument> = {
  enumerable: true,
  get() {
    return PreparedDocument.keysOf(this);
  },
};
