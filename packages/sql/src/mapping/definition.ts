import type { Group, ResourceTypeDefinition, Scope, StoredDocument, User } from '@scimkit/core';
import type { CompiledQuery } from 'kysely';
import type { ListPaths, SinglePaths } from './scim-paths.ts';

type Name<Row> = Extract<keyof Row, string>;

/** Can values of the attribute be kept in the column, and come back out of it? */
type Holds<Cell, Value> = [Value] extends [boolean]
  ? boolean extends Cell
    ? true
    : number extends Cell
      ? true
      : false
  : [Value] extends [number]
    ? number extends Cell
      ? true
      : false
    : string extends Cell
      ? true
      : false;

/** The columns of a row that can hold an attribute's values. For booleans, numbers will do: SQLite and MySQL have no others. */
export type ColumnFor<Row, Value> = {
  [Column in Name<Row>]: Holds<NonNullable<Row[Column]>, Value> extends true ? Column : never;
}[Name<Row>];

/** The columns of a row that can hold an instant. */
type TimeColumn<Row> = {
  [Column in Name<Row>]: NonNullable<Row[Column]> extends number | string | Date | bigint ? Column : never;
}[Name<Row>];

/**
 * How the database compares a column of text, which decides what a filter may leave to it.
 *
 * - `key`: a column holds our key of the value (`foldString`), compared byte for byte: this one, or `column`. Every
 *   operator is exact, and sorting is. `maintained` says who writes `column`: the mapping (default), or the
 *   `application`, by a trigger or by itself.
 * - `binary`: the attribute is case exact, and the column is compared byte for byte. Exact. Values are kept in Unicode
 *   form C.
 * - `db-ci`: the database ignores letter case in its own way, which is not ours: `by: 'collation'` (default) for `citext`,
 *   `nocase` and `_ci` columns, `by: 'lower'` where the index is on `lower(column)`. It proposes rows for `eq` and `sw`,
 *   and core looks at each.
 */
export type Compare<Row> =
  | { readonly kind: 'key'; readonly column?: ColumnFor<Row, string>; readonly maintained?: 'application' }
  | { readonly kind: 'binary' }
  | {
      readonly kind: 'db-ci';
      readonly column?: ColumnFor<Row, string>;
      readonly by?: 'collation' | 'lower';
    };

/** An attribute in a column of its own. */
export interface ColumnMapping<Row, Value> {
  readonly column: ColumnFor<Row, Value>;
  /** How the column compares; without it, filters on the attribute are core's, who looks at every row. */
  readonly compare?: Compare<Row>;
  /** What the column holds where the attribute has no value, if that is not null: `''` for a `not null` column. */
  readonly absent?: string | number;
}

/** A condition on one column that a codec gives for `eq`. */
export type CodecCondition<Row> = {
  [Column in Name<Row>]:
    | { readonly column: Column; readonly value: Row[Column] }
    | { readonly column: Column; readonly not: Row[Column] };
}[Name<Row>];

/** An attribute that is computed from columns, and back. */
export interface Codec<Row, Value> {
  /** Every column that `read` looks at. Others are not selected. */
  readonly columns: readonly Name<Row>[];
  readonly read: (row: Row) => Value | undefined;
  /** What to write into which columns; `undefined` when a client has taken the value away. */
  readonly write: (value: Value | undefined) => Partial<Row>;
  /**
   * The rows that read as a value, exactly: then `eq` and `ne` are the database's. Mind the other values of the column:
   * where everything that is not `active` reads as false, false is `{ column, not: 'active' }`.
   */
  readonly eq?: (value: Value) => CodecCondition<Row>;
}

/** A list of which one element is in a column, like the one e-mail address of an account; the others are in the sidecar. */
export interface SingleMapping<Row> {
  readonly column: ColumnFor<Row, string>;
  /** The `type` of the element: `work`. Where none has it, the primary one is taken, else the first. */
  readonly asSingle: string;
  readonly compare?: Compare<Row>;
}

