import type { AttributeRef, StoredDocument } from '@scimkit/core';
import { listOf } from '../filter/place.ts';
import { rowPlaceOf } from './key-rows.ts';
import { keyColumns, type ResourceType } from './resource-type.ts';

/** Which keys of a resource stay as they are. */
export interface SameKeys {
  /** Those in the resource's own row, besides `active`, which no index holds and which is written with every document. */
  readonly columns: boolean;
  /** Those in rows of their own. */
  readonly rows: boolean;
  /** Which rows may be others; absent when that is not known. */
  readonly others?: OtherRows;
  /** The attributes that these rows are made of, and `active`, where no other key can be another one. */
  readonly attributes?: readonly AttributeRef[];
}

/**
 * Rows that may be others than they were, or gone: the elements, by the list or attribute that they are of
 * ({@link RowPlace.owner}).
 */
export type OtherRows = ReadonlyMap<number, ReadonlySet<number>>;

/** Where rows come from: a list, or an attribute that is no part of one. */
interface RowSource {
  readonly owner: number;
  readonly steps: readonly string[];
  readonly attributes: readonly AttributeRef[];
}

/** The properties of documents in which keyed attributes are. */
interface Properties {
  readonly signature: string;
  readonly columns: readonly string[];
  /** The sources by their property; those of some cannot be told apart by looking at elements. */
  readonly rows: readonly (readonly [name: string, sources: readonly RowSource[] | 'any'])[];
  readonly active: readonly AttributeRef[];
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
  const columns = properties.columns.every(isSame);
  const changed = properties.rows.filter(([name]) => !isSame(name));
  if (changed.length === 0) {
    return columns ? { columns, rows: true, attributes: properties.active } : { columns, rows: true };
  }
  const others = new Map<number, ReadonlySet<number>>();
  const attributes = [...properties.active];
  for (const [, sources] of changed) {
    if (sources === 'any') return { columns, rows: false };
    for (const source of sources) {
      const elements = otherElements(valueAt(before, source.steps), valueAt(after, source.steps));
      if (elements.size === 0) continue;
      others.set(source.owner, elements);
      attributes.push(...source.attributes);
    }
  }
  const rows = others.size === 0;
  return columns ? { columns, rows, others, attributes } : { columns, rows, others };
}

function propertiesOf({ columns, signature }: ResourceType, keyed: readonly AttributeRef[]): Properties {
  const inColumns = new Set<string>();
  const rows = new Map<string, RowSource[] | 'any'>();
  const taken = new Set(keyColumns.flatMap((column) => columns[column] ?? []));
  for (const attribute of keyed) {
    const [name] = attribute.steps;
    if (name === undefined) continue;
    const hasColumn = taken.has(attribute.id);
    if (hasColumn && attribute.id !== columns.active) inColumns.add(name);
    if (isUniqueElsewhere(attribute, columns)) rows.set(name, 'any');
    if (hasColumn) continue;
    const source = sourceOf(attribute);
    const known = rows.get(name) ?? [];
    if (source === undefined || known === 'any') {
      rows.set(name, 'any');
      continue;
    }
    const same = known.find(({ owner }) => owner === source.owner);
    const attributes = [...(same?.attributes ?? []), attribute];
    rows.set(name, [...known.filter((each) => each !== same), { ...source, attributes }]);
  }
  const active = keyed.filter(({ id }) => id === columns.active);
  return { signature, columns: [...inColumns], rows: [...rows], active };
}

/** `undefined` for what is a list inside a list: which element a row is of does not say where it comes from. */
function sourceOf(attribute: AttributeRef): Omit<RowSource, 'attributes'> | undefined {
  const owner = rowPlaceOf(attribute)?.owner;
  const list = listOf(attribute);
  const { steps, parent } = list ?? attribute;
  for (let at = parent; at !== undefined; at = at.parent) if (at.multiValued) return undefined;
  if (owner === undefined || (list !== undefined && attribute.multiValued)) return undefined;
  return owner === (list ?? attribute).id ? { owner, steps } : undefined;
}

/** What is at a path of properties; nothing behind a list, which no source is. */
function valueAt(document: unknown, steps: readonly string[]): unknown {
  let value = document;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = own(value, step);
  }
  return value;
}

/** The numbers of elements that are not the same; a value that is no list is the first element. */
function otherElements(before: unknown, after: unknown): ReadonlySet<number> {
  const [left, right] = [elementsOf(before), elementsOf(after)];
  const others = new Set<number>();
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    if (!sameJson(left[at], right[at])) others.add(at);
  }
  return others;
}

function elementsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** A unique attribute with another column has a row that keeps it unique. */
function isUniqueElsewhere({ id, roles }: AttributeRef, columns: ResourceType['columns']): boolean {
  return roles.includes('unique') && columns.unique !== id;
}

function own(object: object, name: string): unknown {
  // Documents come from JSON, so that an own property has no getter.
  return Object.hasOwn(object, name) ? (object as Readonly<Record<string, unknown>>)[name] : undefined;
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
