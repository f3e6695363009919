import { type Kysely, sql } from 'kysely';
import type { JsonColumn, SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { type EventRow, eventInsertions } from '../statements/event-statements.ts';
import { jsonSlot } from '../statements/json-slot.ts';
import { compileStatement, type Sql, slot } from '../statements/statement.ts';

/** Bytes as a driver gives them. */
type Bytes = Uint8Array | string;

/** An event by its key. */
export interface EventName {
  readonly tenant_id: number;
  readonly event_id: Bytes;
}

/** An event that is due. */
export interface DueRow extends EventName {
  readonly resource_id: Bytes;
  readonly seq: number;
  readonly attempts: number;
}

/** The first event of a resource that is not parked; null when there is none. */
export interface HeadRow {
  readonly tenant_id: number;
  readonly resource_id: Bytes;
  readonly event_id: Bytes | null;
  readonly due_at: number | null;
}

/** What is told of an event. */
export interface ToldRow extends EventName {
  /** The application's own name for the tenant; null for tenants that were made here. */
  readonly name: string | null;
  readonly kind: string;
  readonly data: unknown;
}

interface Now {
  readonly now: number;
}
interface Limited extends Now {
  readonly limit: number;
}
interface Rows {
  /** JSON: a list with a list for each row. */
  readonly rows: string;
}
interface OneLease {
  readonly tenant: number;
  readonly event: Uint8Array;
  readonly lease: number;
}

const eventColumns: readonly JsonColumn[] = [
  { name: 'tenant_id', type: 'integer' },
  { name: 'event_id', type: 'id' },
];
const resourceColumns: readonly JsonColumn[] = [
  { name: 'tenant_id', type: 'integer' },
  { name: 'resource_id', type: 'id' },
];

/** The statements of the outbox, compiled once for each store. */
export type OutboxStatements = ReturnType<typeof compileOutboxStatements>;

/**
 * Compiles them. A relay delivers for all tenants, so those that look for what is due, parked or old name none: they are
 * the only ones in the store. Everything else finds its rows by tenant and event, or tenant and resource.
 */
export function compileOutboxStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const { event, outbox, tenant_name } = tables;
  const { crossJoin, locks, deleteUsing } = dialect;
  const compile = <Args, Row>(template: Sql) => compileStatement<Args, Row>(db, template);
  const now = slot((a: Now) => a.now);
  const limit = dialect.limit(slot((a: Limited) => a.limit));
  const rows = jsonSlot((a: Rows) => a.rows);
  const listed = (columns: readonly JsonColumn[]) => dialect.jsonTable(rows.json, columns, rows.rows);
  const isListed = (row: Sql) => sql`${row}.tenant_id = j.tenant_id and ${row}.event_id = j.event_id`;
  const removing = (table: Sql) =>
    deleteUsing === undefined
      ? sql`delete from ${table} where (tenant_id, event_id) in (select tenant_id, event_id from ${listed(eventColumns)} as j)`
      : deleteUsing(table, listed(eventColumns), isListed(sql`m`));
  const changing = (table: Sql, set: Sql, where = sql``) =>
    dialect.updateFrom(table, listed(eventColumns), set, sql`${isListed(sql`r`)} ${where}`);
  // As a subquery with a limit, so that planners look each up by the index, however many the resource has.
  const head = (column: Sql) =>
    sql`(select ${column} from ${outbox} as h where h.tenant_id = j.tenant_id and h.resource_id = j.resource_id and h.due_at is not null order by h.tenant_id, h.resource_id, h.seq limit 1)`;
  const told = sql`e.tenant_id, t.name, e.event_id, e.kind, ${dialect.readDocument(sql.ref('e.data'))} as data`;
  const leased = sql`tenant_id = ${slot((a: OneLease) => a.tenant)} and event_id = ${slot((a: OneLease) => a.event)} and lease = ${slot((a: OneLease) => a.lease)}`;
  const insertion = eventInsertions(dialect, tables);
  return {
    /** Writes an event to both tables. */
    record: (dialect.writesInWith
      ? [sql`with written as (${insertion.log}) ${insertion.outbox}`]
      : [insertion.log, insertion.outbox]
    ).map((template) => compile<EventRow, unknown>(template)),

    isDue: compile<Now, unknown>(
      sql`select 1 as due from ${outbox} where due_at <= ${now} order by due_at ${dialect.limit(sql`1`)}`,
    ),
    due: compile<Limited, DueRow>(
      sql`select tenant_id, event_id, resource_id, seq, attempts from ${outbox} where due_at <= ${now} order by due_at ${limit} ${locks.unlocked}`,
    ),
    heads: compile<Rows, HeadRow>(
      sql`select j.tenant_id, j.resource_id, ${head(sql`h.event_id`)} as event_id, ${head(sql`h.due_at`)} as due_at from ${listed(resourceColumns)} as j`,
    ),
    /** Those of the events that stay for now: whoever is about to settle one has to wait, and who is settling one is passed over. */
    stay: compile<Rows, EventName>(
      sql`select r.tenant_id, r.event_id from ${listed(eventColumns)} as j ${crossJoin} ${outbox} as r where ${isListed(sql`r`)} ${locks.unlockedOfR}`,
    ),
    lease: compile<Rows & { readonly until: number; readonly lease: number }, unknown>(
      changing(
        outbox,
        sql`lease = ${slot((a: OneLease) => a.lease)}, due_at = ${slot((a: { readonly until: number }) => a.until)}, attempts = r.attempts + 1`,
      ),
    ),
    defer: compile<Rows, unknown>(
      dialect.updateFrom(
        outbox,
        listed([...eventColumns, { name: 'later', type: 'integer' }]),
        sql`lease = null, due_at = j.later`,
        isListed(sql`r`),
      ),
    ),
    told: compile<Rows, ToldRow>(
      sql`select ${told} from ${listed(eventColumns)} as j ${crossJoin} ${event} as e left join ${tenant_name} as t on t.tenant_id = e.tenant_id where ${isListed(sql`e`)}`,
    ),

    held: compile<OneLease, EventName & { readonly resource_id: Bytes }>(
      sql`select tenant_id, event_id, resource_id from ${outbox} where ${leased} ${locks.change}`,
    ),
    remove: compile<Rows, unknown>(removing(outbox)),
    delivered: compile<Rows & Now, unknown>(changing(event, sql`delivered_at = ${now}`)),
    /**
     * Makes events due that were put off because of those before them. It does not ask whether one was: another relay may be
     * about to put it off, and only a row that is to be changed is waited for.
     */
    promote: compile<Rows & Now, unknown>(
      changing(
        outbox,
        sql`due_at = case when r.due_at > ${now} then ${now} else r.due_at end`,
        sql`and r.lease is null and r.attempts = 0`,
      ),
    ),
    putBack: compile<OneLease & { readonly dueAt: number | null; readonly reason: string }, unknown>(
      sql`update ${outbox} set lease = null, due_at = ${slot((a: { readonly dueAt: number | null }) => a.dueAt)}, failure = ${slot((a: { readonly reason: string }) => a.reason)} where ${leased}`,
    ),

    parked: compile<
      { readonly tenant: number; readonly event: Uint8Array; readonly limit: number },
      ToldRow & { readonly attempts: number; readonly failure: string | null }
    >(
      sql`select ${told}, o.attempts, o.failure from ${outbox} as o ${crossJoin} ${event} as e left join ${tenant_name} as t on t.tenant_id = e.tenant_id where o.due_at is null and (o.tenant_id > ${slot((a: OneLease) => a.tenant)} or (o.tenant_id = ${slot((a: OneLease) => a.tenant)} and o.event_id > ${slot((a: OneLease) => a.event)})) and e.tenant_id = o.tenant_id and e.event_id = o.event_id order by o.tenant_id, o.event_id ${limit}`,
    ),
    retry: compile<Rows & Now, unknown>(
      changing(outbox, sql`due_at = ${now}, attempts = 0`, sql`and r.due_at is null`),
    ),
    old: compile<{ readonly before: number; readonly limit: number }, EventName>(
      sql`select tenant_id, event_id from ${event} where delivered_at < ${slot((a: { readonly before: number }) => a.before)} order by delivered_at ${limit} ${locks.unlocked}`,
    ),
    forget: compile<Rows, unknown>(removing(event)),
  };
}
