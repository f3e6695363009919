import type { AttributeRef } from '../schema/attribute-ref.ts';

/**
 * Puts the keys of an object into the order of the definition. What the definition does not know, such as attributes of a
 * schema that has since been changed, stands last.
 *
 * @returns The object itself when it is in order, else a copy.
 */
export function orderKeys(
  object: Record<string, unknown>,
  attributes: readonly AttributeRef[],
): Record<string, unknown> {
  const keys = Object.keys(object);
  const ordered = attributes.map(({ name }) => name).filter((name) => Object.hasOwn(object, name));
  if (ordered.length < keys.length) {
    const known = new Set(ordered);
    ordered.push(...keys.filter((key) => !known.has(key)));
  }
  if (ordered.every((key, index) => key === keys[index])) return object;
  return Object.fromEntries(ordered.map((key) => [key, object[key]]));
}
