import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { FilterNode } from './filter-node.ts';

/**
 * The attributes that a filter asks about, those before and between brackets included: what has to be loaded before the
 * filter can be evaluated.
 *
 * @param node - A filter, as `compileFilter` makes it.
 * @returns Each attribute once, in the order of the filter. What simplification has dropped is not among them.
 * @example
 * ```ts
 * import { attributesOf, compileFilter, compileResourceType, User } from '@scimkit/core';
 *
 * const users = compileResourceType(User);
 * const filter = compileFilter(users, 'title pr and emails[type eq "work"]');
 * [...attributesOf(filter)].map(({ path }) => path); // ['title', 'emails', 'emails.type']
 * ```
 */
export function attributesOf(node: FilterNode): ReadonlySet<AttributeRef> {
  const attributes = new Set<AttributeRef>();
  collect(node, attributes);
  return attributes;
}

function collect(node: FilterNode, into: Set<AttributeRef>): void {
  switch (node.kind) {
    case 'constant':
      return;
    case 'not':
      collect(node.of, into);
      return;
    case 'and':
    case 'or':
      for (const part of node.of) collect(part, into);
      return;
    case 'some':
      into.add(node.attribute);
      collect(node.of, into);
      return;
    case 'compare':
    case 'present':
      into.add(node.attribute);
  }
}
