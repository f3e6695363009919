import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { compileStatement, type Sql, slot } from '../statements/statement.ts';
import type { Key } from '../statements/write-statements.ts';
import type { ColumnValues } from '../store/key-rows.ts';

/** A resource with the keys in its row. */
export interface KeyedRow {
  readonly id: Uint8Array | string;
  readonly doc: string;
  readonly unique_key: string | null;
  readonly external_id: string | null;
  readonly display_key: string | null;
  readonly sort_key: string | null;
  readonly active: number | null;
  readonly display: string | null;
}

/** A place in the resources of a type. */
export interface Slice extends Key {
  readonly limit: number;
}

/** The keys of a resource's row, to be written. */
export interface Rekeyed extends Key {
  readonly columns: ColumnValues;
  readonly display: string | null;
}

/** Statements that rebuild keys. */
export type ReindexStatements = ReturnType<typeof compileReindexStatements>;

/** Compiles them. */
export function compileReindexStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const compile = <Args, Row>(template: Sql) => compileStatement<Args, Row>(db, template);
  const tenant = slot((a: { readonly tenant: number }) => a.tenant);
  const id = slot((a: { readonly id: Uint8Array }) => a.id);
  const type = slot((a: { readonly type: number }) => a.type);
  const limit = dialect.limit(slot((a: { readonly limit: number }) => a.limit));
  const column = (name: keyof ColumnValues) => slot((a: Rekeyed) => a.columns[name]);
  return {
    /** The tenant after this one that has resources. Of all statements the only one that goes from tenant to tenant. */
    nextTenant: compile<{ readonly tenant: number; readonly limit: number }, { readonly tenant_id: number }>(
      sql`select tenant_id from ${tables.resource} where tenant_id > ${tenant} order by tenant_id ${limit}`,
    ),
    slice: compile<Slice, KeyedRow>(
      sql`select id, ${dialect.readDocument(sql.ref('doc'))} as doc, unique_key, external_id, display_key, sort_key, active, display from ${tables.resource} where tenant_id = ${tenant} and type = ${type} and id > ${id} order by id ${limit} ${dialect.locks.change}`,
    ),
    /** Neither version nor times: the resource is what it was. */
    rekey: compile<Rekeyed, unknown>(
      sql`update ${tables.resource} set unique_key = ${column('unique')}, external_id = ${column('external')}, display_key = ${column('display')}, sort_key = ${column('sort')}, active = ${column('active')}, display = ${slot((a: Rekeyed) => a.display)} where tenant_id = ${tenant} and type = ${type} and id = ${id}`,
    ),
    uniques: compile<Pick<Key, 'tenant' | 'id'>, { readonly attr: number; readonly k: string }>(
      sql`select attr, k from ${tables.unique} where tenant_id = ${tenant} and id = ${id} ${dialect.locks.current}`,
    ),
    /** The rule that the keys of all resources follow now. */
    keyVersion: compile<{ readonly version: number }, unknown>(
      sql`update ${tables.schema_version} set key_version = ${slot((a: { readonly version: number }) => a.version)}`,
    ),
  };
}
