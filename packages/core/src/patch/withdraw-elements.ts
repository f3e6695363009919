import type { AttributeRef } from '../schema/attribute-ref.ts';
import { isRecord } from '../schema/is-record.ts';
import { toKey } from '../schema/keys.ts';
import type { Place, WorkingCopy } from './working-copy.ts';
import { refuseFixed } from './write-place.ts';

/**
 * Takes the elements out of a list that look like the given ones. With a `value` on both sides, value and type decide, as
 * far as the type is given; without one, everything that is given has to be the same.
 */
export function withdrawElements(
  work: WorkingCopy,
  attribute: AttributeRef,
  place: Place,
  given: readonly unknown[],
): void {
  const list = work.list(place);
  const indexes: number[] = [];
  for (const [index, element] of list.entries()) {
    work.visit(given.length);
    if (given.some((pattern) => looksLike(element, pattern, attribute))) indexes.push(index);
  }
  if (indexes.length === 0) return;
  refuseFixed(work, attribute, place);
  work.removeElements(place, indexes);
  work.cleared.add(attribute);
}

function looksLike(element: unknown, pattern: unknown, attribute: AttributeRef): boolean {
  if (!isRecord(element) || !isRecord(pattern)) return same(element, pattern, attribute);
  const byValue = element.value !== undefined && pattern.value !== undefined;
  return attribute.subAttributes.every((part) => {
    const decides = !byValue || part.name === 'value' || part.name === 'type';
    return !decides || pattern[part.name] === undefined || same(element[part.name], pattern[part.name], part);
  });
}

/** Compared as filters compare. A list among the parts has to be the same list. */
function same(a: unknown, b: unknown, attribute: AttributeRef): boolean {
  const key = toKey(b, attribute);
  return key === undefined ? JSON.stringify(a) === JSON.stringify(b) : toKey(a, attribute) === key;
}
