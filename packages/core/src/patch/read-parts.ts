import type { AttributeRef } from '../schema/attribute-ref.ts';
import { isRecord } from '../schema/is-record.ts';
import type { ReadOptions } from '../schema/read-options.ts';
import { readElement, readValue } from '../schema/read-value.ts';
import type { Part } from './patch-target.ts';

/**
 * Reads the value of an add or replace on a complex attribute as what becomes of each sub-attribute that it names.
 * Elsewhere a sub-attribute that is `null` and one that is not there are the same; here the first is cleared (PAT-24) and
 * the second stays. Sub-attributes that are readOnly are skipped (CHR-31).
 *
 * @param attribute - The complex attribute, or the list that the value is an element of.
 * @returns The parts in the order of the definition, or `undefined` when the value means that there is none at all: `null`,
 *   and what a profile takes for that, such as the `""` or `{"value":""}` that Entra removes a manager with.
 */
export function readParts(
  attribute: AttributeRef,
  value: unknown,
  options: ReadOptions,
): readonly Part[] | undefined {
  const read = attribute.multiValued ? readElement : readValue;
  const canonical = read(attribute, value, options);
  const parts: Part[] = [];
  const named = namesIn(value);
  let dropped = false;
  for (const part of attribute.subAttributes) {
    if (isRecord(canonical) && Object.hasOwn(canonical, part.name)) {
      parts.push({ attribute: part, value: canonical[part.name] });
    } else if (named.has(part.name.toLowerCase()) && part.mutability !== 'readOnly') {
      parts.push({ attribute: part, value: undefined });
      dropped ||= !isNothing(named.get(part.name.toLowerCase()));
    }
  }
  if (dropped && parts.every((part) => part.value === undefined)) return undefined;
  return parts.length === 0 && !isRecord(value) ? undefined : parts;
}

/** What the client wrote, by lower-cased name. Two spellings of one name have been refused by the reader. */
function namesIn(value: unknown): ReadonlyMap<string, unknown> {
  if (!isRecord(value)) return new Map();
  return new Map(Object.entries(value).map(([name, part]) => [name.toLowerCase(), part]));
}

/** RFC 7643 section 2.5: these are one state. */
function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
