import type { AttributeRef } from '../schema/attribute-ref.ts';
import { describing, elementIdentity } from '../schema/element-identity.ts';
import { isRecord } from '../schema/is-record.ts';
import { demoteOthers, isPrimary } from './demote-primary.ts';
import type { Place, WorkingCopy } from './working-copy.ts';
import { refuseFixed, writePlace } from './write-place.ts';

/**
 * Adds elements to a list, but for those that are in it (PAT-14). Of an element that is there, what describes it beyond
 * its value and type is brought up to date: `display`, `primary`, `$ref`.
 */
export function appendElements(
  work: WorkingCopy,
  attribute: AttributeRef,
  place: Place,
  elements: readonly unknown[],
): void {
  const indexes = indexList(work, attribute, place);
  for (const element of elements) {
    const identity = elementIdentity(element, attribute);
    let index = indexes.get(identity);
    if (index !== undefined) update(work, attribute, [...place, index], element);
    else {
      refuseFixed(work, attribute, place);
      index = work.list(place).length;
      work.append(place, element);
      indexes.set(identity, index);
    }
    if (isPrimary(element)) demoteOthers(work, attribute, index);
  }
}

function indexList(work: WorkingCopy, attribute: AttributeRef, place: Place): Map<string, number> {
  const list = work.list(place);
  work.visit(list.length);
  const indexes = new Map<string, number>();
  for (const [index, element] of list.entries()) {
    const identity = elementIdentity(element, attribute);
    if (!indexes.has(identity)) indexes.set(identity, index);
  }
  return indexes;
}

function update(work: WorkingCopy, attribute: AttributeRef, place: Place, element: unknown): void {
  if (!isRecord(element) || element.value === undefined) return;
  for (const part of attribute.subAttributes) {
    const says = describing.has(part.name) && part.name !== 'value' && part.name !== 'type';
    if (says && element[part.name] !== undefined) {
      writePlace(work, part, [...place, part.name], element[part.name]);
    }
  }
}
