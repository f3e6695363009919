import type { AttributeRef } from '../schema/attribute-ref.ts';
import { isRecord } from '../schema/is-record.ts';
import type { Part } from './patch-target.ts';
import type { Place, WorkingCopy } from './working-copy.ts';
import { writePlace } from './write-place.ts';

/** Sets and clears parts of a complex value; all others stay as they are (RFC 7644 section 3.5.2.3). */
export function mergeParts(
  work: WorkingCopy,
  attribute: AttributeRef,
  place: Place,
  parts: readonly Part[],
): void {
  const set = parts.filter((part) => part.value !== undefined);
  const before = work.at(place);
  if (!isRecord(before)) {
    if (set.length === 0) return;
    const value = Object.fromEntries(set.map((part) => [part.attribute.name, part.value]));
    writePlace(work, attribute, place, value);
    return;
  }
  const named = new Set(parts.map((part) => part.attribute.name));
  if (set.length === 0 && Object.keys(before).every((name) => named.has(name))) {
    writePlace(work, attribute, place, undefined);
    return;
  }
  // First what is set: cleared first, the value could lose its last part and be gone.
  for (const part of set) writePlace(work, part.attribute, [...place, part.attribute.name], part.value);
  for (const part of parts) {
    if (part.value === undefined)
      writePlace(work, part.attribute, [...place, part.attribute.name], undefined);
  }
}
