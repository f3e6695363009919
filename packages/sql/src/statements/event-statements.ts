import { sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { nothing, type Sql, slot } from './statement.ts';

/** What is told of a change, in the form in which it is stored. */
export interface Told {
  readonly event: Uint8Array;
  readonly kind: string;
  readonly data: string;
}

/** An event beside the resource that it is about. */
export interface EventRow extends Told {
  readonly tenant: number;
  readonly type: number;
  readonly id: Uint8Array;
  readonly at: number;
}

/**
 * Writes an event into the log and into the outbox.
 *
 * The place in the outbox comes after those of the resource's events that wait. Whoever writes an event has the resource's
 * row by then, so no other can take the same place.
 *
 * @param condition - When it is to be written, where that is found out by the statement itself.
 */
export function eventInsertions(
  dialect: SqlDialect,
  { event, outbox }: Tables,
  condition?: Sql,
): { readonly log: Sql; readonly outbox: Sql } {
  const of = (read: (row: EventRow) => unknown) => slot(read);
  const [tenant, id, at, named] = [
    of((row) => row.tenant),
    of((row) => row.id),
    of((row) => row.at),
    of((row) => row.event),
  ];
  const data = dialect.writeDocument(of((row) => row.data));
  const row = sql`${tenant}, ${named}, ${at}, ${of((each) => each.kind)}, ${of((each) => each.type)}, ${id}, ${data}`;
  const where = condition === undefined ? nothing : sql`where ${condition}`;
  return {
    log: sql`insert into ${event} (tenant_id, event_id, at, kind, type, resource_id, data) ${
      condition === undefined ? sql`values (${row})` : sql`select ${row} ${where}`
    }`,
    outbox: sql`insert into ${outbox} (tenant_id, event_id, resource_id, seq, due_at) select ${tenant}, ${named}, ${id}, coalesce(x.seq, 0) + 1, ${at}
      from (select max(seq) as seq from ${outbox} where tenant_id = ${tenant} and resource_id = ${id}) as x ${where}`,
  };
}
