import { type AttributeRef, type Key, type KeyEntry, StoreError } from '@scimkit/core';
import { listOf, placeOf, type ValueColumn } from '../filter/place.ts';
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

/** Sorts the keys of a document. */
export function sortKeys(type: ResourceType, keys: readonly KeyEntry[]): KeyRows {
  const columns: Record<KeyColumn, string | number | null> = {
    unique: null,
    external: null,
    display: null,
    sort: null,
    active: null,
  };
  const values = new Map<string, Element>();
  const uniques = new Map<string, UniqueValue>();
  for (const { attribute, element, key } of keys) {
    check(attribute, key);
    let inColumn = false;
    for (const column of keyColumns) {
      if (type.columns[column] !== attribute.id) continue;
      columns[column] = bindable(key);
      inColumn = true;
    }
    if (attribute.roles.includes('unique') && type.columns.unique !== attribute.id) {
      const text = typeof key === 'string' ? key : `#${key}`;
      uniques.set(`${attribute.id} ${text}`, { attribute, key: text });
    }
    if (!inColumn) place(values, attribute, element, key);
  }
  return { columns, values: Array.from(values.values(), rowOf), uniques: [...uniques.values()] };
}

/** One row of the value table while its parts come in. */
interface Element extends Partial<Record<ValueColumn, string | number>> {
  readonly attribute: number;
  readonly element: number;
  filled: boolean;
}

function place(values: Map<string, Element>, attribute: AttributeRef, element: number, key: Key): void {
  const found = placeOf(attribute);
  // Every part makes a row, also one without a column: conditions on an element need to know that it is there.
  const owner = found?.kind === 'value' ? found.owner : attribute.indexed ? listOf(attribute) : undefined;
  const column = found?.kind === 'value' ? found.column : undefined;
  const isOwn = found?.kind === 'column';
  const id = isOwn ? attribute.id : owner?.id;
  if (id === undefined) return;
  const name = `${id}.${element}`;
  const row = values.get(name) ?? { attribute: id, element, filled: false };
  values.set(name, row);
  row.filled ||= key !== '';
  // A role's attribute that came after another one had taken the column.
  const named = isOwn ? (typeof key === 'string' ? 'k' : 'n') : column;
  if (named !== undefined) row[named] = bindable(key);
}

function rowOf({ attribute, element, k, n, k_type, is_primary, filled }: Element): ValueRow {
  return [attribute, element, text(k), number(n), text(k_type), number(is_primary), Number(filled)];
}

function text(value: string | number | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: string | number | undefined): number | null {
  return typeof value === 'number' ? value : null;
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
