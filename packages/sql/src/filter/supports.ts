import type { AttributeRef, CompareOp, StoreSupport } from '@scimkit/core';
import { isText, listOf, type Place, placeOf } from './place.ts';

/** Code points. The longest key that an index of every database takes (MySQL: four keys of 3,072 bytes). */
const maxKeyLength = 400;

const equality: ReadonlySet<string> = new Set(['eq', 'ne', 'pr']);
const order: ReadonlySet<string> = new Set([...equality, 'gt', 'ge', 'lt', 'le']);
const text: ReadonlySet<string> = new Set([...order, 'co', 'sw', 'ew']);

/** What the store can do. Whatever has keys is compared exactly, for the keys are core's. */
export const supports: StoreSupport = {
  compare: (attribute, op) => {
    const place = placeOf(attribute);
    return place !== undefined && operatorsAt(place, attribute).has(op) ? 'exact' : 'none';
  },
  sameElement: true,
  sort: canSort,
  cursor: true,
  deltas: true,
  memberPages: true,
  transactions: 'interactive',
  outbox: false,
  ifVersion: 'atomic',
  uniqueness: 'enforced',
  maxKeyLength,
};

const onlyPresence: ReadonlySet<string> = new Set(['pr']);

function operatorsAt(place: Place, attribute: AttributeRef): ReadonlySet<CompareOp | 'pr' | string> {
  switch (place.kind) {
    case 'id':
      // Ids are kept as bytes of another length, which have another order and no substrings.
      return equality;
    case 'element':
      return onlyPresence;
    case 'members':
    case 'memberOf':
      return place.part === 'id' ? equality : onlyPresence;
    case 'time':
      return order;
    default:
      if (attribute.type === 'boolean') return equality;
      return isText(attribute) ? text : order;
  }
}

/** One value a resource, which has a key. Of several values core chooses, and the store would have to know how. */
function canSort(by: AttributeRef): boolean {
  if (by.multiValued || listOf(by) !== undefined) return false;
  const place = placeOf(by);
  return (
    place !== undefined && place.kind !== 'element' && place.kind !== 'members' && place.kind !== 'memberOf'
  );
}
