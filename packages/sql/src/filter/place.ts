import type { AttributeRef } from '@scimkit/core';
import { fitsColumn, type KeyColumn, keyColumns, type ResourceType } from '../store/resource-type.ts';

/** A column of the value table that holds a key. */
export type ValueColumn = 'k' | 'n' | 'k_type' | 'is_primary';

/**
 * Where the database keeps what a filter or an order asks for.
 *
 * - `id`, `time`, `column`: in the resource's own row;
 * - `value`: in the value table, one row for each element of `owner`;
 * - `element`: the elements of `owner` as such;
 * - `members`, `memberOf`: in the member table; `part` tells whether it is the id or the reference as such.
 */
export type Place =
  | { readonly kind: 'id' }
  | { readonly kind: 'time'; readonly column: 'created_at' | 'modified_at' }
  | { readonly kind: 'column'; readonly column: KeyColumn }
  | { readonly kind: 'value'; readonly owner: AttributeRef; readonly column: ValueColumn }
  | { readonly kind: 'element'; readonly owner: AttributeRef }
  | { readonly kind: 'members' | 'memberOf'; readonly part: 'id' | 'reference' };

/** Which column to take where an attribute has several: for a filter the one with the fewest rows for a key. */
export const forFilters: readonly KeyColumn[] = keyColumns;
/** The same for an order: the one whose index ends with the id. */
export const forSorting: readonly KeyColumn[] = ['sort', 'display', 'unique', 'external', 'active'];

/**
 * Finds the place of an attribute.
 *
 * @param type - What the database has decided about columns; without it, any column that the attribute fits.
 * @returns `undefined` when the database does not keep it apart from the document.
 */
export function placeOf(
  attribute: AttributeRef,
  type?: ResourceType,
  preferred: readonly KeyColumn[] = forFilters,
): Place | undefined {
  return (
    commonPlace(attribute) ??
    referencePlace(attribute) ??
    columnPlace(attribute, type, preferred) ??
    valuePlace(attribute)
  );
}

function commonPlace(attribute: AttributeRef): Place | undefined {
  if (attribute.schema !== '') return undefined;
  switch (attribute.path) {
    case 'id':
      return { kind: 'id' };
    case 'meta.created':
      return { kind: 'time', column: 'created_at' };
    case 'meta.lastModified':
      return { kind: 'time', column: 'modified_at' };
    default:
      return undefined;
  }
}

function referencePlace({ roles, parent, name }: AttributeRef): Place | undefined {
  for (const [role, kind] of references) {
    if (roles.includes(role)) return { kind, part: 'reference' };
    if (parent?.roles.includes(role)) return name === 'value' ? { kind, part: 'id' } : undefined;
  }
  return undefined;
}

const references = [
  ['membership', 'members'],
  ['memberOf', 'memberOf'],
] as const;

function isReference({ parent }: AttributeRef): boolean {
  return references.some(([role]) => parent?.roles.includes(role) === true);
}

/** What the database has decided holds also when the attribute has lost its role since. */
function columnPlace(
  attribute: AttributeRef,
  type: ResourceType | undefined,
  preferred: readonly KeyColumn[],
): Place | undefined {
  for (const column of preferred) {
    const isThere =
      type === undefined ? fitsColumn(attribute, column) : type.columns[column] === attribute.id;
    if (isThere) return { kind: 'column', column };
  }
  return undefined;
}

function valuePlace(attribute: AttributeRef): Place | undefined {
  if (isReference(attribute)) return undefined;
  const list = listOf(attribute);
  if (attribute.type === 'complex') {
    return list === undefined && attribute.multiValued && attribute.indexed
      ? { kind: 'element', owner: attribute }
      : undefined;
  }
  if (list === undefined) {
    const keyed = attribute.indexed || keyColumns.some((role) => attribute.roles.includes(role));
    return keyed ? { kind: 'value', owner: attribute, column: isText(attribute) ? 'k' : 'n' } : undefined;
  }
  // Only where all parts have keys is there a row for every element.
  const column = list.indexed && !attribute.multiValued ? partColumn(attribute) : undefined;
  return column === undefined ? undefined : { kind: 'value', owner: list, column };
}

/** The multi-valued complex attribute that an attribute is a part of. */
export function listOf({ parent }: AttributeRef): AttributeRef | undefined {
  return parent?.multiValued === true ? parent : undefined;
}

function partColumn(part: AttributeRef): ValueColumn | undefined {
  if (part.name === 'value') return isText(part) ? 'k' : 'n';
  if (part.name === 'type' && isText(part)) return 'k_type';
  return part.name === 'primary' && part.type === 'boolean' ? 'is_primary' : undefined;
}

/** Are the keys of the attribute strings? */
export function isText({ type }: AttributeRef): boolean {
  return type === 'string' || type === 'reference' || type === 'binary';
}
