import type { SqlStore } from '@scimkit/sql';
import type { BenchDatabase } from '../databases/database.ts';
import { groupDocument, userDocument } from './documents.ts';
import { bytesOf, epoch, groupIdOf, userIdOf } from './ids.ts';
import { groupModel, userModel } from './models.ts';
import {
  groupType,
  type Loaded,
  memberColumns,
  type Row,
  resourceColumns,
  rowsOf,
  userType,
  valueColumns,
} from './rows.ts';
import { membersOfSmallGroup, type SqlSizes } from './sizes.ts';
import { createAs } from './verify.ts';

export const tenants = ['small', 'large'] as const;
export type TenantName = (typeof tenants)[number];

/** The numbers of the tenants. */
export type Tenants = Readonly<Record<TenantName, number>>;

/** So many resources are written at a time. */
const batch = 1_000;

/** Is there when everything has been loaded, and how: another way to load has another name. */
const finished = 'loaded-1';

/** Is told how far it is. */
type Tell = (what: string) => void;

/**
 * Fills a database, unless it is one that was kept. The tables are the store's; the rows are written in bulk, which is the
 * only thing the store is not asked to do.
 *
 * @returns How long it took, in milliseconds; 0 when it was there.
 */
export async function load(
  database: BenchDatabase,
  sizes: SqlSizes,
  tell: Tell,
): Promise<{ readonly tenants: Tenants; readonly milliseconds: number }> {
  const store = database.openStore();
  if ((await store.tenantBySlug(finished)) !== undefined) {
    return { tenants: await tenantsIn(store), milliseconds: 0 };
  }
  const since = performance.now();
  for (const slug of tenants) await store.createTenant({ slug, at: epoch });
  // The first resource of a type decides which attribute is in which column, and says what all are keyed for.
  await createAs(store, 'first', userModel, userDocument(0));
  await createAs(store, 'first', groupModel, groupDocument('First'));
  const there = await tenantsIn(store);
  await loadUsers(database, there.small, sizes.small, () => undefined);
  await loadUsers(database, there.large, sizes.large, tell);
  await loadGroups(database, there.large, sizes);
  tell('settling');
  await database.settle();
  await store.createTenant({ slug: finished, at: Date.now() });
  return { tenants: there, milliseconds: performance.now() - since };
}

async function tenantsIn(store: SqlStore): Promise<Tenants> {
  const numbers = await Promise.all(
    tenants.map(async (slug) => Number((await store.tenantBySlug(slug))?.id)),
  );
  if (numbers.some(Number.isNaN)) throw new Error('The database was not loaded to its end: remove it.');
  const [small = 0, large = 0] = numbers;
  return { small, large };
}

async function loadUsers(database: BenchDatabase, tenant: number, count: number, tell: Tell): Promise<void> {
  for (let from = 0; from < count; from += batch) {
    const loaded = Array.from({ length: Math.min(batch, count - from) }, (_, index): Loaded => {
      const number = from + index;
      return {
        tenant,
        type: userType,
        id: userIdOf(number),
        model: userModel,
        document: userDocument(number),
        at: epoch + number,
      };
    });
    await write(database, loaded);
    if (from % 20_000 === 0) tell(`loading ${from} of ${count} users`);
  }
}

/** Group 0 has the first users, as many as are asked for; the others have ten of these each. */
async function loadGroups(database: BenchDatabase, tenant: number, sizes: SqlSizes): Promise<void> {
  const groups = Array.from({ length: sizes.smallGroups + 1 }, (_, number) => ({
    tenant,
    type: groupType,
    id: groupIdOf(number),
    model: groupModel,
    document: groupDocument(number === 0 ? 'Everyone' : `Team ${number}`),
    at: epoch,
  }));
  await write(database, groups);
  const rows: Row[] = [];
  const add = (group: number, user: number) =>
    rows.push([tenant, bytesOf(groupIdOf(group)), bytesOf(userIdOf(user)), groupType, userType, epoch]);
  for (let user = 0; user < sizes.members; user++) add(0, user);
  for (let group = 1; group <= sizes.smallGroups; group++) {
    for (let member = 0; member < membersOfSmallGroup; member++)
      add(group, (group * membersOfSmallGroup + member) % sizes.members);
  }
  for (let from = 0; from < rows.length; from += batch)
    await database.insert('member', memberColumns, rows.slice(from, from + batch));
}

async function write(database: BenchDatabase, loaded: readonly Loaded[]): Promise<void> {
  const rows = loaded.map(rowsOf);
  await database.insert(
    'resource',
    resourceColumns,
    rows.map(({ resource }) => resource),
  );
  const values = rows.flatMap((row) => row.values);
  if (values.length > 0) await database.insert('value', valueColumns, values);
}
