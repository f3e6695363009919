import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { compileStatement, type Sql, slot } from '../statements/statement.ts';

/** What the resources of a type are keyed for, as a row. */
export interface IndexRow {
  readonly type: number;
  readonly name: string;
  readonly attr: number;
  readonly rule: number;
  readonly state: number;
  readonly walked: string | null;
}

/** A row to be written. */
export interface IndexEntry {
  readonly type: number;
  readonly attribute: number;
  readonly rule: number;
  readonly state: number;
  readonly walked?: string | null;
}

interface OneType {
  readonly type: number;
}

/** Statements on what the rows are keyed for. */
export type IndexStatements = ReturnType<typeof compileIndexStatements>;

/** Compiles them. They belong to no tenant: definitions are those of the whole server. */
export function compileIndexStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const compile = <Args, Row>(template: Sql) => compileStatement<Args, Row>(db, template);
  const type = slot((a: OneType) => a.type);
  const one = sql`type = ${type} and attr = ${slot((a: IndexEntry) => a.attribute)} and rule = ${slot((a: IndexEntry) => a.rule)}`;
  const state = slot((a: IndexEntry) => a.state);
  const walked = slot((a: IndexEntry) => a.walked ?? null);
  const columns = sql`i.type, t.name, i.attr, i.rule, i.state, i.walked`;
  const rows = sql`from ${tables.index} as i inner join ${tables.type} as t on t.type = i.type`;
  return {
    all: compile<undefined, IndexRow>(sql`select ${columns} ${rows} order by i.type, i.attr, i.rule`),
    /** Sees what another transaction has committed since this one began. */
    ofTypeNow: compile<OneType, IndexRow>(
      sql`select ${columns} ${rows} where i.type = ${type} ${dialect.locks.current}`,
    ),
    /** Of several processes one at a time decides about a type. */
    lock: compile<OneType, unknown>(
      sql`select type from ${tables.type} where type = ${type} ${dialect.locks.change}`,
    ),
    insert: compile<IndexEntry, unknown>(
      sql`insert into ${tables.index} (type, attr, rule, state, walked) values (${type}, ${slot((a: IndexEntry) => a.attribute)}, ${slot((a: IndexEntry) => a.rule)}, ${state}, ${walked}) ${dialect.onConflictDoNothing}`,
    ),
    set: compile<IndexEntry, unknown>(
      sql`update ${tables.index} set state = ${state}, walked = ${walked} where ${one}`,
    ),
    /** A reindex that has come so far; what somebody has objected to stays as it is. */
    walk: compile<OneType & { readonly walked: string }, unknown>(
      sql`update ${tables.index} set walked = ${slot((a: { readonly walked: string }) => a.walked)} where type = ${type} and state <> 0 and walked is not null`,
    ),
  };
}
