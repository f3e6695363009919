import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { isRecord } from '../schema/is-record.ts';
import { demoteOthers, isPrimary } from './demote-primary.ts';
import { elementTerms } from './element-terms.ts';
import { orderKeys } from './order-keys.ts';
import type { PatchOptions } from './patch-options.ts';
import type { Action, Part, Step } from './patch-target.ts';
import type { WorkingCopy } from './working-copy.ts';
import { refuseFixed } from './write-place.ts';

/**
 * An add or replace whose target selects no element. By the letter that is `noTarget` (RFC 7644 section 3.5.2.3; erratum
 * 8097 leaves it open for add). Entra builds users this way, attribute by attribute, from nothing:
 *
 * ```json
 * {"op":"Add","path":"emails[type eq \"work\"].value","value":"jo@example.com"}
 * ```
 */
export function createElement(work: WorkingCopy, step: Step, options: PatchOptions): void {
  const { target, action } = step;
  const { attribute, list } = target;
  if (list === undefined) return;
  const terms = options.onNoMatch === 'create' ? elementTerms(target, options) : undefined;
  if (action.kind === 'clear' && (terms !== undefined || target.filter === undefined)) return;
  if (terms === undefined) throw noTarget(list, target.filter !== undefined);
  options.fired?.('create-on-no-match');
  const element =
    attribute === list ? elementOf(list, terms, action) : build(list, terms, given(attribute, action));
  if (element === undefined) return;
  refuseFixed(work, list, list.steps);
  const index = work.list(list.steps).length;
  work.append(list.steps, element);
  if (isPrimary(element)) demoteOthers(work, list, index);
}

/** The value of a sub-attribute, as the part of the element to be made. */
function given(attribute: AttributeRef, action: Action): readonly Part[] {
  if (action.kind === 'assign') return [{ attribute, value: action.value }];
  return action.kind === 'append' ? [{ attribute, value: action.elements }] : [];
}

function elementOf(list: AttributeRef, terms: readonly Part[], action: Action): unknown {
  if (action.kind === 'merge') return build(list, terms, action.parts);
  if (action.kind !== 'assign') return undefined;
  return isRecord(action.value) ? build(list, terms, [], action.value) : action.value;
}

/** What the filter says, overwritten by what the value says. */
function build(
  list: AttributeRef,
  terms: readonly Part[],
  parts: readonly Part[],
  value: Readonly<Record<string, unknown>> = {},
): unknown {
  const element: Record<string, unknown> = {};
  for (const part of [...terms, ...parts]) element[part.attribute.name] = part.value;
  for (const [name, part] of Object.entries({ ...element, ...value })) {
    if (part === undefined) delete element[name];
    else element[name] = part;
  }
  return Object.keys(element).length === 0 ? undefined : orderKeys(element, list.subAttributes);
}

function noTarget(list: AttributeRef, filtered: boolean): Error {
  return badRequest(
    'noTarget',
    filtered
      ? `No value of "${list.path}" matches the filter in the path, so there is nothing to change.`
      : `"${list.path}" has no values, so there is nothing to change.`,
  );
}
