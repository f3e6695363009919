import type { AttributeRef } from '../schema/attribute-ref.ts';
import { isRecord } from '../schema/is-record.ts';
import type { Steps } from './compile-operation.ts';
import type { Action } from './patch-target.ts';

/**
 * The attributes that a message gives a value: the targets, what they are part of, and the parts that values hold. An
 * attribute with `returned: 'request'` is in the answer to a PATCH when the client specified it (CHR-16).
 */
export function assignedBy(steps: Steps, membership: AttributeRef | undefined): ReadonlySet<AttributeRef> {
  const assigned = new Set<AttributeRef>();
  for (const { target, action } of steps.document) {
    if (action.kind === 'clear' || action.kind === 'withdraw') continue;
    for (let at: AttributeRef | undefined = target.attribute; at !== undefined; at = at.parent)
      assigned.add(at);
    addParts(assigned, target.attribute, action);
  }
  const gains = steps.members.some((step) => step.kind === 'add' || step.kind === 'matching');
  if (gains && membership !== undefined) assigned.add(membership);
  return assigned;
}

function addParts(assigned: Set<AttributeRef>, attribute: AttributeRef, action: Action): void {
  if (action.kind === 'merge') {
    for (const part of action.parts) if (part.value !== undefined) assigned.add(part.attribute);
  } else if (action.kind === 'assign') addNamed(assigned, attribute, action.value);
  else if (action.kind === 'append') addNamed(assigned, attribute, action.elements);
}

/** Values are canonical, so that their depth is that of the definition. */
function addNamed(assigned: Set<AttributeRef>, attribute: AttributeRef, value: unknown): void {
  if (attribute.type !== 'complex') return;
  if (Array.isArray(value)) for (const element of value) addNamed(assigned, attribute, element);
  else if (isRecord(value)) {
    for (const part of attribute.subAttributes) {
      if (!Object.hasOwn(value, part.name)) continue;
      assigned.add(part);
      addNamed(assigned, part, value[part.name]);
    }
  }
}
