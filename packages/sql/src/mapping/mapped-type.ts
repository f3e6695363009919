import type { AttributeRef, ResourceModel } from '@scimkit/core';
import type { Sql } from '../statements/statement.ts';
import type { TimeUnit } from './cell.ts';
import type { ChildMapping } from './definition.ts';
import type { TableFact } from './facts.ts';
import type { AnyCodec, AnyCompare, AnyJoin, Mapping } from './mapping.ts';

/** An attribute in a column. */
export interface Scalar {
  readonly attribute: AttributeRef;
  readonly column: string;
  readonly compare?: AnyCompare;
  readonly absent?: string | number;
}

/** An attribute that is computed from columns. */
export interface Computed {
  readonly attribute: AttributeRef;
  readonly codec: AnyCodec;
}

/** A list of which one element is in a column. */
export interface Single {
  readonly attribute: AttributeRef;
  readonly column: string;
  readonly asSingle: string;
  readonly compare?: AnyCompare;
}

/** A list that is a table. */
export interface Child {
  readonly attribute: AttributeRef;
  readonly child: ChildMapping;
  readonly table: Sql;
  readonly facts: TableFact;
}

/** A column of instants. */
export interface Time {
  readonly column: string;
  readonly unit: TimeUnit;
  /** True when the mapping says that it holds milliseconds: then it can be compared and sorted. */
  readonly exact: boolean;
}

/** Attributes, sorted by how they are mapped. */
export interface Fields {
  readonly scalars: readonly Scalar[];
  readonly computed: readonly Computed[];
  readonly singles: readonly Single[];
  readonly children: readonly Child[];
  readonly created?: Time;
  readonly modified?: Time;
}

/**
 * Where a filter finds an attribute of a mapped type. What has no home is in the sidecar and is found there as in the
 * store's own tables.
 */
export type Home =
  | { readonly kind: 'id' }
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  | { readonly kind: 'computed'; readonly computed: Computed }
  | { readonly kind: 'single'; readonly single: Single; readonly isValue: boolean }
  | { readonly kind: 'child'; readonly child: Child; readonly isValue: boolean }
  | { readonly kind: 'time'; readonly time: Time }
  | {
      readonly kind: 'reference';
      readonly side: 'members' | 'memberOf';
      readonly part: 'id' | 'set' | 'other';
    }
  /** A complex attribute with parts in columns. */
  | { readonly kind: 'mixed' }
  /** In a JSON column of the application's. */
  | { readonly kind: 'json' };

/** A table of memberships, and what it joins. */
export interface Join {
  readonly definition: AnyJoin;
  readonly table: Sql;
  readonly facts: TableFact;
  readonly groupType: 'Group';
  readonly memberType: 'User' | 'Group';
}

/** A resource type that lies in a table of the application's. */
export interface MappedType {
  readonly name: 'User' | 'Group';
  /** Its number in the sidecar, as in the table of types. */
  readonly number: number;
  readonly model: ResourceModel;
  readonly mapping: Mapping;
  readonly table: Sql;
  readonly facts: TableFact;
  readonly fields: Fields;
  readonly homes: ReadonlyMap<number, Home>;
  /** Complex attributes of which the database cannot tell whether they are there: a codec or JSON has parts of them. */
  readonly blurred: ReadonlySet<number>;
  /** The columns of the application's that are selected. */
  readonly columns: readonly string[];
  /** Has a resource a row in the sidecar, once SCIM has written it? */
  readonly linked: boolean;
  /** Are only rows with a row in the sidecar resources? */
  readonly hidden: boolean;
  /** Which attributes get keys in the sidecar, as a hash. */
  readonly keyed: string;
  /** What stands for it in members, the first that has a value: columns, and `undefined` for the sidecar's. */
  readonly shownBy: readonly (string | undefined)[];
}
