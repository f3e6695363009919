import type { FilterNode } from '@scimkit/core';
import type { ResourceType } from '../store/resource-type.ts';
import { placeOf } from './place.ts';

/**
 * Does a condition leave few resources, which an index finds? Equality of a key does; presence, negation, substrings
 * and the `type` of elements do not.
 */
export function isNarrow(node: FilterNode, type: ResourceType): boolean {
  switch (node.kind) {
    case 'compare':
      return (node.op === 'eq' || (node.op === 'sw' && node.key !== '')) && isSelective(node, type);
    case 'and':
      return node.of.some((part) => isNarrow(part, type));
    case 'or':
      return node.of.every((part) => isNarrow(part, type));
    case 'some':
      return isNarrow(node.of, type);
    default:
      return false;
  }
}

function isSelective(node: Extract<FilterNode, { kind: 'compare' }>, type: ResourceType): boolean {
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
