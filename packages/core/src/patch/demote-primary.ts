import type { AttributeRef } from '../schema/attribute-ref.ts';
import { isRecord } from '../schema/is-record.ts';
import type { Action, Target } from './patch-target.ts';
import type { WorkingCopy } from './working-copy.ts';

/** Does an element of a list say that it is the primary one? */
export function isPrimary(element: unknown): boolean {
  return isRecord(element) && element.primary === true;
}

/** Does an action on elements of a list make them primary? */
export function primaryOf({ attribute, list }: Target, action: Action): boolean {
  switch (action.kind) {
    case 'assign':
      return attribute === list ? isPrimary(action.value) : isPrimaryPart(attribute) && action.value === true;
    case 'merge':
      return action.parts.some((part) => isPrimaryPart(part.attribute) && part.value === true);
    default:
      return false;
  }
}

function isPrimaryPart(attribute: AttributeRef): boolean {
  return attribute.name === 'primary' && attribute.type === 'boolean';
}

/** One element has become the primary one: all others of the list are not, from now on (PAT-09). */
export function demoteOthers(work: WorkingCopy, list: AttributeRef, index: number): void {
  const elements = work.list(list.steps);
  work.visit(elements.length);
  for (const [other, element] of elements.entries()) {
    if (other !== index && isPrimary(element)) work.set([...list.steps, other, 'primary'], false);
  }
}
