import type { AttributeRef, FilterNode } from '@scimkit/core';
import { placeOf } from './place.ts';

/** Does a condition hold for an element that has no parts at all? Such an element has no row, as it has no key. */
export function holdsForNothing(node: FilterNode): boolean {
  switch (node.kind) {
    case 'compare':
      if (isPrimary(node.attribute)) return (node.op === 'eq') === (node.key === false);
      return node.op === 'ne';
    case 'present':
    case 'some':
      return false;
    case 'and':
      return node.of.every(holdsForNothing);
    case 'or':
      return node.of.some(holdsForNothing);
    case 'constant':
      return node.value;
    case 'not':
      return !holdsForNothing(node.of);
  }
}

function isPrimary(attribute: AttributeRef): boolean {
  const place = placeOf(attribute);
  return place?.kind === 'value' && place.column === 'is_primary';
}
