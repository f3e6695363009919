import type { AttributeRef } from '../schema/attribute-ref.ts';
import { ElementSite, evaluate } from './evaluate.ts';
import type { FilterNode } from './filter-node.ts';

/**
 * Does one element of a multi-valued attribute match a value filter? For the value filters of PATCH paths.
 *
 * @param node - A filter, as `compileValueFilter` makes it.
 * @param element - One value of the attribute, in the form in which documents hold it.
 * @param attribute - The attribute.
 */
export function matchesElement(node: FilterNode, element: unknown, attribute: AttributeRef): boolean {
  return evaluate(node, new ElementSite(element, attribute.steps.length));
}
