import type { AttributeRef } from '@scimkit/core';

/** The columns of a resource's row that hold a key of its own attribute each. */
export const keyColumns = ['unique', 'external', 'display', 'sort', 'active'] as const;

/** The role that an attribute of a column has. */
export type KeyColumn = (typeof keyColumns)[number];

/** The columns by their names in the resource table. */
export const keyColumnNames = {
  unique: 'unique_key',
  external: 'external_id',
  display: 'display_key',
  sort: 'sort_key',
  active: 'active',
} as const satisfies Readonly<Record<KeyColumn, string>>;

/** A resource type as the database knows it. */
export interface ResourceType {
  readonly number: number;
  readonly name: string;
  /**
   * `AttributeRef.id` of the attribute in each column. The first attribute with the role that a resource of the type
   * brings gets the column, for good; others with the same role are kept in the value table.
   */
  readonly columns: Readonly<Partial<Record<KeyColumn, number>>>;
  /** True when every column has its attribute, so that nothing is left to be decided. */
  readonly decided: boolean;
  /** Number and columns as a text, to keep statements by. */
  readonly signature: string;
  /** True when the type has unique attributes besides the one in the column. */
  readonly moreUnique: boolean;
}

/** True when values of the attribute may have a column: one value a resource, of the column's type. */
export function fitsColumn(attribute: AttributeRef, column: KeyColumn): boolean {
  return attribute.roles.includes(column) && isSingular(attribute) && typeFits(attribute, column);
}

function isSingular(attribute: AttributeRef): boolean {
  for (let at: AttributeRef | undefined = attribute; at !== undefined; at = at.parent) {
    if (at.multiValued) return false;
  }
  return true;
}

function typeFits({ type }: AttributeRef, column: KeyColumn): boolean {
  return column === 'active'
    ? type === 'boolean'
    : type === 'string' || type === 'reference' || type === 'binary';
}