/** A list that is a table of its own, with a row for each element. Made by {@link mapChild}. */
export interface ChildMapping {
  readonly table: string;
  /** The column that holds the `id` column of the owner. */
  readonly fk: string;
  readonly value: string;
  readonly type?: string;
  readonly primary?: string;
  readonly compare?: {
    readonly kind: 'key' | 'db-ci';
    readonly column?: string;
    readonly by?: 'collation' | 'lower';
  };
  /** What to order elements by; by value without it. */
  readonly order?: string;
  /** Values for other columns of new rows. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/** When a resource was made or changed. */
export type TimeMapping<Row> =
  | TimeColumn<Row>
  | {
      readonly column: TimeColumn<Row>;
      /** What numbers in the column are; `milliseconds` since 1970 by default. */
      readonly as: 'milliseconds' | 'seconds';
    };

/** An attribute of single values, and what it may be mapped to. */
export type SingleAttribute<Row, Value> =
  | ColumnFor<Row, Value>
  | ColumnMapping<Row, Value>
  | Codec<Row, Value>;

/** `userName` has to be found, so it says how it compares. */
export type NameAttribute<Row> =
  | (ColumnMapping<Row, string> & { readonly compare: Compare<Row> })
  | (Codec<Row, string> & { readonly eq: (value: string) => CodecCondition<Row> });

/** The attributes of a type, and where they are. What is not named is kept in the sidecar. */
export type AttributesFor<Row, Type extends ResourceTypeDefinition> = {
  readonly [Path in keyof Omit<SinglePaths<Type>, 'userName'>]?: SingleAttribute<
    Row,
    SinglePaths<Type>[Path]
  >;
} & {
  readonly [Path in ListPaths<Type> as Path extends 'members' | 'groups' ? never : Path]?:
    | SingleMapping<Row>
    | ChildMapping;
} & {
  readonly 'meta.created'?: TimeMapping<Row>;
  readonly 'meta.lastModified'?: TimeMapping<Row>;
};

/** What application code that makes rows gets. */
export interface RowContext {
  readonly scope: Scope;
  readonly document: StoredDocument;
  /** Epoch milliseconds. */
  readonly at: number;
  /**
   * Runs a statement inside the store's transaction: `execute(db.insertInto('users').values(row).compile())`. On SQLite
   * anything else that writes would wait for this transaction, which waits for it.
   */
  readonly execute: <Result>(query: CompiledQuery<Result>) => Promise<readonly Result[]>;
}

/** Rows that are made by application code. What is left out the store does itself. */
export interface RowCallbacks<Row> {
  /** Makes a row and returns the value of its `id` column. */
  readonly create?: (values: Partial<Row>, context: RowContext) => Promise<string | number | bigint>;
  readonly update?: (id: string | number | bigint, patch: Partial<Row>, context: RowContext) => Promise<void>;
  /** In place of `onDelete`. */
  readonly remove?: (id: string | number | bigint, context: RowContext) => Promise<void>;
}

/** What users and groups have in common. */
export interface Definition<Row> {
  /** The table, with its schema where it needs one: `users`, `app.users`. */
  readonly table: string;
  /** The primary key: one column. */
  readonly id: Name<Row>;
  /**
   * The column that is the resource's id for clients; it must never change and never come again. Without it the id is a
   * UUID in the sidecar, and only rows that have been linked to one are seen.
   */
  readonly publicId?: Name<Row>;
  /** The column that holds the organisation. Every statement begins with it. */
  readonly tenant: Name<Row>;
  /** Only rows with these values exist; null means that there is none: `{ deleted_at: null }`. */
  readonly where?: Partial<Row>;
  /**
   * Where everything goes that has no column: `sidecar`, a table of ours, or a JSON column of the application's, which
   * nobody else writes.
   */
  readonly rest: 'sidecar' | { readonly column: Name<Row> };
  /**
   * `hash` (default): the version changes with what is shown of a row, whoever changes it. A column of numbers, which the
   * application (a trigger) increments with each change; the store does it with each of its own.
   */
  readonly version?: 'hash' | { readonly column: ColumnFor<Row, number> };
  /** Values for columns that no attribute fills. */
  readonly defaults?: Partial<Row> | ((scope: Scope, document: StoredDocument) => Partial<Row>);
  /**
   * What removing a resource does to its row: it goes, it is deactivated (`active` becomes false), or it is patched. After
   * the latter two the row is left unlinked.
   */
  readonly onDelete:
    | 'delete'
    | 'deactivate'
    | ((row: Row, context: { readonly at: number; readonly scope: Scope }) => Partial<Row>);
  readonly rows?: RowCallbacks<Row>;
}

/** How users lie in a table. */
export interface UserDefinition<Row, Type extends ResourceTypeDefinition = typeof User>
  extends Definition<Row> {
  readonly attributes: AttributesFor<Row, Type> & { readonly userName: NameAttribute<Row> };
  /**
   * What creating a user does when a row of the organisation has the `userName` already and no identity provider has made
   * or linked it: refuse (`conflict`, the default), or link it and bring it up to date.
   */
  readonly onExisting?: 'conflict' | 'adopt-if-unlinked';
}

/** A table of memberships. */
export interface JoinDefinition<JoinRow> {
  readonly table: string;
  /** The column that holds the `id` column of the group. */
  readonly group: Name<JoinRow>;
  /** The column that holds the `id` column of the member. */
  readonly member: Name<JoinRow>;
  /** The column that holds the organisation, where there is one. */
  readonly tenant?: Name<JoinRow>;
  /** Values for other columns of new rows, such as a role. Rows that are there keep theirs. */
  readonly defaults?: Partial<JoinRow>;
}

/** How groups and their members lie in tables. */
export interface GroupDefinition<Row, MemberRow, Type extends ResourceTypeDefinition = typeof Group>
  extends Definition<Row> {
  readonly attributes: AttributesFor<Row, Type> & {
    readonly displayName: SingleAttribute<Row, string>;
  };
  /** Users in groups. */
  readonly members: JoinDefinition<MemberRow>;
  /** Groups in groups; without it a group holds users only. */
  readonly nested?: Readonly<Omit<JoinDefinition<Record<string, unknown>>, 'defaults'>> & {
    readonly defaults?: Readonly<Record<string, unknown>>;
  };
}
