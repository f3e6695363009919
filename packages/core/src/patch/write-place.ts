import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { isRecord } from '../schema/is-record.ts';
import { sameValue } from '../schema/same-value.ts';
import { equal } from './equal.ts';
import type { Place, WorkingCopy } from './working-copy.ts';

/**
 * Gives an attribute a value at a place, or none when `value` is `undefined`, unless that is what it has. What is
 * immutable and has a value is kept from changing (CHR-10).
 *
 * @throws ScimError 400 `mutability`.
 */
export function writePlace(work: WorkingCopy, attribute: AttributeRef, place: Place, value: unknown): void {
  const before = work.at(place);
  if (value === undefined ? before === undefined : equal(before, value)) return;
  // The same value passes (CHR-07), and what is the same the attribute's own rule of comparison says.
  if (attribute.mutability === 'immutable' && sameValue(attribute, before, value)) return;
  refuseFixed(work, attribute, place);
  refuseFixedParts(attribute, before, value);
  if (value === undefined) {
    work.remove(place);
    work.cleared.add(attribute);
  } else work.set(place, value);
}

/** Refuses a change of what is immutable, or lies in something immutable, once it has a value. */
export function refuseFixed(work: WorkingCopy, attribute: AttributeRef, place: Place): void {
  let end = place.length;
  for (let at: AttributeRef | undefined = attribute; at !== undefined; at = at.parent) {
    if (at.mutability === 'immutable' && work.at(place.slice(0, end)) !== undefined) throw fixed(at);
    end -= typeof place[end - 1] === 'number' ? 2 : 1;
  }
}

/**
 * The same for the parts of a complex value that is set as a whole. Elements of a list may come and go with whatever they
 * hold (CHR-11), so this looks at one value, never at a list.
 */
function refuseFixedParts(attribute: AttributeRef, before: unknown, after: unknown): void {
  if (!isRecord(before)) return;
  for (const part of attribute.subAttributes) {
    if (part.mutability !== 'immutable' || before[part.name] === undefined) continue;
    if (!isRecord(after) || !sameValue(part, before[part.name], after[part.name])) throw fixed(part);
  }
}

function fixed(attribute: AttributeRef): Error {
  return badRequest(
    'mutability',
    `"${attribute.path}" is immutable and has a value, which cannot be changed.`,
  );
}
