import { defaultFilterLimits } from '../filter/filter-limits.ts';
import { liftLiterals } from '../filter/lift-literals.ts';
import { parseShape, type Shape } from '../filter/parse-shape.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { readElement, readValue } from '../schema/read-value.ts';
import type { PatchOptions } from './patch-options.ts';
import type { Part, Target } from './patch-target.ts';

/**
 * What a value filter says that an element is, so that one can be made where none matches: the `eq` conditions of
 * `emails[type eq "work" and primary eq true]`, their literals as written (a compiled filter holds them folded).
 *
 * @returns The parts, or `undefined` when the filter asks for anything else than equality.
 */
export function elementTerms(target: Target, options: PatchOptions): readonly Part[] | undefined {
  const { list, filterText } = target;
  if (list === undefined || filterText === undefined) return undefined;
  const context = options.filter ?? {};
  // The text has been compiled before, so it is within the limits and grammatical.
  const lifted = liftLiterals(
    filterText,
    context.limits ?? defaultFilterLimits,
    context.tolerateUnquoted,
    true,
  );
  const conditions = equalities(parseShape(lifted.shape));
  if (conditions === undefined) return undefined;
  const parts: Part[] = [];
  for (const { path, slot } of conditions) {
    const part = list.type === 'complex' ? list.byName.get(path.toLowerCase()) : list;
    const literal = lifted.literals[slot] ?? null;
    if (part === undefined || literal === null) return undefined;
    const value = readLiteral(part, part === list, literal, lifted.bare[slot], options);
    if (part.mutability !== 'readOnly') parts.push({ attribute: part, value });
  }
  return parts;
}

function readLiteral(
  part: AttributeRef,
  element: boolean,
  literal: unknown,
  bare: string | undefined,
  options: PatchOptions,
): unknown {
  const wanted =
    part.type === 'boolean' ? 'boolean' : /^(integer|decimal)$/.test(part.type) ? 'number' : 'string';
  const written =
    typeof literal === wanted ? literal : wanted === 'string' && bare !== undefined ? bare : literal;
  const fitting = typeof written === wanted ? written : (options.filter?.coerce?.(written, part) ?? written);
  return (element ? readElement : readValue)(part, fitting, options.read);
}

/** The conditions of a conjunction of equalities; `undefined` for any other filter. */
function equalities(shape: Shape): readonly { readonly path: string; readonly slot: number }[] | undefined {
  if (shape.kind === 'compare') return shape.op === 'eq' ? [shape] : undefined;
  if (shape.kind !== 'and') return undefined;
  const all = [];
  for (const part of shape.of) {
    const some = equalities(part);
    if (some === undefined) return undefined;
    all.push(...some);
  }
  return all;
}
