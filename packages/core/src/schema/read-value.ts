import type { AttributeRef } from './attribute-ref.ts';
import { readMembers } from './read-members.ts';
import type { ReadOptions } from './read-options.ts';
import { type Reading, readOne, readWhole } from './read-parts.ts';
import { fieldOf } from './read-plan.ts';
import { settleValue } from './settle-value.ts';
import { validateValue } from './validate-document.ts';

export { readMembers } from './read-members.ts';
export type { ReadMember, ReadOptions } from './read-options.ts';

/**
 * Reads the value of one attribute, as PATCH carries it, into canonical form. Required parts are not asked for: the value
 * may be merged into one that has them, and {@link checkDocument} looks at the result.
 *
 * @param attribute - Which attribute; the container of an extension takes an object of its attributes.
 * @param value - The parsed JSON. For a multi-valued attribute a list or one element.
 * @returns The value, always a list for a multi-valued attribute; for a reference set what {@link readMembers} returns;
 *   `undefined` when it comes to no value.
 * @throws ScimError 400 `invalidValue` when the value is not one of the attribute's, 400 `invalidSyntax` for a name that
 *   is there twice, or unknown where that is refused.
 */
export function readValue(attribute: AttributeRef, value: unknown, options: ReadOptions): unknown {
  if (attribute.memberTypes !== undefined) return readMembers(attribute, value, options);
  const reading: Reading = { options };
  const read = readWhole(fieldOf(attribute), listed(attribute, value, options), reading);
  return read === undefined ? undefined : settleValue(attribute, validated(attribute, read, 'whole'));
}

/** One element where a list could be is a list of one element. */
function listed(attribute: AttributeRef, value: unknown, { coerce, dropValue }: ReadOptions): unknown {
  if (!attribute.multiValued || value === undefined || value === null || Array.isArray(value)) return value;
  if (typeof value !== 'object' && dropValue?.(value, attribute) === true) return undefined;
  const list = coerce?.(value, attribute, 'whole');
  return Array.isArray(list) ? list : [value];
}

/**
 * Reads one element of a multi-valued attribute into canonical form.
 *
 * @returns The element, or `undefined` when it comes to no value.
 * @throws ScimError as {@link readValue} does.
 */
export function readElement(attribute: AttributeRef, value: unknown, options: ReadOptions): unknown {
  const read = readOne(fieldOf(attribute), value, 'element', { options });
  return read === undefined ? undefined : validated(attribute, read, 'element');
}

function validated(attribute: AttributeRef, value: unknown, level: 'whole' | 'element'): unknown {
  const error = validateValue(attribute, value, level);
  if (error !== undefined) throw error;
  return value;
}
