import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from './attribute-ref.ts';
import { isRecord } from './is-record.ts';
import { toKey } from './keys.ts';
import { schemasOf } from './read-schemas.ts';
import { remember } from './remember.ts';
import type { ResourceModel } from './resource-model.ts';
import { sameValue } from './same-value.ts';
import { storedAttributes } from './stored-attributes.ts';

type Parts = Readonly<Record<string, unknown>>;

/** True for what a replacement does not simply replace, at any level. */
const isSpecial: (attribute: AttributeRef) => boolean = remember(
  ({ mutability, subAttributes }) => mutability !== 'readWrite' || subAttributes.some(isSpecial),
);

/** Those of a list of attributes that are special. */
const specialAmong: (attributes: readonly AttributeRef[]) => readonly AttributeRef[] = remember(
  (attributes) => attributes.filter(isSpecial),
);

/** The parts of a complex attribute that a client can write. */
const writableParts: (attribute: AttributeRef) => readonly AttributeRef[] = remember(({ subAttributes }) =>
  subAttributes.filter(({ mutability }) => mutability !== 'readOnly'),
);

/**
 * Carries over into the document of a PUT what a client cannot replace: immutable values (CHR-07 to CHR-09), writeOnly
 * ones that the client left out because it never gets to read them (PUT-04), and readOnly ones that the server itself
 * has put there. Elements of a list are matched by their `value`; a readOnly part stays with a complex value only as
 * long as the rest of it is the same.
 *
 * @param before - The stored document.
 * @param after - The document that is to replace it, as {@link readDocument} gives it.
 * @returns The document to store: `after` itself when there is nothing to carry over.
 * @throws ScimError 400 `mutability` when an immutable value would change.
 * @see RFC 7644 section 3.5.1
 */
export function keepImmutable(
  model: ResourceModel,
  before: Parts,
  after: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const kept = keepParts(storedAttributes(model), before, after);
  if (kept === after) return after;
  return { ...kept, schemas: schemasOf(model, kept) };
}

/** Goes through the attributes of an object; the result is in their order, or `after` itself. */
function keepParts(attributes: readonly AttributeRef[], before: Parts, after: Parts): Parts {
  if (specialAmong(attributes).every(({ name }) => before[name] === undefined)) return after;

  const result: Record<string, unknown> = {};
  let changed = false;
  for (const attribute of attributes) {
    const { name } = attribute;
    const value = isSpecial(attribute) ? keep(attribute, before[name], after[name]) : after[name];
    if (value !== after[name]) changed = true;
    if (value !== undefined) result[name] = value;
  }
  return changed ? result : after;
}

function keep(attribute: AttributeRef, before: unknown, after: unknown): unknown {
  if (before === undefined) return after;
  switch (attribute.mutability) {
    case 'readOnly':
      return before;
    case 'writeOnly':
      return after ?? before;
    case 'immutable':
      if (after === undefined || sameValue(attribute, before, after)) return before;
      throw badRequest('mutability', `${attribute.path}: the value cannot be changed once it is set.`);
    case 'readWrite':
      return keepInside(attribute, before, after);
  }
}

function keepInside(attribute: AttributeRef, before: unknown, after: unknown): unknown {
  if (Array.isArray(before)) return Array.isArray(after) ? keepElements(attribute, before, after) : after;
  if (!isRecord(before)) return after;
  if (attribute.extension) {
    const kept = keepParts(attribute.subAttributes, before, isRecord(after) ? after : {});
    return Object.keys(kept).length === 0 ? undefined : kept;
  }
  if (isRecord(after)) return keepComplex(attribute, before, after);
  // The value is cleared, but for those of its parts that cannot be.
  const kept = keepParts(writableParts(attribute), before, {});
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** A readOnly part says something about the rest of the value: it goes when that changes. */
function keepComplex(attribute: AttributeRef, before: Parts, after: Parts): Parts {
  const writable = writableParts(attribute);
  const kept = keepParts(writable, before, after);
  const same = writable.every((part) => sameValue(part, before[part.name], kept[part.name]));
  return same ? keepParts(attribute.subAttributes, before, kept) : kept;
}

function keepElements(
  attribute: AttributeRef,
  before: readonly unknown[],
  after: readonly unknown[],
): unknown {
  const candidates = new Map<string, Parts[]>();
  for (const element of before) {
    if (!isRecord(element)) continue;
    const identity = identityOf(attribute, element);
    const others = candidates.get(identity);
    if (others === undefined) candidates.set(identity, [element]);
    else others.push(element);
  }
  let changed = false;
  const elements = after.map((element) => {
    if (!isRecord(element)) return element;
    const same = candidates.get(identityOf(attribute, element)) ?? [];
    const match = same.find((each) => each.type === element.type) ?? same[0];
    const kept = match === undefined ? element : keepComplex(attribute, match, element);
    if (kept !== element) changed = true;
    return kept;
  });
  return changed ? elements : after;
}

/** By what an element is known again: its value, or else all that a client can write of it. */
function identityOf(attribute: AttributeRef, element: Parts): string {
  const value = attribute.byName.get('value');
  if (value !== undefined && element.value !== undefined) {
    return JSON.stringify(toKey(element.value, value) ?? element.value);
  }
  return JSON.stringify(writableParts(attribute).map(({ name }) => element[name] ?? null));
}
