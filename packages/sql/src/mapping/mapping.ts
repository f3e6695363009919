import type { Group, ResourceTypeDefinition, Scope, StoredDocument, User } from '@scimkit/core';
import type { ChildMapping, GroupDefinition, RowCallbacks, UserDefinition } from './definition.ts';

/** A row, or some columns of one, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** {@link Compare} with the types of the row forgotten. */
export interface AnyCompare {
  readonly kind: 'key' | 'binary' | 'db-ci';
  readonly column?: string;
  readonly by?: 'collation' | 'lower';
  readonly maintained?: 'application';
}

/** A condition of a codec. */
export type AnyCondition = { readonly column: string } & (
  | { readonly value: unknown }
  | { readonly not: unknown }
);

/** A codec with the types of the row forgotten. */
export interface AnyCodec {
  readonly columns: readonly string[];
  readonly read: (row: Values) => unknown;
  readonly write: (value: unknown) => Values;
  readonly eq?: (value: unknown) => AnyCondition;
}

/** Anything that an attribute may be mapped to. */
export type AnyAttribute =
  | string
  | {
      readonly column: string;
      readonly compare?: AnyCompare;
      readonly absent?: string | number;
      readonly as?: 'milliseconds' | 'seconds';
    }
  | { readonly column: string; readonly asSingle: string; readonly compare?: AnyCompare }
  | AnyCodec
  | ChildMapping;

/** A table of memberships. */
export interface AnyJoin {
  readonly table: string;
  readonly group: string;
  readonly member: string;
  readonly tenant?: string;
  readonly defaults?: Values;
}

/** How a resource type lies in a table, with the types of its rows forgotten. Made by {@link mapUsers} and {@link mapGroups}. */
export interface Mapping {
  readonly type: 'User' | 'Group';
  readonly table: string;
  readonly id: string;
  readonly publicId?: string;
  readonly tenant: string;
  readonly where?: Values;
  readonly rest: 'sidecar' | { readonly column: string };
  readonly version?: 'hash' | { readonly column: string };
  readonly defaults?: Values | ((scope: Scope, document: StoredDocument) => Values);
  readonly onDelete:
    | 'delete'
    | 'deactivate'
    | ((row: Values, context: { readonly at: number; readonly scope: Scope }) => Values);
  readonly onExisting?: 'conflict' | 'adopt-if-unlinked';
  readonly rows?: RowCallbacks<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, AnyAttribute>>;
  readonly members?: AnyJoin;
  readonly nested?: AnyJoin;
}

/** A mapping of users. */
export interface UserMapping extends Mapping {
  readonly type: 'User';
}

/** A mapping of groups. */
export interface GroupMapping extends Mapping {
  readonly type: 'Group';
  readonly members: AnyJoin;
}

/**
 * Says how users lie in a table of the application's.
 *
 * `Row` is a row as it is selected (with Kysely, `Selectable<Database['users']>`). Columns that are not there, or that
 * cannot hold an attribute's values, do not compile, and neither do unknown attributes. The second type parameter is the
 * resource type, where it is not the built-in `User`.
 *
 * @returns A function that takes the definition and returns the mapping, for `createMappedStore`.
 * @example
 * ```ts
 * import { mapUsers } from '@scimkit/sql';
 *
 * interface UserRow {
 *   id: number;
 *   org_id: number;
 *   email: string;
 *   email_key: string;
 *   first_name: string | null;
 *   status: 'active' | 'disabled';
 * }
 *
 * export const users = mapUsers<UserRow>()({
 *   table: 'users',
 *   id: 'id',
 *   tenant: 'org_id',
 *   attributes: {
 *     userName: { column: 'email', compare: { kind: 'key', column: 'email_key' } },
 *     'name.givenName': 'first_name',
 *     active: {
 *       columns: ['status'],
 *       read: (row) => row.status === 'active',
 *       write: (active) => ({ status: active === true ? 'active' : 'disabled' }),
 *       eq: (active) => ({ column: 'status', value: active ? 'active' : 'disabled' }),
 *     },
 *   },
 *   rest: 'sidecar',
 *   onDelete: 'deactivate',
 *   onExisting: 'adopt-if-unlinked',
 * });
 * ```
 */
export function mapUsers<Row, Type extends ResourceTypeDefinition = typeof User>(): (
  definition: UserDefinition<Row, Type>,
) => UserMapping {
  // The functions in it take rows of the table, and those are what the store hands them.
  return (definition) => ({ ...(definition as unknown as Omit<UserMapping, 'type'>), type: 'User' });
}

/**
 * Says how groups lie in a table of the application's, and their members in another. `Row` and `MemberRow` are rows as they
 * are selected.
 *
 * @returns A function that takes the definition and returns the mapping, for `createMappedStore`.
 * @example
 * ```ts
 * import { mapGroups } from '@scimkit/sql';
 *
 * interface TeamRow {
 *   id: number;
 *   org_id: number;
 *   name: string;
 * }
 * interface TeamMemberRow {
 *   team_id: number;
 *   user_id: number;
 *   role: 'owner' | 'member';
 * }
 *
 * export const groups = mapGroups<TeamRow, TeamMemberRow>()({
 *   table: 'teams',
 *   id: 'id',
 *   tenant: 'org_id',
 *   attributes: { displayName: 'name' },
 *   members: { table: 'team_members', group: 'team_id', member: 'user_id', defaults: { role: 'member' } },
 *   rest: 'sidecar',
 *   onDelete: 'delete',
 * });
 * ```
 */
export function mapGroups<Row, MemberRow, Type extends ResourceTypeDefinition = typeof Group>(): (
  definition: GroupDefinition<Row, MemberRow, Type>,
) => GroupMapping {
  // As above.
  return (definition) => ({ ...(definition as unknown as Omit<GroupMapping, 'type'>), type: 'Group' });
}

/** The columns of a child table, by what is in them. */
export interface ChildDefinition<Row> extends ChildMapping {
  readonly fk: Extract<keyof Row, string>;
  readonly value: Extract<keyof Row, string>;
  readonly type?: Extract<keyof Row, string>;
  readonly primary?: Extract<keyof Row, string>;
  readonly order?: Extract<keyof Row, string>;
  readonly compare?: {
    readonly kind: 'key' | 'db-ci';
    readonly column?: Extract<keyof Row, string>;
    readonly by?: 'collation' | 'lower';
  };
  readonly defaults?: Partial<Row> & Readonly<Record<string, unknown>>;
}

/**
 * Says that a list such as `emails` is a table of its own, with a row for each element. `Row` is a row of that table.
 *
 * @example
 * ```ts
 * import { mapChild } from '@scimkit/sql';
 *
 * interface EmailRow {
 *   user_id: number;
 *   address: string;
 *   kind: string | null;
 *   is_primary: number;
 * }
 *
 * export const emails = mapChild<EmailRow>()({
 *   table: 'user_emails',
 *   fk: 'user_id',
 *   value: 'address',
 *   type: 'kind',
 *   primary: 'is_primary',
 *   compare: { kind: 'db-ci', by: 'lower' },
 * });
 * ```
 */
export function mapChild<Row>(): (definition: ChildDefinition<Row>) => ChildMapping {
  return (definition) => definition;
}
