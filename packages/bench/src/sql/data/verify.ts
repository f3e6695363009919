import { isDeepStrictEqual } from 'node:util';
import { displayOf, extractKeys, Group, type ResourceModel, type Scope, User } from '@scimkit/core';
import type { SqlStore } from '@scimkit/sql';
import type { BenchDatabase } from '../databases/database.ts';
import { groupDocument, userDocument } from './documents.ts';
import { bytesOf, userIdOf } from './ids.ts';
import type { Tenants } from './load.ts';
import { groupModel, userModel } from './models.ts';
import { groupType, rowsOf, userType } from './rows.ts';
import type { SqlSizes } from './sizes.ts';

/** A scope in a tenant. */
export const scopeOf = (tenant: string | number): Scope => ({
  tenant: String(tenant),
  connection: 'bench',
  principal: 'bench',
});

/** Makes a resource as core does. */
export async function createAs(
  store: SqlStore,
  tenant: string,
  model: ResourceModel,
  document: Readonly<Record<string, unknown>>,
): Promise<string> {
  const display = displayOf(model, document);
  const keys = extractKeys(model, document);
  const draft = { document, keys, keyed: model.keyed, at: Date.now(), ...(display && { display }) };
  return (await store.create(scopeOf(tenant), model.name, draft)).after.id;
}

/** So many of the loaded users are compared with what the store makes of the same document. */
const compared = 20;

/**
 * Makes sure that what was loaded is what the store would have written, and that the hand-written statements write the
 * same.
 *
 * @throws Error with what differs.
 */
export async function verify(database: BenchDatabase, sizes: SqlSizes, tenants: Tenants): Promise<void> {
  const store = database.openStore();
  const { wanted } = await store.check([User, Group]);
  if (wanted.length > 0) throw new Error(`The store asks for a reindex: ${JSON.stringify(wanted)}`);
  await compareRows(database, store);
  for (let index = 0; index < compared; index++) {
    const number = Math.floor((index * sizes.large) / compared);
    const found = await store.read(scopeOf(tenants.large), 'User', userIdOf(number), {
      document: true,
      members: false,
      memberOf: false,
    });
    // A database that was kept has been changed by measuring it.
    const { title: _title, active: _active, ...there } = found?.document ?? {};
    const { title, active, ...loaded } = userDocument(number);
    if (!isDeepStrictEqual(there, loaded))
      throw new Error(`User ${number} does not read back as it was loaded.`);
  }
}

/** What the store writes, what is loaded, and what is written by hand, for the same documents. */
async function compareRows(database: BenchDatabase, store: SqlStore): Promise<void> {
  const [tenantOfStore, tenantOfHand] = await Promise.all(
    ['by-store', 'by-hand'].map((slug) => ensureTenant(store, slug)),
  );
  if (tenantOfStore === undefined || tenantOfHand === undefined) return;
  for (let number = 0; number < compared; number++) {
    const document = userDocument(number);
    const id = await createAs(store, tenantOfStore, userModel, document);
    const written = await rowsIn(database, Number(tenantOfStore), id);
    const loaded = rowsOf({ tenant: 0, type: userType, id, model: userModel, document, at: 0 });
    expectSame(written, {
      resource: loaded.resource.slice(6),
      values: loaded.values.map((row) => row.slice(2)),
    });
    const byHand = await database.hand.create(Number(tenantOfHand), document, Date.now());
    if (byHand === undefined) throw new Error(`The hand-written statement did not make user ${number}.`);
    expectSame(written, await rowsIn(database, Number(tenantOfHand), byHand));
    await store.remove(scopeOf(tenantOfStore), 'User', id, { at: Date.now() });
    if (!(await database.hand.remove(Number(tenantOfHand), byHand, Date.now())))
      throw new Error(`The hand-written statement did not remove user ${number}.`);
    if ((await rowsIn(database, Number(tenantOfHand), byHand)).values.length > 0)
      throw new Error('The hand-written statement left rows behind.');
  }
  const group = await createAs(store, tenantOfStore, groupModel, groupDocument('Team'));
  const loaded = rowsOf({
    tenant: 0,
    type: groupType,
    id: group,
    model: groupModel,
    document: groupDocument('Team'),
    at: 0,
  });
  expectSame(await rowsIn(database, Number(tenantOfStore), group), {
    resource: loaded.resource.slice(6),
    values: [],
  });
  await store.remove(scopeOf(tenantOfStore), 'Group', group, { at: Date.now() });
}

async function ensureTenant(store: SqlStore, slug: string): Promise<string> {
  const there = await store.tenantBySlug(slug);
  return (there ?? (await store.createTenant({ slug, at: Date.now() }))).id;
}

interface Rows {
  /** From `active` on: before it are tenant, type, id, version and times. */
  readonly resource: readonly unknown[];
  /** From `attr` on. */
  readonly values: readonly (readonly unknown[])[];
}

async function rowsIn({ query }: BenchDatabase, tenant: number, id: string): Promise<Rows> {
  const key = [tenant, bytesOf(id)];
  const [row] = await query(
    'select active, unique_key, external_id, display_key, sort_key, display, doc from @resource where tenant_id = ? and type in (1, 2) and id = ?',
    key,
  );
  const values = await query(
    'select attr, elem, k, n, k_type, is_primary, filled from @value where tenant_id = ? and id = ?',
    key,
  );
  return { resource: Object.values(row ?? {}), values: values.map((each) => Object.values(each)) };
}

function expectSame(one: Rows, other: Rows): void {
  if (!isDeepStrictEqual(plain(one), plain(other)))
    throw new Error(`Rows differ: ${JSON.stringify(plain(one))} and ${JSON.stringify(plain(other))}`);
}

/** Drivers disagree about numbers, some parse JSON, and rows come in any order. */
function plain({ resource, values }: Rows): unknown {
  const cells = resource.map((cell) =>
    typeof cell === 'string' && cell.startsWith('{') ? JSON.parse(cell) : cell,
  );
  return { cells, values: values.map((row) => row.map(String).join()).toSorted() };
}
