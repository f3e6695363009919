import { displayOf, type KeyEntry, StoreError } from '@scimkit/core';
import { sql } from 'kysely';
import { decodeId, encodeId } from '../codec/resource-id.ts';
import type { Sql } from '../statements/statement.ts';
import { type KeyRows, sortKeys } from '../store/key-rows.ts';
import { firstVersion, versionStep } from '../store/version.ts';
import { insertKeys, removeKeys, replaceKeys } from '../store/write-keys.ts';
import type { LocalId } from './local-id.ts';
import type { MappedType } from './mapped-type.ts';
import type { MappedView, Owner } from './mapped-view.ts';
import { sidecarType } from './mapped-words.ts';
import { all, run } from './run-sql.ts';
import type { Split } from './split-document.ts';

/** A resource in the sidecar. */
export interface Linked {
  readonly id: string;
  readonly local: LocalId;
}

/** The bytes that stand for an id. */
export function bytesOf(id: string): Uint8Array {
  const bytes = encodeId(id);
  if (bytes === undefined) {
    throw new StoreError('unsupported', 'An id has to be 1 to 255 bytes of well-formed text without U+0000.');
  }
  return bytes;
}

/** The keys that are looked for in the sidecar: those of attributes that are there, as a whole or in part. */
export function keysOf(type: MappedType, keys: readonly KeyEntry[]): KeyRows {
  const kept = keys.filter(({ attribute }) => {
    const home = type.homes.get(attribute.id);
    return home === undefined || home.kind === 'single';
  });
  return sortKeys(sidecarType(type), kept);
}

/** What the sidecar says of attributes without a column. */
function documentsOf(type: MappedType, { rest, parts }: Split) {
  const isOurs = type.mapping.rest === 'sidecar';
  return {
    display: isOurs ? (displayOf(type.model, rest) ?? null) : null,
    doc: JSON.stringify(isOurs ? rest : {}),
    parts: isOurs && Object.keys(parts).length > 0 ? JSON.stringify(parts) : null,
  };
}

function documentWriter({ context }: MappedView) {
  return (json: string | null): Sql => context.dialect.writeDocument(sql`${json}`);
}

/** What is left of a row that had the same primary key, or of a resource that has been removed. */
async function removeLeftOver(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  local: Linked['local'],
): Promise<void> {
  const rows = await all<{ readonly id: Uint8Array }>(
    view,
    sql`select id from ${view.schema.link} where tenant_id = ${owner.tenant} and type = ${type.number} and local_id = ${String(local)}`,
  );
  for (const { id } of rows) await removeLink(view, type, owner, { id: decodeId(id), local });
}

/** Writes a row of the sidecar in the place of whatever was there. */
export async function insertLink(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  { id, local }: Linked,
  split: Split,
  keys: readonly KeyEntry[],
  times: { readonly created: number; readonly at: number },
): Promise<void> {
  if (!type.linked) return;
  const { link } = view.schema;
  const bytes = bytesOf(id);
  const rows = keysOf(type, keys);
  const { doc, parts, display } = documentsOf(type, split);
  const writeDocument = documentWriter(view);
  await removeLeftOver(view, type, owner, local);
  await run(
    view,
    sql`insert into ${link} (tenant_id, type, local_id, id, external_id, display, version, created_at, modified_at, keyed, gone, doc, parts) values (${owner.tenant}, ${type.number}, ${String(local)}, ${bytes}, ${rows.columns.external}, ${display}, ${firstVersion()}, ${times.created}, ${times.at}, ${type.keyed}, 0, ${writeDocument(doc)}, ${writeDocument(parts)})`,
  );
  await insertKeys(view, { tenant: owner.tenant, id: bytes }, rows);
}

/** Brings a row of the sidecar up to date; its version moves with it. */
export async function updateLink(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  { id, local }: Linked,
  split: Split,
  keys: readonly KeyEntry[],
  at: number,
): Promise<void> {
  if (!type.linked) return;
  const { link } = view.schema;
  const rows = keysOf(type, keys);
  const { doc, parts, display } = documentsOf(type, split);
  const writeDocument = documentWriter(view);
  await run(
    view,
    sql`update ${link} set version = version + ${versionStep()}, modified_at = ${at}, keyed = ${type.keyed}, external_id = ${rows.columns.external}, display = ${display}, doc = ${writeDocument(doc)}, parts = ${writeDocument(parts)} where tenant_id = ${owner.tenant} and type = ${type.number} and local_id = ${String(local)}`,
  );
  await replaceKeys(view, { tenant: owner.tenant, id: bytesOf(id) }, rows, true);
}

/** Takes a row of the sidecar away, with its keys. */
export async function removeLink(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  { id, local }: Linked,
): Promise<void> {
  if (!type.linked) return;
  await removeKeys(view, { tenant: owner.tenant, id: bytesOf(id) }, true);
  await run(
    view,
    sql`delete from ${view.schema.link} where tenant_id = ${owner.tenant} and type = ${type.number} and local_id = ${String(local)}`,
  );
}

/** Leaves a mark that the resource has been removed, where the application's row stays and would be seen. */
export async function markGone(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  { id, local }: Linked,
  at: number,
): Promise<void> {
  await removeLink(view, type, owner, { id, local });
  await run(
    view,
    sql`insert into ${view.schema.link} (tenant_id, type, local_id, id, external_id, version, created_at, modified_at, keyed, gone, doc, parts) values (${owner.tenant}, ${type.number}, ${String(local)}, ${bytesOf(id)}, null, ${firstVersion()}, ${at}, ${at}, ${type.keyed}, 1, '{}', null)`,
  );
}
