import type { AttributeRef } from '../schema/attribute-ref.ts';
import { isRecord } from '../schema/is-record.ts';
import { toKey } from '../schema/keys.ts';

/** Parts that do not tell elements apart when they have a value (RFC 7643 section 2.4). */
export const describing: ReadonlySet<string> = new Set(['value', 'type', 'display', 'primary', '$ref']);

/**
 * What makes two elements of a list the same (PAT-14, TYP-15): value and type, compared as filters compare them, and the
 * parts beyond the usual ones. An element without a value is told by all that it has.
 */
export function elementIdentity(element: unknown, attribute: AttributeRef): string {
  if (!isRecord(element)) return JSON.stringify(toKey(element, attribute) ?? element);
  if (element.value === undefined) return JSON.stringify(element);
  const others = Object.entries(element).filter(([name]) => !describing.has(name));
  return JSON.stringify([keyOf(element, 'value', attribute), keyOf(element, 'type', attribute), others]);
}

function keyOf(element: Readonly<Record<string, unknown>>, name: string, attribute: AttributeRef): unknown {
  const part = attribute.byName.get(name);
  const value = element[name];
  return part === undefined || value === undefined ? null : (toKey(value, part) ?? value);
}
