import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from './attribute-ref.ts';
import { elementIdentity } from './element-identity.ts';
import { isRecord } from './is-record.ts';

type Element = Readonly<Record<string, unknown>>;

const isPrimary = (element: unknown): boolean => isRecord(element) && element.primary === true;

/** A copy that is primary, its parts still in the order of the definition. */
function asPrimary(element: unknown, attribute: AttributeRef): unknown {
  if (!isRecord(element)) return element;
  const parts: Element = { ...element, primary: true };
  const names = attribute.subAttributes.map(({ name }) => name).filter((name) => Object.hasOwn(parts, name));
  return Object.fromEntries(names.map((name) => [name, parts[name]]));
}

/**
 * Leaves out the elements of a list that repeat an earlier one: the same value with the same type (TYP-15). When the one
 * that goes is the primary one, the one that stays becomes it.
 *
 * @returns The same list when nothing repeats.
 */
export function withoutRepeats(attribute: AttributeRef, list: readonly unknown[]): readonly unknown[] {
  if (list.length < 2) return list;
  const kept = new Map<string, unknown>();
  for (const element of list) {
    const identity = elementIdentity(element, attribute);
    const earlier = kept.get(identity);
    if (earlier === undefined) kept.set(identity, element);
    else if (isPrimary(element) && !isPrimary(earlier)) kept.set(identity, asPrimary(earlier, attribute));
  }
  return kept.size === list.length ? list : [...kept.values()];
}

/**
 * Refuses a list with two primary elements (TYP-13).
 *
 * @throws ScimError 400 `invalidValue`.
 */
export function checkOnePrimary(attribute: AttributeRef, list: readonly unknown[]): void {
  const first = list.findIndex(isPrimary);
  if (first === -1) return;
  const second = list.findIndex((element, index) => index > first && isPrimary(element));
  if (second === -1) return;
  throw badRequest(
    'invalidValue',
    `${attribute.path}: only one value can be primary, but [${first}] and [${second}] both are.`,
  );
}

/**
 * Settles what no single value can be judged by: repeated elements go, two primary ones are refused. In an extension
 * each of its attributes is settled.
 *
 * @param value - The validated value of the attribute. An extension's object is changed in place.
 * @throws ScimError 400 `invalidValue`.
 */
export function settleValue(attribute: AttributeRef, value: unknown): unknown {
  if (attribute.multiValued && Array.isArray(value)) {
    const list = withoutRepeats(attribute, value);
    checkOnePrimary(attribute, list);
    return list;
  }
  if (attribute.extension && isRecord(value)) settleParts(attribute.subAttributes, value);
  return value;
}

/** Settles the attributes of a document or an extension in place. */
export function settleParts(attributes: readonly AttributeRef[], parts: Record<string, unknown>): void {
  for (const attribute of attributes) {
    if (!attribute.multiValued && !attribute.extension) continue;
    const value = parts[attribute.name];
    if (value !== undefined) parts[attribute.name] = settleValue(attribute, value);
  }
}
