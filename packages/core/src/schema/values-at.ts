import type { AttributeRef } from './attribute-ref.ts';

/**
 * Collects the values that a document has at an attribute. Lists on the way are walked through, so the values of all
 * elements come in one list; what is absent or `null` is left out. Only the document's own properties count.
 *
 * @param document - A document, or a whole resource.
 * @param attribute - Which attribute; for a multi-valued one its elements are the values.
 * @returns The values, in the order of the document. Not to be changed.
 * @example
 * ```ts
 * import { compileResourceType, resolveAttribute, User, valuesAt } from '@scimkit/core';
 *
 * const address = resolveAttribute(compileResourceType(User), 'emails.value');
 * const document = { emails: [{ value: 'a@example.com' }, { value: 'b@example.com' }] };
 * if (address !== undefined) valuesAt(document, address); // ['a@example.com', 'b@example.com']
 * ```
 */
export function valuesAt(
  document: Readonly<Record<string, unknown>>,
  attribute: AttributeRef,
): readonly unknown[] {
  const values: unknown[] = [];
  collect(document, attribute.steps, 0, values);
  return values;
}

function collect(value: unknown, steps: readonly string[], depth: number, into: unknown[]): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const element of value) collect(element, steps, depth, into);
    return;
  }
  const step = steps[depth];
  if (step === undefined) into.push(value);
  else if (typeof value === 'object' && Object.hasOwn(value, step)) {
    // An object's own property, whatever it holds; the walk goes on with `unknown`.
    collect((value as Record<string, unknown>)[step], steps, depth + 1, into);
  }
}
