import type { AttributeRef, CompareOp, StoreSupport, Support, TypeName } from '@scimkit/core';
import { placeOf } from '../filter/place.ts';
import { supports } from '../filter/supports.ts';
import type { IndexRegistry } from '../keying/index-registry.ts';
import { keyedSupports } from '../keying/keyed-supports.ts';
import { isText } from './compile-fields.ts';
import type { EngineSql } from './engine-sql.ts';
import type { Home, MappedType, Scalar } from './mapped-type.ts';
import type { AnyCompare } from './mapping.ts';

const equality: ReadonlySet<string> = new Set(['eq', 'ne', 'pr']);
const order: ReadonlySet<string> = new Set([...equality, 'gt', 'ge', 'lt', 'le']);
const proposed: ReadonlySet<string> = new Set(['eq', 'sw']);

/**
 * What the store can do, which depends on how the columns compare.
 *
 * @param stale - Types whose keys in the sidecar are not all there.
 * @param indexes - What resources of types that are not mapped have keys of.
 */
export function mappedSupports(
  types: readonly MappedType[],
  engine: EngineSql,
  stale: ReadonlySet<TypeName>,
  indexes: IndexRegistry,
  outbox: boolean,
): StoreSupport {
  const unmapped = keyedSupports(indexes);
  const owners = new Map<number, MappedType>();
  for (const type of types) for (const id of type.model.byId.keys()) owners.set(id, type);
  const isMissing = (attribute: AttributeRef, type: MappedType): boolean =>
    stale.has(type.name) && placeOf(attribute)?.kind !== 'time';
  const blurred = new Set(types.flatMap((type) => [...type.blurred]));
  const isBlurred = ({ parent }: AttributeRef): boolean => parent !== undefined && blurred.has(parent.id);
  return {
    ...supports,
    compare: (attribute, op) => {
      const type = owners.get(attribute.id);
      const home = type?.homes.get(attribute.id);
      const isInSidecar = home === undefined || home.kind === 'single';
      if (type !== undefined && isInSidecar && isMissing(attribute, type)) return 'none';
      if (type === undefined) return unmapped.compare(attribute, op);
      const support = home === undefined ? supports.compare(attribute, op) : supportAt(home, engine, op);
      return support === 'exact' && isBlurred(attribute) ? blurredSupport(op) : support;
    },
    sort: (by) => {
      const type = owners.get(by.id);
      const home = type?.homes.get(by.id);
      if (home !== undefined) return sortsBy(home);
      if (type === undefined) return unmapped.sort(by);
      return supports.sort(by) && !isMissing(by, type);
    },
    outbox,
    uniqueness: types.every(isEnforced) ? 'enforced' : 'checked',
  };
}

/** Conditions on the parts of a complex attribute may be about whether it is there at all: `name[givenName ne "Jo"]`. */
function blurredSupport(op: CompareOp | 'pr'): Support {
  return op === 'ne' ? 'none' : 'superset';
}

/** Only a unique index on our keys refuses exactly what core calls the same. */
function isEnforced({ model, fields }: MappedType): boolean {
  return model.unique.every((attribute) =>
    fields.scalars.some(
      (scalar) =>
        scalar.attribute.id === attribute.id &&
        (scalar.compare?.kind === 'key' || scalar.compare?.kind === 'binary'),
    ),
  );
}

function supportAt(home: Home, engine: EngineSql, op: CompareOp | 'pr'): Support {
  switch (home.kind) {
    case 'id':
      return equality.has(op) ? 'exact' : 'none';
    case 'time':
      return home.time.exact && order.has(op) ? 'exact' : 'none';
    case 'scalar':
      return supportOfColumn(home.scalar, engine, op);
    case 'computed':
      return home.computed.codec.eq !== undefined && (op === 'eq' || op === 'ne') ? 'exact' : 'none';
    case 'single':
      return home.isValue && isFoundInSidecar(home.single.attribute)
        ? proposes(home.single.compare, op)
        : 'none';
    case 'child':
      return home.isValue ? proposes(home.child.child.compare, op) : 'none';
    case 'reference':
      return (home.part === 'id' && op === 'eq') || (home.part === 'set' && op === 'pr') ? 'exact' : 'none';
    case 'mixed':
    case 'json':
      return 'none';
  }
}

function supportOfColumn({ attribute, compare }: Scalar, engine: EngineSql, op: CompareOp | 'pr'): Support {
  if (attribute.type === 'boolean') return equality.has(op) ? 'exact' : 'none';
  if (attribute.type === 'integer' || attribute.type === 'decimal') return order.has(op) ? 'exact' : 'none';
  // A blank is a value, and a database that ignores blanks at the end takes it for none.
  if (op === 'pr') return engine.pads ? 'none' : 'exact';
  if (!isText(attribute) || compare === undefined) return 'none';
  return compare.kind === 'db-ci' ? proposes(compare, op) : 'exact';
}

function proposes(compare: Pick<AnyCompare, 'kind'> | undefined, op: string): Support {
  return compare !== undefined && proposed.has(op) ? 'superset' : 'none';
}

/** The other elements of a list are in the sidecar, and have to be found there as well. */
function isFoundInSidecar(list: AttributeRef): boolean {
  const value = list.byName.get('value');
  return value !== undefined && placeOf(value)?.kind === 'value';
}

function sortsBy(home: Home): boolean {
  switch (home.kind) {
    case 'id':
      return true;
    case 'time':
      return home.time.exact;
    case 'scalar': {
      const { attribute, compare } = home.scalar;
      if (attribute.type === 'boolean' || attribute.type === 'integer' || attribute.type === 'decimal')
        return true;
      return isText(attribute) && (compare?.kind === 'key' || compare?.kind === 'binary');
    }
    default:
      return false;
  }
}
