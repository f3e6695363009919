import type { AttributeRef } from '@scimkit/core';
import { placeOf } from '../filter/place.ts';
import { keyColumns } from '../store/resource-type.ts';

const needed = new WeakMap<AttributeRef, readonly AttributeRef[]>();

/**
 * The attributes of which every resource must have keys, for a condition on an attribute to be answered from keys. None
 * for what is kept apart from keys: ids, times, references.
 *
 * Each part of an element makes its row, so a condition on any part needs the keys of all: that an element has no type
 * can only be seen where there is a row of it.
 */
export function neededKeys(attribute: AttributeRef): readonly AttributeRef[] {
  const known = needed.get(attribute);
  if (known !== undefined) return known;
  const found = find(attribute);
  needed.set(attribute, found);
  return found;
}

function find(attribute: AttributeRef): readonly AttributeRef[] {
  const place = placeOf(attribute);
  switch (place?.kind) {
    case 'column':
      return [attribute];
    case 'value':
    case 'element':
      return place.owner.type === 'complex' ? place.owner.subAttributes.filter(isKeyed) : [place.owner];
    default:
      return [];
  }
}

function isKeyed({ indexed, roles }: AttributeRef): boolean {
  return indexed || keyColumns.some((role) => roles.includes(role));
}
