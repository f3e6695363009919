import { type Kysely, sql } from 'kysely';
import type { JsonColumn, SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import type { ColumnValues } from '../store/key-rows.ts';
import { jsonSlot } from './json-slot.ts';
import { compileStatement, type Sql, type Statement, slot } from './statement.ts';

/** A resource by its key. */
export interface Key {
  readonly tenant: number;
  readonly type: number;
  readonly id: Uint8Array;
}

/** A resource row to be written. */
export interface Row extends Key {
  readonly version: number;
  readonly at: number;
  readonly columns: ColumnValues;
  readonly display: string | null;
  readonly doc: string;
}

/** A resource row, locked. */
export interface LockedRow {
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly doc: string;
  readonly unique_key: string | null;
  readonly external_id: string | null;
  readonly display_key: string | null;
  readonly sort_key: string | null;
}

export interface Owned {
  readonly tenant: number;
  readonly id: Uint8Array;
}

/** Rows of the value table, as the JSON of a list. */
export interface OwnedRows extends Owned {
  readonly rows: string;
}

/** Some rows of the value table, as they are. */
export interface FewRows extends Owned {
  readonly few: readonly (readonly (string | number | null)[])[];
}

/** So many rows are written as values: more than most resources have. */
const fewAtMost = 16;

/** A row of the value table as it is selected. */
export type StoredValue = Readonly<Record<'attr' | 'elem' | 'n' | 'is_primary' | 'filled', number>> &
  Readonly<Record<'k' | 'k_type', string | null>>;

export interface UniqueRow extends Owned {
  readonly attribute: number;
  readonly key: string;
}

export interface Bump extends Key {
  readonly step: number;
  readonly at: number;
}

export const valueColumns: readonly JsonColumn[] = [
  { name: 'attr', type: 'integer' },
  { name: 'elem', type: 'integer' },
  { name: 'k', type: 'text' },
  { name: 'n', type: 'real' },
  { name: 'k_type', type: 'text' },
  { name: 'is_primary', type: 'integer' },
  { name: 'filled', type: 'integer' },
];

/** The columns of the value table after tenant and id. */
export const names = sql.raw(valueColumns.map(({ name }) => name).join(', '));

/** Statements that write resources and their keys. */
export function writeStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const { member, resource, value, unique, type } = tables;
  const { locks, onConflictUpdate } = dialect;
  const valueRows = jsonSlot((a: OwnedRows) => a.rows);
  const lockedColumns = sql`version, created_at, modified_at, ${dialect.readDocument(sql.ref('doc'))} as doc, unique_key, external_id, display_key, sort_key`;
  const tenant = slot((a: Owned) => a.tenant);
  const id = slot((a: Owned) => a.id);
  const key = sql`tenant_id = ${tenant} and type = ${slot((a: Key) => a.type)} and id = ${id}`;
  const column = (name: keyof ColumnValues) => slot((a: Pick<Row, 'columns'>) => a.columns[name]);
  const doc = dialect.writeDocument(slot((a: Row) => a.doc));
  const display = slot((a: Row) => a.display);
  const at = slot((a: { readonly at: number }) => a.at);
  const version = slot((a: Row) => a.version);
  const keys = sql`unique_key = ${column('unique')}, external_id = ${column('external')}, display_key = ${column('display')}, sort_key = ${column('sort')}`;
  const insertion = sql`insert into ${value} (tenant_id, id, ${names}) select ${tenant}, ${id}, ${names} from ${dialect.jsonTable(valueRows.json, valueColumns, valueRows.rows)} as j where 1 = 1`;
  const insertionOf = (count: number) => {
    const rows = Array.from({ length: count }, (_row, at) => {
      const cells = valueColumns.map((_cell, index) => slot((a: FewRows) => a.few[at]?.[index]));
      return sql`(${tenant}, ${id}, ${sql.join(cells)})`;
    });
    return sql`insert into ${value} (tenant_id, id, ${names}) values ${sql.join(rows)}`;
  };
  const onConflict = onConflictUpdate?.(
    ['tenant_id', 'id', 'attr', 'elem'],
    valueColumns.slice(2).map(({ name }) => name),
  );
  const compile = <Args, Result>(template: Sql) => compileStatement<Args, Result>(db, template, true);
  const compileIf = <Args>(template: Sql | undefined) =>
    template === undefined ? undefined : compile<Args, unknown>(template);
  /** A statement for each number of rows; none for many, and none where they had to be sent. */
  const few = (template: (count: number) => Sql | undefined) => {
    const known: (Statement<FewRows, unknown> | undefined)[] = [];
    return (count: number): Statement<FewRows, unknown> | undefined => {
      if (!dialect.answersAtOnce || count > fewAtMost) return undefined;
      known[count] ??= compileIf<FewRows>(template(count));
      return known[count];
    };
  };
  return {
    lock: compile<Key, LockedRow>(sql`select ${lockedColumns} from ${resource} where ${key} ${locks.change}`),
    lockForRemoval: compile<Key, LockedRow>(
      sql`select ${lockedColumns} from ${resource} where ${key} ${locks.removal}`,
    ),
    lockHead: compile<Key, Pick<LockedRow, 'version' | 'created_at' | 'modified_at'>>(
      sql`select version, created_at, modified_at from ${resource} where ${key} ${locks.change}`,
    ),
    insert: compile<Row, unknown>(
      sql`insert into ${resource} (tenant_id, type, id, version, created_at, modified_at, unique_key, external_id, display_key, sort_key, active, display, doc) values (${tenant}, ${slot((a: Row) => a.type)}, ${id}, ${version}, ${at}, ${at}, ${column('unique')}, ${column('external')}, ${column('display')}, ${column('sort')}, ${column('active')}, ${display}, ${doc}) ${dialect.onConflictDoNothing}`,
    ),
    /** Two forms of one thing: keys that stay as they are need not be written into five indexes again. */
    rewrite: compile<Row, unknown>(
      sql`update ${resource} set version = ${version}, modified_at = ${at}, active = ${column('active')}, display = ${display}, doc = ${doc} where ${key}`,
    ),
    rewriteWithKeys: compile<Row, unknown>(
      sql`update ${resource} set version = ${version}, modified_at = ${at}, active = ${column('active')}, display = ${display}, doc = ${doc}, ${keys} where ${key}`,
    ),
    touch: compile<Pick<Row, 'version' | 'at'> & Key, unknown>(
      sql`update ${resource} set version = ${version}, modified_at = ${at} where ${key}`,
    ),
    remove: compile<Key, unknown>(sql`delete from ${resource} where ${key}`),
    /** Of whatever type: ids are unique across types (RFC 7643 section 3.1). */
    findId: compile<Owned, { readonly type: number }>(
      sql`select type from ${resource} where tenant_id = ${tenant} and type in (select type from ${type}) and id = ${id}`,
    ),
    findUnique: compile<Key & { readonly key: string | number | null }, { readonly id: Uint8Array }>(
      sql`select id from ${resource} where tenant_id = ${tenant} and type = ${slot((a: Key) => a.type)} and unique_key = ${slot((a: { readonly key: unknown }) => a.key)} and id <> ${id} ${locks.current}`,
    ),
    values: compile<Owned, StoredValue>(
      sql`select ${names} from ${value} where tenant_id = ${tenant} and id = ${id} ${locks.current}`,
    ),
    insertValues: compile<OwnedRows, unknown>(insertion),
    /** Elements that are there take what is new of them. Only where an `insert` can do that. */
    putValues: compileIf<OwnedRows>(onConflict && sql`${insertion} ${onConflict}`),
    /** The same for a few rows, where values take less than rows out of JSON. */
    insertFew: few(insertionOf),
    putFew: few((count) => (onConflict === undefined ? undefined : sql`${insertionOf(count)} ${onConflict}`)),
    removeValues: compile<OwnedRows, unknown>(
      sql`delete from ${value} where tenant_id = ${tenant} and id = ${id} and (attr, elem) in (select attr, elem from ${dialect.jsonTable(valueRows.json, valueColumns.slice(0, 2), valueRows.rows)} as j)`,
    ),
    removeAllValues: compile<Owned, unknown>(
      sql`delete from ${value} where tenant_id = ${tenant} and id = ${id}`,
    ),
    insertUnique: compile<UniqueRow, unknown>(
      sql`insert into ${unique} (tenant_id, attr, k, id) values (${tenant}, ${slot((a: UniqueRow) => a.attribute)}, ${slot((a: UniqueRow) => a.key)}, ${id}) ${dialect.onConflictDoNothing}`,
    ),
    removeUnique: compile<Owned, unknown>(
      sql`delete from ${unique} where tenant_id = ${tenant} and id = ${id}`,
    ),
    /** Locks the groups that a resource is in, always in the same order, so that two who do it do not meet halfway. */
    lockHolders: compile<Owned, unknown>(
      sql`select 1 as held from ${member} as m ${dialect.crossJoin} ${resource} as r where m.tenant_id = ${tenant} and m.member_id = ${id} and r.tenant_id = ${tenant} and r.type = m.group_type and r.id = m.group_id order by r.type, r.id ${locks.changeOfR}`,
    ),
    /** Groups that a resource leaves change by it. */
    touchHolders: compile<Bump, unknown>(
      dialect.updateFrom(
        resource,
        sql`(select group_type, group_id from ${member} where tenant_id = ${tenant} and member_id = ${id})`,
        sql`version = r.version + ${slot((a: Bump) => a.step)}, modified_at = ${at}`,
        sql`r.tenant_id = ${tenant} and r.type = j.group_type and r.id = j.group_id`,
      ),
    ),
  };
}
