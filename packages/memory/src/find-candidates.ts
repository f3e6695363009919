import type { AttributeRef, FilterNode, Key } from '@scimkit/core';
import { everythingIn } from './list-members.ts';
import type { Slot } from './slot.ts';
import type { TenantData } from './tenant-data.ts';

/** Resources that an index has found for a filter: all that match, and no other once `rest` has been checked. */
export interface Candidates {
  readonly slots: ReadonlySet<Slot>;
  readonly rest?: FilterNode;
}

const nobody: Candidates = { slots: new Set() };

/**
 * Answers a filter, or as much of it as can be, from the indexes: equality of keyed attributes, of `id`, and of members
 * and groups, combined by `and`, `or` and within the elements of a list.
 *
 * @returns `undefined` when no index helps, and every resource has to be looked at.
 */
export function findCandidates(tenant: TenantData, type: string, node: FilterNode): Candidates | undefined {
  switch (node.kind) {
    case 'constant':
      return node.value ? undefined : nobody;
    case 'compare':
      return node.op === 'eq' ? findEqual(tenant, type, node) : undefined;
    case 'some': {
      const found = findCandidates(tenant, type, node.of);
      // One condition on an element is the same as a condition on any element; several have to meet in one.
      return found === undefined || node.of.kind === 'compare' ? found : { slots: found.slots, rest: node };
    }
    case 'and':
      return findAll(tenant, type, node.of);
    case 'or':
      return findAny(tenant, type, node);
    default:
      return undefined;
  }
}

function findAll(tenant: TenantData, type: string, parts: readonly FilterNode[]): Candidates | undefined {
  const found: Candidates[] = [];
  const rest: FilterNode[] = [];
  for (const part of parts) {
    const candidates = findCandidates(tenant, type, part);
    if (candidates === undefined) rest.push(part);
    else {
      found.push(candidates);
      if (candidates.rest !== undefined) rest.push(candidates.rest);
    }
  }
  const [smallest, ...others] = found.sort((a, b) => a.slots.size - b.slots.size);
  if (smallest === undefined) return undefined;
  const slots =
    others.length === 0
      ? smallest.slots
      : new Set([...smallest.slots].filter((slot) => others.every((other) => other.slots.has(slot))));
  return rest.length === 0 ? { slots } : { slots, rest: { kind: 'and', of: rest } };
}

function findAny(
  tenant: TenantData,
  type: string,
  node: FilterNode & { readonly kind: 'or' },
): Candidates | undefined {
  const slots = new Set<Slot>();
  let exact = true;
  for (const part of node.of) {
    const candidates = findCandidates(tenant, type, part);
    if (candidates === undefined) return undefined;
    exact &&= candidates.rest === undefined;
    for (const slot of candidates.slots) slots.add(slot);
  }
  return exact ? { slots } : { slots, rest: node };
}

function findEqual(
  tenant: TenantData,
  type: string,
  node: FilterNode & { readonly kind: 'compare' },
): Candidates | undefined {
  const { attribute, key } = node;
  const ofType = (slots: Iterable<Slot>) => new Set([...slots].filter((slot) => slot.type === type));
  const set = attribute.parent?.roles;
  const referenced = attribute.name === 'value' && (set?.includes('membership') || set?.includes('memberOf'));
  if (referenced || isId(attribute)) {
    // A key is in normal form and an id is not; only within ASCII are they the same for certain.
    if (typeof key !== 'string' || !ascii.test(key)) return undefined;
    const slot = tenant.any(key);
    if (slot === undefined) return nobody;
    if (isId(attribute)) return { slots: ofType([slot]) };
    if (set?.includes('membership')) return { slots: ofType(slot.holders?.values() ?? []) };
    return { slots: ofType(everythingIn(slot)), rest: node };
  }
  if (!isIndexed(key)) return undefined;
  const slots = tenant.table(type).index.find(attribute.id, key);
  return slots === undefined ? undefined : { slots };
}

const ascii = /^[\x20-\x7e]*$/;

/** The common attribute `id`, which is no part of the document. RFC 7643 section 3.1. */
function isId(attribute: AttributeRef): boolean {
  return attribute.schema === '' && attribute.parent === undefined && attribute.steps[0] === 'id';
}

/**
 * True and false are in no index, and what stands for "no value" could not be found in one: a missing `primary` equals false
 * (RFC 7643 section 2.4).
 */
function isIndexed(key: Key): boolean {
  return typeof key !== 'boolean' && key !== '';
}
