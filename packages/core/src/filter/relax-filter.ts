import type { AttributeRef } from '../schema/attribute-ref.ts';
import { combine, constant, everything, negate, some } from './combine.ts';
import type { CompareOp, FilterNode } from './filter-node.ts';

/** What a store says about the conditions it can evaluate; a part of its `supports`. */
export interface FilterSupport {
  /** `exact`, `superset` (all matches and perhaps more) or `none`, for each attribute and operator. */
  readonly compare: (attribute: AttributeRef, op: CompareOp | 'pr') => 'exact' | 'superset' | 'none';
  /** Can it hold several conditions to the same element (`some` nodes)? */
  readonly sameElement: boolean;
}

/** What of a filter a store can do. */
export interface RelaxedFilter {
  /** The filter for the store, which finds at least all matches; absent when it can only be asked for everything. */
  readonly pushed: FilterNode | undefined;
  /** True when `pushed` finds the matches and nothing else, so that no one needs to check again. */
  readonly exact: boolean;
}

/**
 * Weakens a filter to what a store can evaluate: whatever matches the filter also matches the result. Negation turns
 * weakening into strengthening, so each condition is weakened or strengthened by the number of `not`s above it, which
 * comes to the same as bringing the filter into negation normal form first. (Taking conditions out of a negated `and`
 * without that lost rows in 42 of 1,200 random filters.)
 *
 * @param node - A filter, as `compileFilter` makes it.
 * @param supports - The store's answers.
 * @returns The filter to ask the store for, and whether its answer has to be checked with {@link matches}.
 * @example
 * ```ts
 * import { compileFilter, compileResourceType, relaxFilter, User } from '@scimkit/core';
 *
 * const users = compileResourceType(User);
 * const filter = compileFilter(users, 'userName eq "jo" and title co "chief"');
 * // A store with an index for equality, and nothing else.
 * const compare = (_: unknown, op: string) => (op === 'eq' ? 'exact' : 'none');
 * relaxFilter(filter, { compare, sameElement: false }); // pushed: userName eq "jo", exact: false
 * ```
 */
export function relaxFilter(node: FilterNode, supports: FilterSupport): RelaxedFilter {
  const exact = isExact(node, supports);
  const pushed = exact && supports.sameElement ? node : relax(node, supports, true);
  return { pushed: pushed.kind === 'constant' && pushed.value ? undefined : pushed, exact };
}

/** Finds a filter that follows from `node` when `weaken`, and one from which `node` follows otherwise. */
function relax(node: FilterNode, supports: FilterSupport, weaken: boolean): FilterNode {
  switch (node.kind) {
    case 'constant':
      return node;
    case 'not':
      return negate(relax(node.of, supports, !weaken));
    case 'and':
    case 'or':
      return combine(
        node.kind,
        node.of.map((part) => relax(part, supports, weaken)),
      );
    case 'some': {
      if (supports.sameElement) return relaxSome(node.attribute, relax(node.of, supports, weaken), weaken);
      const spread = spreadSome(node.of, weaken);
      return spread === undefined ? constant(weaken) : relax(spread, supports, weaken);
    }
    case 'compare':
    case 'present': {
      const support = supportOf(node, supports);
      // A condition that finds too much is no help where it is negated: its opposite would find too little.
      return support === 'exact' || (support === 'superset' && weaken) ? node : constant(weaken);
    }
  }
}

/**
 * Whether an attribute has elements at all is a condition of its own, which the store was not asked about: when nothing
 * is left of what an element must be, nothing is left of the whole.
 */
function relaxSome(attribute: AttributeRef, of: FilterNode, weaken: boolean): FilterNode {
  return of.kind === 'constant' ? constant(of.value && weaken) : some(attribute, of);
}

function isExact(node: FilterNode, supports: FilterSupport): boolean {
  switch (node.kind) {
    case 'constant':
      return true;
    case 'not':
      return isExact(node.of, supports);
    case 'and':
    case 'or':
      return node.of.every((part) => isExact(part, supports));
    case 'some': {
      if (supports.sameElement) return isExact(node.of, supports);
      const spread = spreadSome(node.of, false);
      return spread !== undefined && isExact(spread, supports);
    }
    case 'compare':
    case 'present':
      return supportOf(node, supports) === 'exact';
  }
}

function supportOf(
  node: Extract<FilterNode, { kind: 'compare' | 'present' }>,
  supports: FilterSupport,
): 'exact' | 'superset' | 'none' {
  return supports.compare(node.attribute, node.kind === 'compare' ? node.op : 'pr');
}

/**
 * What a condition on one element says about the elements taken together, for stores that cannot keep them apart. One
 * comparison says the same either way, and so do several joined by `or`. Of an `and` only the weaker half is left: that
 * each of its parts holds for some element. `ne` and `not` say something else about all elements than about one.
 *
 * @returns `undefined` when nothing follows.
 */
function spreadSome(of: FilterNode, weaken: boolean): FilterNode | undefined {
  switch (of.kind) {
    case 'compare':
      return of.op === 'ne' ? undefined : of;
    case 'present':
      return of;
    case 'or': {
      const parts = of.of.map((part) => spreadSome(part, weaken));
      return parts.every((part) => part !== undefined) ? combine('or', parts) : undefined;
    }
    case 'and':
      return weaken
        ? combine(
            'and',
            of.of.map((part) => spreadSome(part, weaken) ?? everything),
          )
        : undefined;
    default:
      return undefined;
  }
}
