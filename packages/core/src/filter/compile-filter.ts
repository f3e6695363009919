import type { ResourceModel } from '../schema/resource-model.ts';
import { compileInScope } from './compile-in-scope.ts';
import type { FilterContext } from './filter-context.ts';
import type { FilterNode } from './filter-node.ts';
import { modelScope } from './name-scope.ts';

export type { FilterContext } from './filter-context.ts';

/**
 * Compiles the text of a filter to a tree that the in-memory interpreter and stores evaluate: attributes resolved,
 * operators and literals checked against their types, literals folded. Filters that differ only in their literals are
 * parsed once.
 *
 * @param model - The resource type that is asked for.
 * @param text - The filter as received, percent-decoded.
 * @param context - Limits, service root, and how forgiving to be.
 * @returns The filter, frozen. It can be a `constant`: `meta.resourceType eq "Group"` among users matches nothing.
 * @throws ScimError 400 `invalidFilter` with a sentence about what is wrong, for every text that is not a valid filter.
 * @see RFC 7644 section 3.4.2.2
 * @example
 * ```ts
 * import { compileCatalog, compileFilter, User } from '@scimkit/core';
 *
 * for (const model of compileCatalog([User]).models) {
 *   compileFilter(model, 'emails[type eq "work" and value ew "@example.com"]');
 * }
 * ```
 */
export function compileFilter(model: ResourceModel, text: string, context: FilterContext = {}): FilterNode {
  return compileInScope(model, () => modelScope(model), text, context, false);
}
