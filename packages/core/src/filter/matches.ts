import type { AttributeRef } from '../schema/attribute-ref.ts';
import { toKey } from '../schema/keys.ts';
import { evaluate, type Site, someElement } from './evaluate.ts';
import type { CompareOp, FilterNode, Key } from './filter-node.ts';
import type { FilterSubject } from './filter-subject.ts';
import { ReferenceSite } from './reference-site.ts';
import {
  DIFFERENT,
  type Found,
  isPresent,
  NO_VALUE,
  probeKey,
  probeValue,
  SATISFIED,
} from './value-probe.ts';

export { matchesElement } from './matches-element.ts';

/**
 * Does a resource match a filter? This is the meaning of filters: stores that evaluate them by themselves must come to the
 * same answer. What a filter asks for has to be loaded; `attributesOf` says what that is.
 *
 * @param node - A filter, as `compileFilter` makes it.
 * @param resource - A stored resource.
 * @see RFC 7644 section 3.4.2.2
 * @example
 * ```ts
 * import { type FilterNode, matches, type Stored } from '@scimkit/core';
 *
 * export function select(filter: FilterNode, resources: readonly Stored[]): Stored[] {
 *   return resources.filter((resource) => matches(filter, resource));
 * }
 * ```
 */
export function matches(node: FilterNode, resource: FilterSubject): boolean {
  return evaluate(node, new Resource(resource));
}

class Resource implements Site {
  private readonly subject: FilterSubject;

  constructor(subject: FilterSubject) {
    this.subject = subject;
  }

  compare(attribute: AttributeRef, op: CompareOp, key: Key): Found {
    if (isAssignedByServer(attribute)) return probeKey(assignedKey(attribute, this.subject), op, key);
    const set = referencesOf(attribute);
    if (set === undefined) return probeValue(this.subject.document, attribute, 0, op, key);
    let found: Found = NO_VALUE;
    for (const site of this.references(set)) {
      const each = site.compare(attribute, op, key);
      if (each === SATISFIED) return SATISFIED;
      if (each === DIFFERENT) found = DIFFERENT;
    }
    return found;
  }

  present(attribute: AttributeRef): boolean {
    if (isAssignedByServer(attribute)) return true;
    const set = referencesOf(attribute);
    if (set === undefined) return isPresent(this.subject.document, attribute, 0);
    for (const site of this.references(set)) {
      if (attribute.type === 'complex' || site.present(attribute)) return true;
    }
    return false;
  }

  some(attribute: AttributeRef, of: FilterNode): boolean {
    const set = referencesOf(attribute);
    if (set === undefined) return someElement(this.subject.document, attribute, 0, of);
    for (const site of this.references(set)) if (evaluate(of, site)) return true;
    return false;
  }

  /** One site for all entries: a set of 100,000 members is looked through without an object for each. */
  private *references(set: 'members' | 'memberOf'): Generator<Site> {
    let site: ReferenceSite | undefined;
    for (const reference of this.subject[set] ?? []) {
      if (site === undefined) site = new ReferenceSite(reference, set === 'memberOf');
      site.reference = reference;
      yield site;
    }
  }
}

/** Is this `id` or `meta`, which are not part of documents? */
function isAssignedByServer(attribute: AttributeRef): boolean {
  return attribute.schema === '' && (attribute.steps[0] === 'id' || attribute.steps[0] === 'meta');
}

function assignedKey(attribute: AttributeRef, subject: FilterSubject): Key | undefined {
  switch (attribute.path) {
    case 'id':
      return toKey(subject.id, attribute);
    case 'meta.created':
      return subject.created;
    case 'meta.lastModified':
      return subject.modified;
    case 'meta.resourceType':
      return subject.type;
    case 'meta.version':
      return subject.version === undefined ? undefined : `W/"${subject.version}"`;
    default:
      return undefined;
  }
}

/** The reference set or derived side that an attribute is, or is a part of. */
function referencesOf({ roles, parent }: AttributeRef): 'members' | 'memberOf' | undefined {
  if (roles.includes('membership') || parent?.roles.includes('membership')) return 'members';
  if (roles.includes('memberOf') || parent?.roles.includes('memberOf')) return 'memberOf';
  return undefined;
}
