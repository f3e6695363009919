import type { AttributeRef } from '../schema/attribute-ref.ts';
import { isRecord } from '../schema/is-record.ts';
import type { Rewrite } from './rewrite.ts';

/**
 * Tries rewrites on a value whose JSON type does not fit its attribute, until it does or none of them knows what to do:
 * `["True"]` becomes `"True"`, and that `true`. Each rewrite is tried once, so there is an end to it.
 *
 * @param rewrites - Those that have a `value`, in their order.
 * @param fired - Told the name of each rewrite that did something.
 * @returns The value as far as it came; `undefined` when no rewrite did anything.
 */
export function coerceWith(
  rewrites: readonly Rewrite[],
  value: unknown,
  attribute: AttributeRef,
  level: 'whole' | 'element',
  fired: (name: string) => void,
): unknown {
  let current = value;
  const left = new Set(rewrites);
  while (current !== null && !fits(current, attribute, level)) {
    const step = nextStep(left, current, attribute, level);
    if (step === undefined) break;
    left.delete(step.rewrite);
    fired(step.rewrite.name);
    current = step.value;
  }
  return current === value ? undefined : current;
}

function nextStep(
  rewrites: Iterable<Rewrite>,
  value: unknown,
  attribute: AttributeRef,
  level: 'whole' | 'element',
): { readonly rewrite: Rewrite; readonly value: unknown } | undefined {
  for (const rewrite of rewrites) {
    const next = rewrite.value?.(value, attribute, level);
    if (next !== undefined) return { rewrite, value: next };
  }
  return undefined;
}

/** Is the JSON type of a value the one that the attribute asks for? */
function fits(value: unknown, attribute: AttributeRef, level: 'whole' | 'element'): boolean {
  if (attribute.multiValued && level === 'whole') return Array.isArray(value);
  switch (attribute.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'decimal':
      return typeof value === 'number';
    case 'complex':
      return isRecord(value);
    default:
      return typeof value === 'string';
  }
}
