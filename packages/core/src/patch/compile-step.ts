import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { MAX_ELEMENTS } from '../schema/json-schema.ts';
import { readElement, readValue } from '../schema/read-value.ts';
import { isPrimary } from './demote-primary.ts';
import type { PatchOperation } from './patch-operation.ts';
import type { PatchOptions } from './patch-options.ts';
import type { Action, Step, Target } from './patch-target.ts';
import { readParts } from './read-parts.ts';
import { selectionOf } from './read-selection.ts';

const clear: Action = Object.freeze({ kind: 'clear' });

/**
 * Compiles one operation on one attribute of the document, by the kind of its target: the matrix of operation and target
 * kind that RFC 7644 sections 3.5.2.1 to 3.5.2.3 describe.
 *
 * @returns The step, or `undefined` when there is nothing to do.
 * @throws ScimError 400 `invalidValue` when the value does not fit.
 */
export function compileStep(
  op: PatchOperation['op'],
  target: Target,
  value: unknown,
  options: PatchOptions,
): Step | undefined {
  const action = op === 'remove' ? removal(target, value, options) : assignment(op, target, value, options);
  return action && { op, target, action };
}

function removal(target: Target, value: unknown, options: PatchOptions): Action {
  const wholeList = target.attribute.multiValued && target.list === undefined;
  const selection = wholeList ? selectionOf(target.attribute, value, options) : undefined;
  if (selection === undefined) return clear;
  const elements = selection.map((element) => readElement(target.attribute, element, options.read));
  return { kind: 'withdraw', elements: elements.filter((element) => element !== undefined) };
}

function assignment(
  op: 'add' | 'replace',
  target: Target,
  value: unknown,
  options: PatchOptions,
): Action | undefined {
  const { attribute, list } = target;
  const element = attribute === list;
  if (attribute.multiValued && !element && op === 'add') return append(attribute, value, options);
  const whole = op === 'replace' && (element || options.replaceComplex === 'whole');
  if (attribute.type === 'complex' && (element || !attribute.multiValued) && !whole) {
    const parts = readParts(attribute, value, options.read);
    return parts === undefined ? clear : { kind: 'merge', parts };
  }
  const read = element ? readElement : readValue;
  const canonical = read(attribute, value, options.read);
  return canonical === undefined ? clear : { kind: 'assign', value: canonical };
}

/**
 * "A new value is added" (RFC 7644 section 3.5.2.1): one, or a list of them. An add of `null` or of an empty list adds
 * nothing. Taken for an assignment it would empty a list by an operation that is there to fill it.
 */
function append(attribute: AttributeRef, value: unknown, options: PatchOptions): Action | undefined {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (given.length > MAX_ELEMENTS) {
    throw badRequest('invalidValue', `${attribute.path}: expected at most ${MAX_ELEMENTS} values.`);
  }
  const elements: unknown[] = [];
  for (const each of given) {
    const element = readElement(attribute, each, options.read);
    if (element !== undefined) elements.push(element);
  }
  refuseTwoPrimaries(attribute, elements);
  return elements.length === 0 ? undefined : { kind: 'append', elements };
}

/** PAT-10: an operation cannot say which of two elements is the primary one. */
function refuseTwoPrimaries(attribute: AttributeRef, elements: readonly unknown[]): void {
  if (elements.filter(isPrimary).length > 1) {
    throw badRequest('invalidValue', `${attribute.path}: only one element can be primary.`);
  }
}
