import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import type { ColumnValues } from '../store/key-rows.ts';
import { eventInsertions, type Told } from './event-statements.ts';
import { compileStatement, nothing, type Sql, slot } from './statement.ts';
import { names, type OwnedRows, type Row, valueColumns } from './write-statements.ts';

/** A row that is written over the version that was read. */
export interface Seen extends Row {
  readonly seen: number;
}

/** How many resources were written: one or none. */
export interface Count {
  readonly n: number;
}

/**
 * Statements that are a whole change each, without a transaction around them. They write nothing where a resource has
 * another version than was read, or a new one meets another with its id or unique value.
 */
export function atOnceStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const { resource, value } = tables;
  const tenant = slot((a: Row) => a.tenant);
  const id = slot((a: Row) => a.id);
  const type = slot((a: Row) => a.type);
  const version = slot((a: Row) => a.version);
  const at = slot((a: Row) => a.at);
  const column = (name: keyof ColumnValues) => slot((a: Row) => a.columns[name]);
  const display = slot((a: Row) => a.display);
  const doc = dialect.writeDocument(slot((a: Row) => a.doc));
  const set = sql`version = ${version}, modified_at = ${at}, active = ${column('active')}, display = ${display}, doc = ${doc}`;
  const keys = sql`unique_key = ${column('unique')}, external_id = ${column('external')}, display_key = ${column('display')}, sort_key = ${column('sort')}`;
  const asSeen = sql`tenant_id = ${tenant} and type = ${type} and id = ${id} and version = ${slot((a: Seen) => a.seen)}`;
  const parts = valueColumns.slice(2).map(({ name }) => name);
  const columnsOf = (table: string) => sql.join(parts.map((name) => sql.ref(`${table}.${name}`)));
  const onConflict = dialect.onConflictUpdate?.(['tenant_id', 'id', 'attr', 'elem'], parts);
  // Rows that stay as they are would be locked by it, each of which is a write.
  const differs = sql`and not exists (select 1 from ${value} as v where v.tenant_id = ${tenant} and v.id = ${id}
    and v.attr = fresh.attr and v.elem = fresh.elem and (${columnsOf('v')}) is not distinct from (${columnsOf('fresh')}))`;
  const compile = <Args, Result>(template: Sql) => compileStatement<Args, Result>(db, template, true);

  // Nothing is looked up for rows of keys, so the planner need not know how many there are: it would plan for each number.
  const given = dialect.jsonTable(
    slot((a: OwnedRows) => a.rows),
    valueColumns,
  );
  const isWritten = sql`exists (select 1 from written)`;
  const fresh = sql`fresh as (select ${names} from ${given} as j)`;
  /** Writes the rows `fresh` where a resource was `written`; those that are there already stay, or take what is new. */
  const keyed = (which: Sql = nothing) => sql`keyed as (insert into ${value} (tenant_id, id, ${names})
    select ${tenant}, ${id}, ${names} from fresh where ${isWritten} ${which})`;

  const change = sql`written as (update ${resource} set ${set} where ${asSeen} returning id)`;
  const replacement = [
    fresh,
    sql`written as (update ${resource} set ${set}, ${keys} where ${asSeen} returning id)`,
    sql`gone as (delete from ${value} where tenant_id = ${tenant} and id = ${id} and ${isWritten}
      and (attr, elem) not in (select attr, elem from fresh))`,
    keyed(onConflict && sql`${differs} ${onConflict}`),
  ];
  const insertion = [
    fresh,
    sql`written as (insert into ${resource} (tenant_id, type, id, version, created_at, modified_at, unique_key, external_id, display_key, sort_key, active, display, doc)
      values (${tenant}, ${type}, ${id}, ${version}, ${at}, ${at}, ${column('unique')}, ${column('external')}, ${column('display')}, ${column('sort')}, ${column('active')}, ${display}, ${doc})
      ${dialect.onConflictDoNothing} returning id)`,
    keyed(),
  ];
  // The event goes with its change. Who has written `written` is the only one who could since the version was read.
  const event = eventInsertions(dialect, tables, isWritten);
  const telling = [sql`told as (${event.log})`, sql`waiting as (${event.outbox})`];
  const count = <Args>(steps: readonly Sql[]) =>
    dialect.writesInWith
      ? compile<Args, Count>(sql`with ${sql.join(steps)} select count(*) as n from written`)
      : undefined;
  return {
    rewriteIf: compile<Seen, unknown>(sql`update ${resource} set ${set} where ${asSeen}`),
    rewriteWithKeysIf: compile<Seen, unknown>(sql`update ${resource} set ${set}, ${keys} where ${asSeen}`),
    /** A document whose keys stay as they are, with the event of the change. */
    rewriteAndTell: count<Seen & Told>([change, ...telling]),
    /** With the rows of its keys: those that are gone, and those that are new or others. */
    replaceIf: count<Seen & OwnedRows>(replacement),
    replaceAndTell: count<Seen & OwnedRows & Told>([...replacement, ...telling]),
    /** A new resource with the rows of its keys. */
    insertWithKeys: count<Row & OwnedRows>(insertion),
    insertAndTell: count<Row & OwnedRows & Told>([...insertion, ...telling]),
  };
}
