import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { isRecord } from '../schema/is-record.ts';
import { resolveAttribute } from '../schema/resolve-attribute.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { compileMemberStep } from './compile-member-step.ts';
import { checkSchemasStep } from './compile-schemas-step.ts';
import { compileStep } from './compile-step.ts';
import type { MemberStep } from './member-step.ts';
import type { PatchOperation } from './patch-operation.ts';
import type { PatchOptions } from './patch-options.ts';
import type { Step, Target } from './patch-target.ts';
import { quote } from './quote.ts';
import { resolveTarget } from './resolve-target.ts';

/** What the operations of a message come to, before any document is looked at. */
export interface Steps {
  readonly document: Step[];
  readonly members: MemberStep[];
  /** How many unknown attributes have been passed over. */
  passedOver: number;
}

/** How many of them are told. A body can be made of nothing else. */
const MAX_TOLD = 100;

/**
 * Compiles one operation: finds its target, holds it to the target's mutability, reads its value. A value without a path,
 * and the value of a whole extension, are taken apart into one step for each attribute.
 *
 * @param into - Where the steps are put.
 */
export function compileOperation(
  model: ResourceModel,
  operation: PatchOperation,
  options: PatchOptions,
  into: Steps,
): void {
  const { op, path, value } = operation;
  if (path === undefined) {
    compileResource(model, op, value, options, into);
    return;
  }
  const target = resolveTarget(model, path, options);
  refuseReadOnly(target);
  compileTarget(model, op, target, value, options, into);
}

function compileTarget(
  model: ResourceModel,
  op: PatchOperation['op'],
  target: Target,
  value: unknown,
  options: PatchOptions,
  into: Steps,
): void {
  const { attribute } = target;
  const { membership } = model;
  if (membership !== undefined && (attribute === membership || attribute.parent === membership)) {
    into.members.push(...compileMemberStep(op, target, value, options));
  } else if (attribute === model.byName.get('schemas')) {
    checkSchemasStep(op, target, value, model, options);
  } else if (attribute.extension && op !== 'remove' && isRecord(value) && !replacesWhole(op, options)) {
    compileExtension(model, op, attribute, value, options, into);
  } else {
    const step = compileStep(op, target, value, options);
    if (step !== undefined) into.document.push(step);
  }
}

function replacesWhole(op: PatchOperation['op'], options: PatchOptions): boolean {
  return op === 'replace' && options.replaceComplex === 'whole';
}

/** An extension is a namespace: what its value names is added or replaced, everything else stays (PAT-23). */
function compileExtension(
  model: ResourceModel,
  op: PatchOperation['op'],
  extension: AttributeRef,
  value: Readonly<Record<string, unknown>>,
  options: PatchOptions,
  into: Steps,
): void {
  for (const [key, part] of entriesOf(value)) {
    const attribute = extension.byName.get(key.toLowerCase());
    if (attribute === undefined) passOver(`${extension.path}:${key}`, model, options, into);
    // Inside of a value that can be written, what cannot is skipped (CHR-31).
    else if (attribute.mutability !== 'readOnly') {
      compileTarget(model, op, { attribute }, part, options, into);
    }
  }
}

/** No path: the value holds attributes of the resource (RFC 7644 sections 3.5.2.1 and 3.5.2.3). */
function compileResource(
  model: ResourceModel,
  op: PatchOperation['op'],
  value: unknown,
  options: PatchOptions,
  into: Steps,
): void {
  if (options.interopSubset === true) {
    throw badRequest('invalidSyntax', 'This connection asks for a path in every operation.');
  }
  if (!isRecord(value)) {
    throw badRequest(
      'invalidValue',
      `Without a path, the value of "${op}" has to be an object of attributes.`,
    );
  }
  for (const [key, part] of entriesOf(value)) {
    const target = targetOf(model, key, options);
    if (target === undefined) passOver(key, model, options, into);
    else if (!skipsReadOnly(target, options)) compileTarget(model, op, target, part, options, into);
  }
}

/** A key is the name of an attribute or the URN of an extension; where it is allowed, any path. */
function targetOf(model: ResourceModel, key: string, options: PatchOptions): Target | undefined {
  const attribute = model.byName.get(key.toLowerCase());
  if (attribute !== undefined) return { attribute };
  if (!options.pathsAsKeys || !/[.:[]/.test(key)) return undefined;
  // A key that leads nowhere is an unknown attribute like any other, unless it is trying to select something.
  if (!key.includes('[') && resolveAttribute(model, key) === undefined) return undefined;
  const target = resolveTarget(model, key, options);
  options.fired?.('paths-as-keys');
  return target;
}

/** Okta names the `id` in every rename of a group, authentik `id`, `meta` and `schemas` (PAT-27). */
function skipsReadOnly(target: Target, options: PatchOptions): boolean {
  if (!options.ignoreReadOnlyInValue) refuseReadOnly(target);
  if (!isReadOnly(target)) return false;
  options.fired?.('patch-id-in-value');
  return true;
}

function refuseReadOnly(target: Target): void {
  if (isReadOnly(target)) {
    throw badRequest(
      'mutability',
      `"${target.attribute.path}" is readOnly and cannot be changed by a client.`,
    );
  }
}

function isReadOnly({ attribute }: Target): boolean {
  for (let at: AttributeRef | undefined = attribute; at !== undefined; at = at.parent) {
    if (at.mutability === 'readOnly') return true;
  }
  return false;
}

/** An attribute that no schema has, in a value: ignored or refused like in any body (REP-20). */
function passOver(key: string, model: ResourceModel, { read }: PatchOptions, into: Steps): void {
  if (read.unknownAttributes === 'refuse') {
    throw badRequest('invalidSyntax', `The resource type ${model.name} has no attribute ${quote(key)}.`);
  }
  into.passedOver += 1;
  if (into.passedOver <= MAX_TOLD) read.onIgnored?.(key.slice(0, 100));
}

/** The members of an object from the request. Two spellings of one name cannot be told apart: REP-10. */
function entriesOf(value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  const entries = Object.entries(value);
  if (entries.length < 2) return entries;
  const names = new Set(entries.map(([key]) => key.toLowerCase()));
  if (names.size === entries.length) return entries;
  const twice = entries.find(([key]) => !names.delete(key.toLowerCase()));
  throw badRequest(
    'invalidSyntax',
    `The name ${quote(twice?.[0] ?? '')} occurs twice in the value, in different case.`,
  );
}
