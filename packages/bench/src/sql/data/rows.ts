import { type AttributeRef, displayOf, extractKeys, type ResourceModel } from '@scimkit/core';
import { bytesOf } from './ids.ts';

export const resourceColumns = [
  'tenant_id',
  'type',
  'id',
  'version',
  'created_at',
  'modified_at',
  'active',
  'unique_key',
  'external_id',
  'display_key',
  'sort_key',
  'display',
  'doc',
] as const;

export const valueColumns = [
  'tenant_id',
  'id',
  'attr',
  'elem',
  'k',
  'n',
  'k_type',
  'is_primary',
  'filled',
] as const;

export const memberColumns = [
  'tenant_id',
  'group_id',
  'member_id',
  'group_type',
  'member_type',
  'added_at',
] as const;

/** A value of a column. */
export type Cell = string | number | Buffer | null;
/** A row, in the order of its columns. */
export type Row = readonly Cell[];

/** The numbers of the types, which the schema of the tables fixes. */
export const userType = 1;
export const groupType = 2;

/** What a resource is loaded as. */
export interface Loaded {
  readonly tenant: number;
  readonly type: number;
  readonly id: string;
  readonly model: ResourceModel;
  readonly document: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** The rows that the store keeps of a resource, made by core's own keys: its own row, and one for each indexed element. */
export function rowsOf({ tenant, type, id, model, document, at }: Loaded): {
  readonly resource: Row;
  readonly values: readonly Row[];
} {
  const columns = new Map<string, Cell>();
  const elements = new Map<string, Element>();
  const bytes = bytesOf(id);
  for (const { attribute, element, key } of extractKeys(model, document)) {
    const cell = typeof key === 'boolean' ? Number(key) : key;
    if (attribute.roles.length > 0) for (const role of attribute.roles) columns.set(role, cell);
    else place(elements, attribute, element, cell);
  }
  const column = (role: string): Cell => columns.get(role) ?? null;
  return {
    resource: [
      tenant,
      type,
      bytes,
      1,
      at,
      at,
      column('active'),
      column('unique'),
      column('external'),
      column('display'),
      column('sort'),
      displayOf(model, document) ?? null,
      JSON.stringify(document),
    ],
    values: Array.from(elements.values(), (row) => [
      tenant,
      bytes,
      row.attribute,
      row.element,
      row.k ?? null,
      row.n ?? null,
      row.k_type ?? null,
      row.is_primary ?? null,
      row.filled,
    ]),
  };
}

interface Element extends Partial<Record<'k' | 'n' | 'k_type' | 'is_primary', Cell>> {
  readonly attribute: number;
  readonly element: number;
  filled: number;
}

/** The parts of an element of a list share a row. */
const partColumns: Readonly<Record<string, 'k' | 'k_type' | 'is_primary'>> = {
  value: 'k',
  type: 'k_type',
  primary: 'is_primary',
};

function place(rows: Map<string, Element>, attribute: AttributeRef, element: number, cell: Cell): void {
  const list = attribute.parent?.multiValued === true ? attribute.parent : undefined;
  const owner = (list ?? attribute).id;
  const name = `${owner}.${element}`;
  const row = rows.get(name) ?? { attribute: owner, element, filled: 0 };
  rows.set(name, row);
  if (cell !== '') row.filled = 1;
  const column = list === undefined ? 'k' : partColumns[attribute.path.slice(list.path.length + 1)];
  if (column !== undefined) row[column] = cell;
}
