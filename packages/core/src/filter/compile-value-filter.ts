import type { AttributeRef } from '../schema/attribute-ref.ts';
import { compileInScope } from './compile-in-scope.ts';
import type { FilterContext } from './filter-context.ts';
import type { FilterNode } from './filter-node.ts';
import { elementScope } from './name-scope.ts';

/**
 * Compiles the value filter of a PATCH path, the text between the brackets of `emails[type eq "work"]`. Names are
 * sub-attributes of the attribute; in a simple multi-valued attribute, `value` names the element itself and stands in the
 * tree as the attribute. {@link matchesElement} evaluates the tree.
 *
 * @param attribute - The attribute before the brackets.
 * @param text - What is between them.
 * @param context - Limits, service root, and how forgiving to be.
 * @returns The filter, frozen.
 * @throws ScimError 400 `invalidFilter`.
 * @see RFC 7644 section 3.5.2, figure 7
 */
export function compileValueFilter(
  attribute: AttributeRef,
  text: string,
  context: FilterContext = {},
): FilterNode {
  return compileInScope(attribute, () => elementScope(attribute), text, context, true);
}
