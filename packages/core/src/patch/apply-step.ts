import { badRequest } from '../errors/bad-request.ts';
import { matchesElement } from '../filter/matches-element.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { appendElements } from './append-elements.ts';
import { createElement } from './create-element.ts';
import { demoteOthers, primaryOf } from './demote-primary.ts';
import { mergeParts } from './merge-parts.ts';
import type { PatchOptions } from './patch-options.ts';
import type { Action, Step, Target } from './patch-target.ts';
import { withdrawElements } from './withdraw-elements.ts';
import type { Place, WorkingCopy } from './working-copy.ts';
import { refuseFixed, writePlace } from './write-place.ts';

/**
 * Carries out one step on the working copy.
 *
 * @throws ScimError 400 `noTarget` when a value filter selects nothing to add to or to replace, `mutability` when
 *   something immutable would change, `invalidValue` when two elements would be primary.
 */
export function applyStep(work: WorkingCopy, step: Step, options: PatchOptions): void {
  const { op, target, action } = step;
  const { attribute, list } = target;
  if (list === undefined) {
    applyAt(work, attribute, attribute.steps, action);
    return;
  }
  const indexes = matching(work, target, list);
  if (indexes.length === 0) {
    if (op !== 'remove') createElement(work, step, options);
    return;
  }
  const setsPrimary = primaryOf(target, action);
  if (setsPrimary && indexes.length > 1) {
    throw badRequest(
      'invalidValue',
      `${list.path}: only one element can be primary, and ${indexes.length} match.`,
    );
  }
  if (attribute === list && action.kind === 'clear') {
    refuseFixed(work, list, list.steps);
    work.removeElements(list.steps, indexes);
    work.cleared.add(list);
    return;
  }
  // Backwards, because clearing the last part of an element takes the element away.
  for (const index of action.kind === 'clear' ? indexes.toReversed() : indexes) {
    const element = [...list.steps, index];
    applyAt(work, attribute, attribute === list ? element : [...element, attribute.name], action);
  }
  const [only] = indexes;
  if (setsPrimary && only !== undefined) demoteOthers(work, list, only);
}

/** The indexes of the elements that a target means. */
function matching(work: WorkingCopy, { filter }: Target, list: AttributeRef): readonly number[] {
  const elements = work.list(list.steps);
  work.visit(elements.length);
  const indexes: number[] = [];
  for (const [index, element] of elements.entries()) {
    if (filter === undefined || matchesElement(filter, element, list)) indexes.push(index);
  }
  return indexes;
}

function applyAt(work: WorkingCopy, attribute: AttributeRef, place: Place, action: Action): void {
  switch (action.kind) {
    case 'assign':
      writePlace(work, attribute, place, action.value);
      break;
    case 'clear':
      writePlace(work, attribute, place, undefined);
      break;
    case 'merge':
      mergeParts(work, attribute, place, action.parts);
      break;
    case 'append':
      appendElements(work, attribute, place, action.elements);
      break;
    case 'withdraw':
      withdrawElements(work, attribute, place, action.elements);
      break;
  }
}
