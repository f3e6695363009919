import { ScimError } from '../errors/scim-error.ts';
import { bindTemplate } from './bind-template.ts';
import type { FilterContext } from './filter-context.ts';
import { defaultFilterLimits } from './filter-limits.ts';
import type { FilterNode } from './filter-node.ts';
import { liftLiterals } from './lift-literals.ts';
import type { NameScope } from './name-scope.ts';
import { parseShape } from './parse-shape.ts';
import { resolveShape } from './resolve-shape.ts';
import { cachedTemplate } from './shape-cache.ts';

/**
 * The way of a filter: literals out, structure and names from the cache or made, literals in.
 *
 * A tolerated filter is tried by the letter first, so that tolerance never changes what a correct one means, and is only
 * reported where it was needed.
 *
 * @param owner - What the names belong to; its templates are cached with it.
 * @param scope - Makes the scope when the shape is new.
 * @param valueFilter - The text stands between brackets, so it cannot have brackets of its own.
 */
export function compileInScope(
  owner: object,
  scope: () => NameScope,
  text: string,
  context: FilterContext,
  valueFilter: boolean,
): FilterNode {
  if (context.tolerateUnquoted !== true) return compileText(owner, scope, text, context, valueFilter);
  try {
    return compileText(owner, scope, text, { ...context, tolerateUnquoted: false }, valueFilter);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    const tolerated = compileText(owner, scope, text, context, valueFilter);
    context.onUnquoted?.();
    return tolerated;
  }
}

function compileText(
  owner: object,
  scope: () => NameScope,
  text: string,
  context: FilterContext,
  valueFilter: boolean,
): FilterNode {
  const limits = context.limits ?? defaultFilterLimits;
  const lifted = liftLiterals(text, limits, context.tolerateUnquoted, valueFilter);
  const unknown = context.unknownAttribute ?? 'refuse';
  // No shape begins with a question mark, so the two meanings of unknown names do not meet in the cache.
  const key = unknown === 'refuse' ? lifted.shape : `?${lifted.shape}`;
  const { template, named } = cachedTemplate(owner, key, () => {
    const names = scope();
    const made = resolveShape(parseShape(lifted.shape), names, unknown);
    return { template: made, named: [...names.named] };
  });
  if (context.onNamed !== undefined) for (const attribute of named) context.onNamed(attribute);
  return bindTemplate(template, lifted, context);
}
