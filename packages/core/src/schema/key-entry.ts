import type { AttributeRef } from './attribute-ref.ts';
import type { Key } from './key.ts';

/** One comparable value of a document, folded by core so that no store ever folds case. */
export interface KeyEntry {
  readonly attribute: AttributeRef;
  /** Index of the element in a multi-valued attribute; 0 for singular ones. */
  readonly element: number;
  readonly key: Key;
}
