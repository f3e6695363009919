import { StoreError } from '@scimkit/core';
import { sql } from 'kysely';
import { nothing } from '../statements/statement.ts';
import { firstVersion } from '../store/version.ts';
import { decodeTime } from './cell.ts';
import { columnOf } from './engine-sql.ts';
import { type LocalId, selectedLocal, toLocal } from './local-id.ts';
import type { MappedType } from './mapped-type.ts';
import { type MappedView, type Owner, ownerToWrite } from './mapped-view.ts';
import { all, run } from './run-sql.ts';
import { ofOrganisation, resource, sameRow } from './source-of.ts';
import { bytesOf } from './write-link.ts';

/** What adopting came to. */
export interface Adopted {
  /** Rows that are resources now. */
  readonly linked: number;
  /** Rows of the sidecar that were left of rows the application has removed. */
  readonly pruned: number;
}

/** So many rows are looked for at a time: there may be no index for their order, so that each time costs all of them. */
const batch = 10_000;
/** So many rows are linked at a time. */
const chunk = 300;

/**
 * Links every row of a tenant that is no resource yet, so that identity providers see it; and forgets what the application
 * has removed. Safe to repeat.
 */
export async function adoptRows(view: MappedView, tenant: string, at: number): Promise<Adopted> {
  const owner = await ownerToWrite(view, { tenant, connection: '', principal: '' });
  let linked = 0;
  let pruned = 0;
  for (const type of view.schema.types.values()) {
    if (!type.linked) continue;
    pruned += await prune(view, type, owner);
    if (type.hidden) linked += await linkAll(view, type, owner, at);
  }
  return { linked, pruned };
}

async function linkAll(view: MappedView, type: MappedType, owner: Owner, at: number): Promise<number> {
  let count = 0;
  let after: LocalId | undefined;
  for (;;) {
    const rows = await findUnlinked(view, type, owner, after);
    let done = 0;
    while (done < rows.length) {
      const some = rows.slice(done, done + chunk);
      // Somebody else is linking the same rows; what is left is found by looking again.
      if (!(await link(view, type, owner, at, some))) break;
      done += some.length;
      after = toLocal(type, some.at(-1)?.lid);
    }
    count += done;
    if (done === rows.length && done < batch) return count;
  }
}

interface Unlinked {
  readonly lid: unknown;
  readonly created?: unknown;
  readonly modified?: unknown;
}

/** The next rows that are no resources, in the order of their keys. */
async function findUnlinked(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  after: LocalId | undefined,
): Promise<readonly Unlinked[]> {
  const { words } = view.schema.statements;
  const { created, modified } = type.fields;
  const row = columnOf(resource.row, type.mapping.id);
  const columns = [sql`${selectedLocal(words.engine, type, resource.row)} as lid`];
  const beyond = after === undefined ? nothing : sql`and ${row} > ${after}`;
  if (created !== undefined) columns.push(sql`${columnOf(resource.row, created.column)} as created`);
  if (modified !== undefined) columns.push(sql`${columnOf(resource.row, modified.column)} as modified`);
  // Each is looked up by its key: where statistics are old, PostgreSQL compares everybody with everybody for a join.
  const same = sameRow(words.engine, type, resource.row, sql`r.local_id`, 'row');
  const linked = sql`(select 1 from ${words.link} as r where r.tenant_id = ${owner.tenant} and r.type = ${type.number} and ${same})`;
  const own = ofOrganisation(words.engine, type, resource.row);
  return all<Unlinked>(
    view,
    sql`select ${sql.join(columns)} from ${type.table} as ${sql.id(resource.row)} where ${own} and ${linked} is null ${beyond} order by ${row} ${words.dialect.limit(sql.lit(batch))}`,
    owner,
  );
}

/** @returns False when somebody else has linked some of the rows; then none has been linked. */
async function link(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  at: number,
  rows: readonly Unlinked[],
): Promise<boolean> {
  const { created, modified } = type.fields;
  const values = rows.map((each) => {
    const since = created === undefined ? at : (decodeTime(each.created, created.unit) ?? at);
    const changed = modified === undefined ? at : (decodeTime(each.modified, modified.unit) ?? at);
    const id = bytesOf(view.context.newId());
    return sql`(${owner.tenant}, ${type.number}, ${String(toLocal(type, each.lid))}, ${id}, null, ${firstVersion()}, ${since}, ${changed}, ${type.keyed}, 0, '{}', null)`;
  });
  const insert = sql`insert into ${view.schema.link} (tenant_id, type, local_id, id, external_id, version, created_at, modified_at, keyed, gone, doc, parts) values ${sql.join(values)}`;
  try {
    await view.session.atomic((session) => run({ ...view, session }, insert));
    return true;
  } catch (error) {
    if (error instanceof StoreError && view.context.dialect.isUniqueViolation(error.cause)) return false;
    throw error;
  }
}

/** A row of the sidecar without a row beside it: the application has removed that. Its keys go with it. */
async function prune(view: MappedView, type: MappedType, owner: Owner): Promise<number> {
  const { link, engine } = view.schema;
  const { tables } = view.context;
  const here = sql`${sameRow(engine, type, resource.row, sql`${link}.local_id`)} and ${columnOf(resource.row, type.mapping.tenant)} = ${owner.org}`;
  const orphans = sql`tenant_id = ${owner.tenant} and type = ${type.number} and not exists (select 1 from ${type.table} as u where ${here})`;
  return view.session.atomic(async (session) => {
    const inside = { ...view, session };
    const ids = sql`select id from ${link} where ${orphans}`;
    for (const table of [tables.value, tables.unique]) {
      await run(inside, sql`delete from ${table} where tenant_id = ${owner.tenant} and id in (${ids})`);
    }
    return run(inside, sql`delete from ${link} where ${orphans}`);
  });
}
