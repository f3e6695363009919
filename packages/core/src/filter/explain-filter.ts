import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { compileFilter } from './compile-filter.ts';
import type { FilterNode } from './filter-node.ts';
import { printFilter } from './print-filter.ts';
import { type FilterSupport, relaxFilter } from './relax-filter.ts';

/** How one condition of a filter is answered. */
export interface ConditionExplanation {
  /** The condition as it is compared: `title co "chief"`; between brackets with its attribute before it. */
  readonly condition: string;
  /** What the store makes of it: the matches, the matches and perhaps more, or nothing. */
  readonly support: 'exact' | 'superset' | 'none';
  /**
   * True when keys of the attribute are written beside the document. Where it is false and the store makes nothing of the
   * condition, declaring the attribute `indexed` has it searched.
   */
  readonly indexed: boolean;
}

/** How a filter is answered, as {@link explainFilter} tells it. */
export interface FilterExplanation {
  /**
   * `store`: the store finds the matches and nothing else. `recheck`: it proposes resources, and core looks at each of them.
   * `scan`: core looks at every resource of the type. With the last two, more than `limits.maxScan` resources to look at are
   * refused with 400 `tooMany`.
   */
  readonly answeredBy: 'store' | 'recheck' | 'scan';
  /** What the store is asked for; absent when it is asked for everything. */
  readonly pushed?: string;
  /** The conditions, in the order of the filter. */
  readonly conditions: readonly ConditionExplanation[];
}

/**
 * Tells how a filter would be answered on a store: which conditions are pushed down to it, which are checked again by core,
 * and which attribute to declare `indexed` when it is too slow or refused. Nothing is run. How a database runs what it is
 * asked for is told by the store's own `explain`.
 *
 * @param model - The resource type that is asked for.
 * @param text - The filter as a client sends it, percent-decoded.
 * @param supports - The store's `supports`.
 * @returns The way, what the store is asked for, and the conditions one by one. It repeats the filter's literals, which
 *   may be personal data.
 * @throws ScimError 400 `invalidFilter`, in words, for a text that would be refused as a filter.
 * @see RFC 7644 section 3.4.2.2
 * @example
 * ```ts
 * import { compileResourceType, explainFilter, type ResourceStore, User } from '@scimkit/core';
 *
 * declare const store: ResourceStore;
 * const filter = 'userName eq "jo" and title co "chief"';
 * const { answeredBy, pushed, conditions } = explainFilter(compileResourceType(User), filter, store.supports);
 * console.log(answeredBy, pushed); // recheck userName eq "jo"
 * console.log(conditions.filter(({ support }) => support !== 'exact')); // title co "chief", not indexed
 * ```
 */
export function explainFilter(
  model: ResourceModel,
  text: string,
  supports: FilterSupport,
): FilterExplanation {
  const node = compileFilter(model, text);
  const { pushed, exact } = relaxFilter(node, supports);
  const keyed = new Set(model.keyed);
  const conditions: ConditionExplanation[] = [];
  for (const { leaf, within } of leavesOf(node)) {
    const { attribute } = leaf;
    const written = printFilter(leaf, within);
    conditions.push({
      condition: within === undefined ? written : `${within.path}[${written}]`,
      support: supports.compare(attribute, leaf.kind === 'compare' ? leaf.op : 'pr'),
      indexed: keyed.has(attribute) || attribute.indexed,
    });
  }
  return {
    answeredBy: exact ? 'store' : pushed === undefined ? 'scan' : 'recheck',
    ...(pushed === undefined ? {} : { pushed: printFilter(pushed) }),
    conditions,
  };
}

interface Leaf {
  readonly leaf: Extract<FilterNode, { kind: 'compare' | 'present' }>;
  /** The attribute before the brackets. */
  readonly within?: AttributeRef;
}

/** The depth of a filter is bounded where it is compiled. */
function leavesOf(node: FilterNode, within?: AttributeRef): readonly Leaf[] {
  switch (node.kind) {
    case 'constant':
      return [];
    case 'not':
      return leavesOf(node.of, within);
    case 'and':
    case 'or':
      return node.of.flatMap((part) => leavesOf(part, within));
    case 'some':
      return leavesOf(node.of, node.attribute);
    case 'compare':
    case 'present':
      return [within === undefined ? { leaf: node } : { leaf: node, within }];
  }
}
