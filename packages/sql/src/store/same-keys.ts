import type { AttributeRef, StoredDocument } from '@scimkit/core';
import { keyColumns, type ResourceType } from './resource-type.ts';

/** Which keys of a resource stay as they are. */
export interface SameKeys {
  /** Those in the resource's own row, besides `active`, which no index holds and which is written with every document. */
  readonly columns: boolean;
  /** Those in rows of their own. */
  readonly rows: boolean;
}

/** The properties of documents in which keyed attributes are. */
interface Properties {
  readonly signature: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/** Lists of attributes are those of models: a handful. */
const known = new WeakMap<readonly AttributeRef[], Properties>();

/**
 * Is everything the same that keys are made of? Then they are as right as they were, and need not even be read. Most
 * changes are of this kind: a user is deactivated, a title changes.
 *
 * @param type - Which attributes are in which column.
 * @param keyed - The attributes that have keys.
 */
export function sameKeys(
  type: ResourceType,
  keyed: readonly AttributeRef[],
  before: StoredDocument,
  after: StoredDocument,
): SameKeys {
  let properties = known.get(keyed);
  if (properties === undefined || properties.signature !== type.signature) {
    properties = propertiesOf(type, keyed);
    known.set(keyed, properties);
  }
  const isSame = (name: string) => sameJson(own(before, name), own(after, name));
  return { columns: properties.columns.every(isSame), rows: properties.rows.every(isSame) };
}

function propertiesOf({ columns, signature }: ResourceType, keyed: readonly AttributeRef[]): Properties {
  const inColumns = new Set(keyColumns.flatMap((column) => columns[column] ?? []));
  const namesOf = (attributes: readonly AttributeRef[]) => [
    ...new Set(attributes.flatMap(({ steps: [first] }) => first ?? [])),
  ];
  return {
    signature,
    columns: namesOf(keyed.filter(({ id }) => inColumns.has(id) && id !== columns.active)),
    rows: namesOf(
      keyed.filter((attribute) => !inColumns.has(attribute.id) || isUniqueElsewhere(attribute, columns)),
    ),
  };
}

/** A unique attribute with another column has a row that keeps it unique. */
function isUniqueElsewhere({ id, roles }: AttributeRef, columns: ResourceType['columns']): boolean {
  return roles.includes('unique') && columns.unique !== id;
}

function own(object: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(object, name)?.value;
}

/** The same JSON, in whatever order its names are. */
function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && sameJson(own(one, name), own(other, name)));
}
