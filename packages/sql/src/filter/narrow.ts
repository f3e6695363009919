import type { FilterNode } from '@scimkit/core';
import type { ResourceType } from '../store/resource-type.ts';
import { placeOf } from './place.ts';

/**
 * Does a condition leave few resources, which an index finds? Equality of a key does, and so does a prefix; presence,
 * negation, substrings and the `type` of elements do not.
 */
export function isNarrow(node: FilterNode, type: ResourceType): boolean {
  return narrows(node, (compare) => isSelective(compare, type) && (compare.op === 'eq' || isPrefix(compare)));
}

/** Does it leave a handful? */
export function isPoint(node: FilterNode, type: ResourceType): boolean {
  return narrows(node, (compare) => isSelective(compare, type) && compare.op === 'eq');
}

type Compare = Extract<FilterNode, { kind: 'compare' }>;

function isPrefix({ op, key }: Compare): boolean {
  return op === 'sw' && key !== '';
}

function narrows(node: FilterNode, leaf: (node: Compare) => boolean): boolean {
  switch (node.kind) {
    case 'compare':
      return leaf(node);
    case 'and':
      return node.of.some((part) => narrows(part, leaf));
    case 'or':
      return node.of.every((part) => narrows(part, leaf));
    case 'some':
      return narrows(node.of, leaf);
    default:
      return false;
  }
}

function isSelective(node: Compare, type: ResourceType): boolean {
  const place = placeOf(node.attribute, type);
  switch (place?.kind) {
    case 'id':
    case 'members':
    case 'memberOf':
      return true;
    case 'column':
      return place.column !== 'active';
    case 'value':
      return place.column === 'k' || (place.column === 'n' && node.attribute.type !== 'boolean');
    default:
      return false;
  }
}
