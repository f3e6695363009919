import type { Want } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { atOnceStatements } from './at-once-statements.ts';
import { memberStatements } from './member-statements.ts';
import { oneMemberStatements } from './one-member-statements.ts';
import {
  type GroupRow,
  groupsAmong,
  type InheritedRow,
  inheritedOf,
  type ManyIds,
  type MembersLimit,
  type ResourceRow,
  resourceColumns,
  wantBits,
  wantsSets,
} from './resource-columns.ts';
import { compileStatement, type Statement, slot } from './statement.ts';
import { writeStatements } from './write-statements.ts';

/** A resource by its key. */
export interface OneResource extends MembersLimit {
  readonly tenant: number;
  readonly type: number;
  readonly id: Uint8Array;
}

/** The statements that do not depend on filters, compiled once for each store. */
export type Statements = ReturnType<typeof compileStatements>;

/** Compiles them. */
export function compileStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const reads: Statement<OneResource, ResourceRow>[] = [];
  const read = (want: Want): Statement<OneResource, ResourceRow> => {
    const bits = wantBits(want);
    const known = reads[bits];
    if (known !== undefined) return known;
    const id = slot((a: OneResource) => a.id);
    const select = sql`select ${resourceColumns(dialect, tables, want, id)} from ${tables.resource} as r where r.tenant_id = ${slot((a: OneResource) => a.tenant)} and r.type = ${slot((a: OneResource) => a.type)} and r.id = ${id}`;
    const statement = compileStatement<OneResource, ResourceRow>(
      db,
      wantsSets(want) ? dialect.aggregating(select) : select,
      true,
    );
    reads[bits] = statement;
    return statement;
  };
  const groups: Statement<ManyIds, GroupRow> = compileStatement(db, groupsAmong(dialect, tables), true);
  const inherited: Statement<ManyIds, InheritedRow> = compileStatement(db, inheritedOf(dialect, tables));
  return {
    read,
    groups,
    inherited,
    ...writeStatements(db, dialect, tables),
    ...atOnceStatements(db, dialect, tables),
    ...memberStatements(db, dialect, tables),
    ...oneMemberStatements(db, dialect, tables),
  };
}
