import { badRequest } from '../errors/bad-request.ts';
import type { ScimError } from '../errors/scim-error.ts';
import type { AttributeRef } from './attribute-ref.ts';
import { formats } from './formats.ts';
import { isRecord } from './is-record.ts';
import type { ReadMember, ReadOptions } from './read-options.ts';
import { type Reading, readOne } from './read-parts.ts';
import { type Field, fieldOf } from './read-plan.ts';

/** Ids that no store issues are not worth looking for. */
const MAX_ID_LENGTH = 1000;

const defaults: ReadOptions = {
  unknownAttributes: 'ignore',
  schemas: 'complete',
  maxKeyLength: MAX_ID_LENGTH,
};

/** The id at the end of a URI, such as `../Users/2819c223`. */
function idInReference(reference: unknown): string | undefined {
  if (typeof reference !== 'string') return undefined;
  const path = reference.split(/[?#]/, 1)[0] ?? '';
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment) || undefined;
  } catch {
    return undefined;
  }
}

/** The resource type as it is spelled, when the set may hold it. Other types say nothing and are left to the store. */
function typeOf(attribute: AttributeRef, type: unknown): string | undefined {
  if (typeof type !== 'string') return undefined;
  const folded = type.toLowerCase();
  return attribute.memberTypes?.find((each) => each.toLowerCase() === folded);
}

function readMember({ attribute }: Field, element: unknown, index: number): ReadMember {
  const refuse = (name: string, sentence: string): ScimError =>
    badRequest('invalidValue', `${attribute.path}[${index}]${name}: ${sentence}`);
  if (!isRecord(element)) throw refuse('', 'expected an object with a value.');
  const id = element.value ?? idInReference(element.$ref);
  if (id === undefined || id === '') throw refuse('.value', 'the id of a resource is required.');
  if (typeof id !== 'string') throw refuse('.value', `expected the id of a resource as a string.`);
  if (id.length > MAX_ID_LENGTH || !formats.text(id)) throw refuse('.value', 'no resource has such an id.');
  const type = typeOf(attribute, element.type);
  return type === undefined ? { id } : { id, type };
}

/** Reads the elements of a reference set. What comes twice is there once, with its type if one of them says it. */
export function readMemberList(
  field: Field,
  list: readonly unknown[],
  reading: Reading,
): readonly ReadMember[] {
  const members = new Map<string, ReadMember>();
  for (const [index, given] of list.entries()) {
    const element = readOne(field, given, 'element', reading);
    if (element === undefined) continue;
    const member = readMember(field, element, index);
    if (members.get(member.id)?.type === undefined) members.set(member.id, member);
  }
  return [...members.values()];
}

/**
 * Reads references to other resources: the value of a reference set in a PATCH, a list or one element. Each must have a
 * `value`, or a `$ref` that ends in an id. A type is kept when the set may hold it.
 *
 * @param attribute - A reference set, such as `members`.
 * @param options - Left out, unknown parts are ignored and nothing is coerced.
 * @returns The references, each id once. Empty for `null` and `[]`.
 * @throws ScimError 400 `invalidValue` for an element that names no resource.
 */
export function readMembers(
  attribute: AttributeRef,
  value: unknown,
  options: ReadOptions = defaults,
): readonly ReadMember[] {
  if (value === undefined || value === null) return [];
  const reading: Reading = { options };
  const whole = Array.isArray(value) ? value : (options.coerce?.(value, attribute, 'whole') ?? value);
  return readMemberList(fieldOf(attribute), Array.isArray(whole) ? whole : [whole], reading);
}
