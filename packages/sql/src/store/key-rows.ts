import { type AttributeRef, type Key, type KeyEntry, StoreError } from '@scimkit/core';
import { isText, listOf, placeOf, type ValueColumn } from '../filter/place.ts';
import { type KeyColumn, keyColumns, type ResourceType } from './resource-type.ts';

/** The keys in a resource's own row. */
export type ColumnValues = Readonly<Record<KeyColumn, string | number | null>>;

/** A row of the value table, in the order of its columns: attr, elem, k, n, k_type, is_primary, filled. */
export type ValueRow = readonly [
  number,
  number,
  string | null,
  number | null,
  string | null,
  number | null,
  number,
];

/** A value that no other resource of the tenant and type may have. */
export interface UniqueValue {
  readonly attribute: AttributeRef;
  readonly key: string;
}

/** The keys of a document, sorted into the places where the database keeps them. */
export interface KeyRows {
  readonly columns: ColumnValues;
  readonly values: readonly ValueRow[];
  /** Unique values for which the resource's row has no column. */
  readonly uniques: readonly UniqueValue[];
}

/**
 * Sorts the keys of a document.
 *
 * @param wanted - Of rows, makes these elements alone, by the list or attribute that they are of ({@link rowPlaceOf}).
 */
export function sortKeys(
  type: ResourceType,
  keys: readonly KeyEntry[],
  wanted?: ReadonlyMap<number, ReadonlySet<number>>,
): KeyRows {
  const columns: Record<KeyColumn, string | number | null> = {
    unique: null,
    external: null,
    display: null,
    sort: null,
    active: null,
  };
  const taken = columnsOf(type);
  const values: WritableRow[] = [];
  const elements = new Map<number, WritableRow[]>();
  const uniques = new Map<string, UniqueValue>();
  for (const { attribute, element, key } of keys) {
    check(attribute, key);
    const own = taken.get(attribute.id);
    if (own !== undefined) for (const column of own) columns[column] = bindable(key);
    if (type.columns.unique !== attribute.id && attribute.roles.includes('unique')) {
      const text = typeof key === 'string' ? key : `#${key}`;
      uniques.set(`${attribute.id} ${text}`, { attribute, key: text });
    }
    if (own !== undefined) continue;
    const place = rowPlaceOf(attribute);
    if (place === undefined) continue;
    if (wanted !== undefined && wanted.get(place.owner)?.has(element) !== true) continue;
    const rows = elements.get(place.owner) ?? [];
    if (rows.length === 0) elements.set(place.owner, rows);
    let row = rows[element];
    if (row === undefined) {
      row = [place.owner, element, null, null, null, null, 0];
      rows[element] = row;
      values.push(row);
    }
    fill(row, place.column, bindable(key));
  }
  return { columns, values, uniques: [...uniques.values()] };
}

/** A row of the value table while its parts come in. */
type WritableRow = { -readonly [Index in keyof ValueRow]: ValueRow[Index] };

/** Every part makes a row, also one without a column: conditions on an element need to know that it is there. */
function fill(row: WritableRow, column: ValueColumn | undefined, key: string | number): void {
  if (key !== '') row[6] = 1;
  if (typeof key === 'string') {
    if (column === 'k') row[2] = key;
    else if (column === 'k_type') row[4] = key;
  } else if (column === 'n') row[3] = key;
  else if (column === 'is_primary') row[5] = key;
}

/** Where a key is kept that has no column in the resource's own row. */
export interface RowPlace {
  /** `AttributeRef.id` of the list, or of the attribute itself, that has the row. */
  readonly owner: number;
  /** What of the row it is; absent when the row says no more than that it is there. */
  readonly column: ValueColumn | undefined;
}

/** Attributes are those of definitions: they stay, and where they are kept does not change. */
const rowPlaces = new WeakMap<AttributeRef, RowPlace | 'none'>();

/** The place of an attribute's keys in the value table, where they have one. */
export function rowPlaceOf(attribute: AttributeRef): RowPlace | undefined {
  let place = rowPlaces.get(attribute);
  if (place === undefined) {
    place = findRowPlace(attribute) ?? 'none';
    rowPlaces.set(attribute, place);
  }
  return place === 'none' ? undefined : place;
}

function findRowPlace(attribute: AttributeRef): RowPlace | undefined {
  const found = placeOf(attribute);
  if (found?.kind === 'value') return { owner: found.owner.id, column: found.column };
  // A role's attribute that came after another one had taken the column.
  if (found?.kind === 'column') return { owner: attribute.id, column: isText(attribute) ? 'k' : 'n' };
  const list = attribute.indexed ? listOf(attribute) : undefined;
  return list === undefined ? undefined : { owner: list.id, column: undefined };
}

const columnsByType = new WeakMap<ResourceType, ReadonlyMap<number, readonly KeyColumn[]>>();

/** The columns that attributes have, by the numbers of the attributes. */
function columnsOf(type: ResourceType): ReadonlyMap<number, readonly KeyColumn[]> {
  const known = columnsByType.get(type);
  if (known !== undefined) return known;
  const columns = new Map<number, KeyColumn[]>();
  for (const column of keyColumns) {
    const attribute = type.columns[column];
    if (attribute !== undefined) columns.set(attribute, [...(columns.get(attribute) ?? []), column]);
  }
  columnsByType.set(type, columns);
  return columns;
}

function bindable(key: Key): string | number {
  return typeof key === 'boolean' ? Number(key) : key;
}

/** Core refuses these before any store sees them; databases cut them off, or replace them, without a word. */
function check(attribute: AttributeRef, key: Key): void {
  if (typeof key === 'string' && (key.includes('\0') || !key.isWellFormed())) {
    throw new StoreError(
      'unsupported',
      `${attribute.path}: a key holds U+0000 or half of a surrogate pair.`,
      { attribute },
    );
  }
}
