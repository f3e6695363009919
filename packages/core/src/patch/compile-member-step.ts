import { badRequest } from '../errors/bad-request.ts';
import type { FilterNode } from '../filter/filter-node.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ReadMember } from '../schema/read-options.ts';
import { readMembers } from '../schema/read-value.ts';
import { elementTerms } from './element-terms.ts';
import type { MatchingStep, MemberStep } from './member-step.ts';
import type { PatchOperation } from './patch-operation.ts';
import type { PatchOptions } from './patch-options.ts';
import type { Part, Target } from './patch-target.ts';
import { readParts } from './read-parts.ts';
import { selectionOf } from './read-selection.ts';

/**
 * Compiles one operation on a reference set such as `members`. What clients really send needs no knowledge of who is in
 * the set: it becomes additions and removals by id.
 *
 * Members come and go as a whole. Their parts are immutable (CHR-11), so a path to a part is refused without a look at who
 * is in the set: reading 100,000 members to find the refusal justified would be a gift to whoever sends it.
 *
 * @throws ScimError 400 `mutability` for a path to a part of members, `invalidValue` for elements that name no resource.
 */
export function compileMemberStep(
  op: PatchOperation['op'],
  target: Target,
  value: unknown,
  options: PatchOptions,
): readonly MemberStep[] {
  const { attribute, list, filter } = target;
  if (attribute.memberTypes === undefined) throw fixedPart(attribute);
  if (list !== undefined && filter !== undefined) return [matchingStep(op, target, filter, value, options)];
  if (op === 'remove') return [removal(attribute, value, options)];
  // "A new value is added" (RFC 7644 section 3.5.2.1): one member is as good as a list of them.
  const listed = op === 'add' && !Array.isArray(value) ? [value] : value;
  const members = readMembers(attribute, listed, options.read);
  if (op === 'add') return members.length === 0 ? [] : [{ kind: 'add', members }];
  return [{ kind: 'clear' }, { kind: 'add', members }];
}

function removal(attribute: AttributeRef, value: unknown, options: PatchOptions): MemberStep {
  const selection = selectionOf(attribute, value, options);
  if (selection === undefined) return { kind: 'clear' };
  return { kind: 'remove', ids: readMembers(attribute, selection, options.read).map(({ id }) => id) };
}

function matchingStep(
  op: PatchOperation['op'],
  target: Target,
  filter: FilterNode,
  value: unknown,
  options: PatchOptions,
): MemberStep {
  const { attribute } = target;
  if (op === 'remove') {
    const ids = idsOf(filter, attribute);
    if (ids !== undefined) return { kind: 'remove', ids };
    return { kind: 'matching', filter, change: 'remove', member: {}, otherwise: 'nothing' };
  }
  const parts = readParts(attribute, value, options.read);
  const member = parts === undefined ? {} : memberOf(parts);
  const otherwise = otherwiseOf(target, parts, options);
  if (parts === undefined) return { kind: 'matching', filter, change: 'remove', member, otherwise };
  if (op === 'replace' && member.id === undefined) {
    throw badRequest('invalidValue', `${attribute.path}.value: the id of a resource is required.`);
  }
  return { kind: 'matching', filter, change: op === 'replace' ? 'replace' : 'keep', member, otherwise };
}

/** What happens when nobody matches: erratum 8097 again, see `create-element.ts`. */
function otherwiseOf(
  target: Target,
  parts: readonly Part[] | undefined,
  options: PatchOptions,
): MatchingStep['otherwise'] {
  const terms = options.onNoMatch === 'create' ? elementTerms(target, options) : undefined;
  if (terms === undefined) return 'refuse';
  if (parts === undefined) return 'nothing';
  const { id, type } = memberOf([...terms, ...parts]);
  return id === undefined ? 'refuse' : { id, ...(type === undefined ? undefined : { type }) };
}

function memberOf(parts: readonly Part[]): Partial<ReadMember> {
  const member: { id?: string; type?: string } = {};
  for (const { attribute, value } of parts) {
    if (typeof value !== 'string' || value === '') continue;
    if (attribute.name === 'value') member.id = value;
    if (attribute.name === 'type') member.type = value;
  }
  return member;
}

/**
 * The ids that a filter asks for when it asks for nothing else: `value eq "…"`, and several of these joined by `or`. Ids
 * can stand for the comparison only where it is exact.
 */
function idsOf(filter: FilterNode, attribute: AttributeRef): readonly string[] | undefined {
  const value = attribute.byName.get('value');
  if (value?.caseExact !== true) return undefined;
  if (filter.kind === 'constant') return filter.value ? undefined : [];
  if (filter.kind === 'compare') {
    const exact = filter.attribute === value && filter.op === 'eq' && typeof filter.key === 'string';
    return exact ? [String(filter.key)] : undefined;
  }
  if (filter.kind !== 'or') return undefined;
  const ids: string[] = [];
  for (const part of filter.of) {
    const some = idsOf(part, attribute);
    if (some === undefined) return undefined;
    ids.push(...some);
  }
  return ids;
}

function fixedPart(attribute: AttributeRef): Error {
  return badRequest(
    'mutability',
    `"${attribute.path}" is part of a member and cannot be changed; remove the member and add another one.`,
  );
}
