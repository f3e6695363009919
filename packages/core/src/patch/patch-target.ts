import type { FilterNode } from '../filter/filter-node.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';

/** What the path of an operation points at. */
export interface Target {
  /** The attribute that is changed: `title`, `name.givenName`, `emails`, `emails.value`, an extension's container. */
  readonly attribute: AttributeRef;
  /**
   * The multi-valued attribute whose elements are meant, one by one, when it is not the list as a whole: with a value
   * filter, or when `attribute` is a part of its elements.
   */
  readonly list?: AttributeRef;
  /** Which elements of `list`; all of them when left out. */
  readonly filter?: FilterNode;
  /** The text of the filter, as sent. */
  readonly filterText?: string;
}

/** One sub-attribute and what becomes of it; `undefined` clears it. */
export interface Part {
  readonly attribute: AttributeRef;
  readonly value: unknown;
}

/** What is done at each place that a target leads to. Values are canonical; none of them is empty. */
export type Action =
  /** The value becomes this one. */
  | { readonly kind: 'assign'; readonly value: unknown }
  /** The parts are set, all others stay. */
  | { readonly kind: 'merge'; readonly parts: readonly Part[] }
  /** The elements join the list, but for those that are in it. */
  | { readonly kind: 'append'; readonly elements: readonly unknown[] }
  /** The value goes. */
  | { readonly kind: 'clear' }
  /** The elements that look like these leave the list. */
  | { readonly kind: 'withdraw'; readonly elements: readonly unknown[] };

/** One operation on one attribute, compiled: nothing in it depends on the document. */
export interface Step {
  readonly op: 'add' | 'remove' | 'replace';
  readonly target: Target;
  readonly action: Action;
}
