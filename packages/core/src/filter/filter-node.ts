import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { Key } from '../schema/key.ts';

export type { Key } from '../schema/key.ts';

/** Comparison operators of RFC 7644 section 3.4.2.2, without `pr`. */
export type CompareOp = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/**
 * A filter, compiled: names resolved, literals folded. Frozen data with one `kind` a node.
 *
 * Rules that every interpreter follows (RFC 7644 section 3.4.2.2 and the readings in `docs/decisions/`):
 * - `compare` on an attribute with several values is true when one value satisfies it; `ne` when any value differs
 *   or none exists;
 * - `present` is false for absent, `null`, empty lists, empty objects and empty strings;
 * - `some` holds when one element of `attribute` satisfies `of`; the attributes inside are sub-attributes of it;
 * - `eq null` has been turned into `not present`, `ne null` into `present`;
 * - a missing `primary` compares as false (RFC 7643 section 2.4);
 * - `constant` is what a condition on an attribute of another resource type folds to.
 */
export type FilterNode =
  | { readonly kind: 'and'; readonly of: readonly FilterNode[] }
  | { readonly kind: 'or'; readonly of: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly of: FilterNode }
  | { readonly kind: 'compare'; readonly attribute: AttributeRef; readonly op: CompareOp; readonly key: Key }
  | { readonly kind: 'present'; readonly attribute: AttributeRef }
  | { readonly kind: 'some'; readonly attribute: AttributeRef; readonly of: FilterNode }
  | { readonly kind: 'constant'; readonly value: boolean };
