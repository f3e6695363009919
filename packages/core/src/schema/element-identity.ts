import type { AttributeRef } from './attribute-ref.ts';
import { isRecord } from './is-record.ts';
import { toKey } from './keys.ts';

type Element = Readonly<Record<string, unknown>>;

/** Parts that do not tell elements apart once they have a value: the value itself, and what describes it. */
export const describing: ReadonlySet<string> = new Set(['value', 'type', 'display', 'primary', '$ref']);

/**
 * What makes an element of a list the same as another one (TYP-15, PAT-14): its value and type, compared as filters
 * compare them, and the parts that are none of the usual ones. An element without a value is told by all that it has.
 *
 * @see RFC 7643 section 2.4
 */
export function elementIdentity(element: unknown, attribute: AttributeRef): string {
  if (!isRecord(element)) return JSON.stringify(toKey(element, attribute) ?? element);
  if (element.value === undefined) return JSON.stringify(element);
  const others = Object.entries(element).filter(([name]) => !describing.has(name));
  return JSON.stringify([keyOf(element, 'value', attribute), keyOf(element, 'type', attribute), others]);
}

function keyOf(element: Element, name: string, attribute: AttributeRef): unknown {
  const part = attribute.byName.get(name);
  const value = element[name];
  return part === undefined || value === undefined ? null : (toKey(value, part) ?? value);
}
