import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { CompareOp, FilterNode } from './filter-node.ts';

/**
 * A filter whose names are resolved and whose operators are checked, with slots for its literals: the prepared statement
 * of which every request binds one.
 */
export type FilterTemplate =
  /** Needs no literal. */
  | { readonly kind: 'done'; readonly node: FilterNode }
  | { readonly kind: 'and' | 'or'; readonly of: readonly FilterTemplate[] }
  | { readonly kind: 'not'; readonly of: FilterTemplate }
  | { readonly kind: 'some'; readonly attribute: AttributeRef; readonly of: FilterTemplate }
  | Comparison
  /** Asks for an attribute that the resource type does not have, and which counts as having no value. */
  | { readonly kind: 'absent'; readonly op: 'eq' | 'ne'; readonly slot: number }
  /** Asks for the URL of a resource, which nobody stores; what is compared is the id in it. */
  | {
      readonly kind: 'address';
      /** The attribute that was named: `members.$ref`, `meta.location`. */
      readonly named: AttributeRef;
      /** The attribute that holds the id: `members.value`, `id`. */
      readonly id: AttributeRef;
      readonly op: 'eq' | 'ne';
      readonly slot: number;
      /** The endpoint that the URL has to be of; any one when left out. */
      readonly endpoint?: string;
    }
  /** Asks for `meta.resourceType`, which is known before any resource is looked at. */
  | (Omit<Comparison, 'kind'> & { readonly kind: 'type'; readonly type: string });

interface Comparison {
  readonly kind: 'compare';
  readonly attribute: AttributeRef;
  readonly op: CompareOp;
  readonly slot: number;
}
