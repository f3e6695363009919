import type { ConnectionStore, ResourceTypeDefinition } from '@scimkit/core';
import type { OpenTransaction } from '../join/open-transaction.ts';
import type { SqlStore, SqlStoreOptions } from '../options.ts';
import type { PurgeResult } from '../tenant/purge-tenant.ts';
import type { Adopted } from './adopt-rows.ts';
import type { MappedResources } from './create-mapped-view.ts';
import type { Finding } from './finding.ts';
import type { GroupMapping, UserMapping } from './mapping.ts';

/** What {@link createMappedStore} needs besides a database. */
export interface MappingOptions {
  readonly users: UserMapping;
  /** Without it the store has no groups: leave `Group` out of the server's resource types. */
  readonly groups?: GroupMapping;
  /** The server's resource types, where they are not the built-in ones. Types that are not mapped are kept in tables of ours. */
  readonly resourceTypes?: readonly ResourceTypeDefinition[];
  /**
   * The value of the mapping's `tenant` column for a tenant of the server's. By default the tenant's `appRef`, where it was
   * made with `createTenant` of this store; and the tenant's id itself, where tenants are the application's. The answer is
   * remembered.
   */
  readonly organisation?: (tenant: string) => string | number | Promise<string | number>;
}

/** How {@link createMappedStore} gets at its database and the tables in it. */
export type MappedStoreOptions = SqlStoreOptions & MappingOptions;

/** A view of a mapped store inside a transaction of the application's. */
export interface MappedStoreView extends MappedResources, ConnectionStore {}

/** The store that {@link createMappedStore} makes: resources in tables of the application's, tenants and tokens in ours. */
export interface MappedStore extends Pick<SqlStore, 'migrate' | 'close' | 'outbox'>, MappedStoreView {
  /**
   * Looks whether all tables are as they have to be: ours those of this release, the application's with the columns that
   * the mapping names. The first call of any other method does that by itself.
   *
   * @throws StoreError `unavailable` with a sentence that says what to do.
   */
  readonly check: () => Promise<void>;
  /**
   * Looks at the application's tables: columns, nullability, collations, indexes. Made for the start of a process and for
   * tests.
   *
   * @returns What does not fit, each with a sentence and what mends it; nothing when all is well.
   */
  readonly verify: () => Promise<readonly Finding[]>;
  /**
   * Gives resources keys of the attributes that are indexed now, of mapped types and of others. Needed after the definitions
   * of attributes have changed that have no column; until then filters on those are core's. Call it when no process with the
   * former definitions is left.
   *
   * @returns How many resources got other keys.
   */
  readonly reindex: () => Promise<number>;
  /**
   * Makes every row of a tenant visible to its identity providers that is not yet, and forgets rows that the application
   * has removed. Only for mappings without `publicId`, whose rows need an id; call it once before a customer connects, and
   * after the application has made rows by itself. A row that an identity provider has removed, and that has stayed, is
   * left out.
   *
   * @param tenant - The tenant's id, as the connection store has it.
   */
  readonly adopt: (tenant: string) => Promise<Adopted>;
  /**
   * A view of the store inside a transaction of the application's: what it does is committed and rolled back with it. Each
   * write is a savepoint, so that one which fails leaves the transaction usable. After the transaction's end the view cannot
   * be used.
   *
   * @param transaction - A transaction of Kysely on the store's database, or what `joinPg` or `joinMysql` make of a
   *   connection with an open transaction.
   * @throws TypeError when it is a Kysely without a transaction.
   */
  readonly within: (transaction: OpenTransaction) => MappedStoreView;
  /**
   * Removes what the store keeps of a tenant, a slice at a time: the sidecar, resources of types that are not mapped, tokens,
   * and the tenant. The application's own rows are the application's to remove. Call it until it is `done`.
   *
   * @param tenant - The tenant's id.
   * @param limit - How many rows to remove at a time, more or less; 5,000 is a good number.
   * @throws TypeError for a limit that is no whole number from 1; StoreError.
   */
  readonly purge: (tenant: string, limit: number) => Promise<PurgeResult>;
}
