import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import type { KeyColumn } from '../store/resource-type.ts';
import { compileStatement, slot } from './statement.ts';

/** A resource type as a row. */
export interface TypeRow {
  readonly type: number;
  readonly name: string;
  readonly unique_attr: number | null;
  readonly external_attr: number | null;
  readonly display_attr: number | null;
  readonly sort_attr: number | null;
  readonly active_attr: number | null;
  readonly more_unique: number;
}

/** An attribute that takes a promoted column of a type. */
export interface ColumnAssignment {
  readonly number: number;
  readonly attribute: number;
}

/** A type by its number and its name. */
export interface NumberedType {
  readonly number: number;
  readonly name: string;
}

/** The statements that the registry of types runs. */
export type TypeStatements = ReturnType<typeof compileTypeStatements>;

export function compileTypeStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const assign = (column: KeyColumn) => {
    const name = sql.id(`${column}_attr`);
    return compileStatement<ColumnAssignment, unknown>(
      db,
      sql`update ${tables.type} set ${name} = ${slot((a: ColumnAssignment) => a.attribute)} where type = ${slot((a: ColumnAssignment) => a.number)} and ${name} is null`,
    );
  };
  const all = sql`select type, name, unique_attr, external_attr, display_attr, sort_attr, active_attr, more_unique from ${tables.type}`;
  return {
    all: compileStatement<undefined, TypeRow>(db, all),
    /** Sees what another transaction has committed since this one began. */
    allNow: compileStatement<undefined, TypeRow>(db, sql`${all} ${dialect.locks.current}`),
    insert: compileStatement<NumberedType, unknown>(
      db,
      sql`insert into ${tables.type} (type, name) values (${slot((a: NumberedType) => a.number)}, ${slot((a: NumberedType) => a.name)}) ${dialect.onConflictDoNothing}`,
    ),
    moreUnique: compileStatement<{ readonly number: number }, unknown>(
      db,
      sql`update ${tables.type} set more_unique = 1 where type = ${slot((a: { readonly number: number }) => a.number)}`,
    ),
    assign: {
      unique: assign('unique'),
      external: assign('external'),
      display: assign('display'),
      sort: assign('sort'),
      active: assign('active'),
    },
  };
}
