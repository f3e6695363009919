import type { AttributeRef } from './attribute-ref.ts';
import { isRecord } from './is-record.ts';
import { toKey } from './keys.ts';

/**
 * Are two values of an attribute the same? Simple values are compared as filters compare them, so letter case counts
 * only where the attribute is case exact; complex ones part by part; lists element by element.
 */
export function sameValue(attribute: AttributeRef, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((element, index) => sameOne(attribute, element, b[index]));
  }
  return sameOne(attribute, a, b);
}

function sameOne(attribute: AttributeRef, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isRecord(a) && isRecord(b)) {
    return attribute.subAttributes.every((part) => sameValue(part, a[part.name], b[part.name]));
  }
  const key = toKey(a, attribute);
  return key !== undefined && key === toKey(b, attribute);
}
