import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { CompareOp, Key } from './filter-node.ts';
import { keyOnce } from './key-once.ts';
import { satisfies } from './satisfies.ts';

/** What a comparison found, in rising order: no value at all; values, none of which satisfies it; one that does. */
export type Found = 0 | 1 | 2;

export const NO_VALUE: Found = 0;
export const DIFFERENT: Found = 1;
export const SATISFIED: Found = 2;

/** Compares one key. */
export function probeKey(key: Key | undefined, op: CompareOp, wanted: Key): Found {
  if (key === undefined) return NO_VALUE;
  return satisfies(op, key, wanted) ? SATISFIED : DIFFERENT;
}

/**
 * Compares the values that an attribute has inside of `value`, stopping at the first that satisfies the comparison. Lists
 * on the way are walked through. Nothing is collected, so nothing is allocated but folded strings.
 *
 * @param value - A document, or an element of a multi-valued attribute.
 * @param depth - How many of the attribute's steps lead to `value`.
 */
export function probeValue(
  value: unknown,
  attribute: AttributeRef,
  depth: number,
  op: CompareOp,
  wanted: Key,
): Found {
  if (value === undefined || value === null) return NO_VALUE;
  if (Array.isArray(value)) {
    let found: Found = NO_VALUE;
    for (const element of value) {
      const each = probeValue(element, attribute, depth, op, wanted);
      if (each === SATISFIED) return SATISFIED;
      if (each > found) found = each;
    }
    return found;
  }
  const step = attribute.steps[depth];
  if (step === undefined) return probeKey(keyOnce(value, attribute), op, wanted);
  const part = partOf(value, step);
  const last = depth + 1 === attribute.steps.length;
  if ((part === undefined || part === null) && last && isPrimary(attribute))
    return probeKey(false, op, wanted);
  return probeValue(part, attribute, depth + 1, op, wanted);
}

/** Is there a value, by the rules of `pr`: not `null`, not empty, at any depth (FLT-10)? */
export function isPresent(value: unknown, attribute: AttributeRef, depth: number): boolean {
  if (Array.isArray(value)) return value.some((element) => isPresent(element, attribute, depth));
  const step = attribute.steps[depth];
  return step === undefined ? isAssigned(value) : isPresent(partOf(value, step), attribute, depth + 1);
}

function isAssigned(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (typeof value !== 'object') return true;
  return Object.values(value).some(isAssigned);
}

/** An object's own property, so that no name reaches a prototype. */
export function partOf(value: unknown, step: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  // An own property of an object, whatever it holds.
  return (value as Readonly<Record<string, unknown>>)[step];
}

/**
 * Is this the `primary` of a multi-valued attribute? An element without one is not the primary one: it compares as false.
 *
 * @see RFC 7643 section 2.4
 */
export function isPrimary(attribute: AttributeRef): boolean {
  return (
    attribute.name === 'primary' && attribute.type === 'boolean' && attribute.parent?.multiValued === true
  );
}
