import { extractKeys } from '@scimkit/core';
import { sql } from 'kysely';
import { replaceKeys } from '../store/write-keys.ts';
import type { MappedType } from './mapped-type.ts';
import type { MappedView } from './mapped-view.ts';
import { parseObject } from './record.ts';
import { all, run } from './run-sql.ts';
import { keysOf } from './write-link.ts';

/** So many resources are given keys in one transaction. */
const batch = 200;

interface LinkRow {
  readonly tenant_id: unknown;
  readonly local_id: string;
  readonly id: Uint8Array;
  readonly doc: unknown;
}

/** Looks for types of which some resources were given keys by other definitions. */
export async function findStale(view: MappedView): Promise<void> {
  const { types, stale, link } = view.schema;
  const { dialect } = view.context;
  stale.clear();
  for (const type of types.values()) {
    if (!type.linked) continue;
    const others = await all(
      view,
      sql`select 1 as n from ${link} where type = ${type.number} and keyed <> ${type.keyed} ${dialect.limit(sql.lit(1))}`,
    );
    if (others.length > 0) stale.add(type.name);
  }
}

/** Gives every resource the keys that the definitions ask for; versions and times stay as they are. */
export async function rekeyLinks(view: MappedView): Promise<number> {
  let count = 0;
  for (const type of view.schema.types.values()) {
    for (let done = batch; type.linked && done === batch; count += done) {
      done = await view.session.atomic((session) => rekeySome({ ...view, session }, type));
    }
  }
  await findStale(view);
  return count;
}

async function rekeySome(view: MappedView, type: MappedType): Promise<number> {
  const { link } = view.schema;
  const { dialect } = view.context;
  const doc = dialect.readDocument(sql.ref('doc'));
  const rows = await all<LinkRow>(
    view,
    sql`select tenant_id, local_id, id, ${doc} as doc from ${link} where type = ${type.number} and keyed <> ${type.keyed} order by tenant_id, local_id ${dialect.limit(sql.lit(batch))} ${dialect.locks.change}`,
  );
  for (const row of rows) {
    const tenant = Number(row.tenant_id);
    const keys = keysOf(type, extractKeys(type.model, parseObject(row.doc)));
    await replaceKeys(view, { tenant, id: row.id }, keys, true);
    await run(
      view,
      sql`update ${link} set keyed = ${type.keyed}, external_id = ${keys.columns.external} where tenant_id = ${tenant} and type = ${type.number} and local_id = ${row.local_id}`,
    );
  }
  return rows.length;
}
