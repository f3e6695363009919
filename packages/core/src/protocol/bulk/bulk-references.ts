/** Deeper than any place at which a schema has attributes; what lies below is no reference. */
const maxDepth = 12;
/**
 * A reference is a whole string, a value in the filter of a PATCH path, or a segment of a path or URL. The same letters in the
 * middle of a text are none: a title such as "see bulkId:7" is kept as it is.
 */
const inText = /(?<=^|["/])bulkId:([^\s"\\\]/]+)(?=$|["/])/g;

/**
 * The bulkIds that a piece of a bulk request refers to: in any string that is a reference as a whole, and in paths, such as
 * `members[value eq "bulkId:qwerty"]` (BLK-16, BLK-17).
 */
export function referencesIn(value: unknown, found: Set<string> = new Set(), depth = 0): Set<string> {
  if (typeof value === 'string') {
    if (value.includes('bulkId:')) for (const match of value.matchAll(inText)) found.add(match[1] ?? '');
  } else if (typeof value === 'object' && value !== null && depth < maxDepth) {
    for (const part of Object.values(value)) referencesIn(part, found, depth + 1);
  }
  return found;
}

/** Puts ids in the place of references. References that have no id yet stay as they are. */
export function resolveReferences(value: unknown, ids: ReadonlyMap<string, string>, depth = 0): unknown {
  if (typeof value === 'string') {
    return value.includes('bulkId:')
      ? value.replace(inText, (text, bulkId: string) => ids.get(bulkId) ?? text)
      : value;
  }
  if (typeof value !== 'object' || value === null || depth >= maxDepth) return value;
  if (Array.isArray(value)) return value.map((element) => resolveReferences(element, ids, depth + 1));
  // fromEntries defines own properties, so a key such as `__proto__` stays data.
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, resolveReferences(part, ids, depth + 1)]),
  );
}

/**
 * Takes out what refers to resources that do not exist yet: elements of lists as a whole, other values by themselves. What is
 * left can be created first where two resources refer to each other (BLK-18).
 */
export function withoutReferences(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth >= maxDepth) return value;
  if (Array.isArray(value)) {
    return value.filter((element) => referencesIn(element).size === 0);
  }
  const kept = Object.entries(value).filter(
    ([, part]) => typeof part !== 'string' || referencesIn(part).size === 0,
  );
  return Object.fromEntries(kept.map(([name, part]) => [name, withoutReferences(part, depth + 1)]));
}
