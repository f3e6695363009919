import type { DatabaseSync } from 'node:sqlite';
import type { ConnectionStore, OutboxStore, Query, ResourceStore, Scope, TypeName } from '@scimkit/core';
import type { CompiledQuery, Dialect, MysqlPool, PGlite, PostgresPool, QueryResult } from 'kysely';
import type { Engine } from './dialects/dialect.ts';
import type { OpenTransaction } from './join/open-transaction.ts';
import type { ReindexOptions, ReindexResult } from './keying/reindex.ts';
import type { Types, WantedIndex } from './keying/wanted-indexes.ts';
import type { OpenSqliteOptions } from './node-sqlite/open-sqlite.ts';
import type { MigrationResult } from './schema/migrate.ts';
import type { ExportOptions } from './tenant/export-tenant.ts';
import type { ImportOptions, ImportResult } from './tenant/import-tenant.ts';
import type { PurgeResult } from './tenant/purge-tenant.ts';

/** A statement that the store has run. */
export interface StatementRun {
  /** The SQL text. Values are in the parameters and nowhere else. */
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** How long it took, in milliseconds. */
  readonly milliseconds: number;
}

/** What every way to a database takes. */
export interface CommonOptions {
  /** What the names of tables and indexes begin with; `scim_` by default. */
  readonly prefix?: string;
  /** How long a write waits for the right to write, in milliseconds, before it fails as `busy`; 5,000 by default. */
  readonly busyTimeout?: number;
  /** Makes ids of resources; UUIDs of version 7 by default. An id must never come twice. */
  readonly newId?: () => string;
  /**
   * Told in a sentence, once for each attribute, when the store cannot search by it because resources stored earlier have
   * no keys of it; `console.warn` by default. {@link SqlStoreMaintenance.reindex} gives them keys.
   */
  readonly warn?: (sentence: string) => void;
  /**
   * Writes the event of each change in the change's own transaction, for a relay; off by default. Events stay until one
   * has delivered them and {@link OutboxStore.prune} has been called, so switch it on where both happen.
   */
  readonly outbox?: boolean;
}

/** SQLite by `node:sqlite`: a file (or `:memory:`) that the store opens and closes, or a connection of the application's. */
export interface SqliteOptions extends CommonOptions, OpenSqliteOptions {
  /** A path, or a connection, which the store neither configures nor closes. */
  readonly sqlite: string | DatabaseSync;
  /** Called after each statement, for example to find slow ones. Parameters hold personal data. */
  readonly log?: (run: StatementRun) => void;
}

/** PostgreSQL by a pool of node-postgres, which the store does not close. */
export interface PostgresOptions extends ServerOptions {
  readonly postgres: PostgresPool;
  /**
   * Lets the server plan look-ups, pages and writes once for each connection, as named prepared statements; true by default.
   * Planning them takes longer than running them. Filters whose plan depends on what is looked for have no name.
   *
   * Behind a pooler that hands each transaction to another connection and knows nothing of prepared statements (PgBouncer
   * before 1.21, or with `max_prepared_statements = 0`), the store notices and goes on without names; `false` spares it
   * the first error.
   */
  readonly prepare?: boolean;
}

/** MySQL 8.0.17 or later by a pool of mysql2, which the store does not close. */
export interface MysqlOptions extends ServerOptions {
  readonly mysql: MysqlPool | PromiseOfMysqlPool;
}

/** MariaDB 10.6 or later by a pool of mysql2, which the store does not close. */
export interface MariadbOptions extends ServerOptions {
  readonly mariadb: MysqlPool | PromiseOfMysqlPool;
}

/** PostgreSQL inside the process, by PGlite, which the store does not close. */
export interface PgliteOptions extends ServerOptions {
  readonly pglite: PGlite;
}

/** A pool of `mysql2/promise`, which has the plain one inside. */
export interface PromiseOfMysqlPool {
  readonly pool: MysqlPool;
}

/** What every way to a database other than SQLite takes. */
export interface ServerOptions extends CommonOptions {
  /** The schema of the tables, or on MySQL and MariaDB the database; the connection's own without it. It has to be there. */
  readonly schema?: string;
  /** Called after each statement, for example to find slow ones. Parameters hold personal data. */
  readonly log?: (run: StatementRun) => void;
}

/** A `Kysely<Tables>`, whatever its tables are; TypeScript takes two of them for different types. */
export interface AnyKysely {
  readonly isTransaction: boolean;
  readonly withoutPlugins: () => unknown;
  readonly transaction: () => unknown;
  readonly executeQuery: <Row>(query: CompiledQuery<Row>) => Promise<QueryResult<Row>>;
}

/**
 * A Kysely of the application's. The store does not close it. On SQLite it has one connection: code inside a transaction
 * of the application's that waits for the store waits for ever.
 */
export interface KyselyOptions extends CommonOptions {
  /** Plugins of it are not used, for they would rename columns. */
  readonly db: AnyKysely;
  readonly engine: Engine;
  readonly schema?: string;
}

/** A dialect of Kysely, for example over a pool of the application's. The store does not close what is behind it. */
export interface DialectOptions extends ServerOptions {
  readonly dialect: Dialect;
  readonly engine: Engine;
}

/** How {@link createSqlStore} gets at its database. */
export type SqlStoreOptions =
  | SqliteOptions
  | PostgresOptions
  | PgliteOptions
  | MysqlOptions
  | MariadbOptions
  | KyselyOptions
  | DialectOptions;

/** A view of a store inside a transaction of the application's. */
export interface SqlStoreView extends Required<ResourceStore>, ConnectionStore {}

/** What {@link SqlStore.check} has found. */
export interface CheckResult {
  /** Attributes that the store cannot search by yet, because resources stored earlier have no keys of them. */
  readonly wanted: readonly WantedIndex[];
}

/** What operators call: work on whole types and whole tenants. */
export interface SqlStoreMaintenance {
  /**
   * Rebuilds the keys of resources from their documents, in slices, while the store is in use. It is wanted when an
   * attribute has been declared `indexed`, unique or with a role, or is compared in another way, and there are resources
   * from before: until then `supports` says that the store cannot search by it, and core reads all resources.
   *
   * Versions and modified times stay as they are. Interrupted, it goes on where it was when it is called again. Call it
   * when no process with the definitions of before is running any more: one that writes meanwhile is noticed, and its
   * attributes stay in `wanted`.
   *
   * @param types - All resource types of the server, as `createScimServer` takes them, or compiled.
   * @throws TypeError for a batch that is no whole number from 1; StoreError; whatever `options.signal` was aborted with.
   * @example
   * ```ts
   * import { Group, User } from '@scimkit/core';
   * import { createSqlStore } from '@scimkit/sql';
   *
   * const store = createSqlStore({ sqlite: 'scim.db' });
   * const { wanted, problems } = await store.reindex([User, Group]);
   * if (wanted.length > 0) console.error('Not done yet.', problems);
   * ```
   */
  readonly reindex: (types: Types, options?: ReindexOptions) => Promise<ReindexResult>;
  /**
   * Removes a tenant for good, a slice at a time: call it until it is `done`. The first call suspends the tenant and
   * removes its tokens; a name of the application's keeps its number.
   *
   * @param tenant - `Tenant.id`, or the application's own name for it.
   * @param limit - How many rows to remove at a time, more or less; 5,000 is a good number.
   * @throws TypeError for a limit that is no whole number from 1; StoreError.
   * @example
   * ```ts
   * import { createSqlStore } from '@scimkit/sql';
   *
   * const store = createSqlStore({ sqlite: 'scim.db' });
   * while (!(await store.purge('42', 5000)).done);
   * ```
   */
  readonly purge: (tenant: string, limit: number) => Promise<PurgeResult>;
  /**
   * A tenant as lines of JSON, each with its newline: resources with their ids, versions and times, memberships, and
   * tokens if asked for. It is read a page at a time, however large the tenant is; suspend the tenant before, because
   * what is written meanwhile may be in it or not.
   *
   * @throws StoreError `unsupported` when nothing has ever been written for the tenant.
   * @example
   * ```ts
   * import { createWriteStream } from 'node:fs';
   * import { pipeline } from 'node:stream/promises';
   * import { createSqlStore } from '@scimkit/sql';
   *
   * const store = createSqlStore({ sqlite: 'scim.db' });
   * await pipeline(store.exportTenant('42', { tokens: true }), createWriteStream('tenant.jsonl'));
   * ```
   */
  readonly exportTenant: (tenant: string, options?: ExportOptions) => AsyncIterable<string>;
  /**
   * Imports what {@link SqlStoreMaintenance.exportTenant} gave, into a tenant without anything. Keys are made anew, so the
   * other database may have been on another engine and with other definitions. What fails is undone. Until the end the
   * tenant is suspended, if it is made here; import into one tenant once at a time.
   *
   * @param lines - The lines, with their newlines or without.
   * @param types - The resource types of the server, as `createScimServer` takes them, or compiled.
   * @throws StoreError `conflict` for a tenant that is not empty or a slug that is taken, `unsupported` for lines that are
   *   no export, or not all of one; TypeError for lines that are one text.
   * @example
   * ```ts
   * import { open } from 'node:fs/promises';
   * import { Group, User } from '@scimkit/core';
   * import { createSqlStore } from '@scimkit/sql';
   *
   * const store = createSqlStore({ sqlite: 'other.db' });
   * const file = await open('tenant.jsonl');
   * const { tenant } = await store.importTenant(file.readLines(), [User, Group]);
   * ```
   */
  readonly importTenant: (
    lines: AsyncIterable<string> | Iterable<string>,
    types: Types,
    options?: ImportOptions,
  ) => Promise<ImportResult>;
}

/** The store that {@link createSqlStore} makes: resources, tenants and tokens. */
export interface SqlStore extends SqlStoreView, SqlStoreMaintenance {
  /**
   * The events that wait for a relay, of all stores on these tables. A process that only delivers needs no option
   * `outbox`, which is for those that write.
   */
  readonly outbox: OutboxStore;
  /**
   * A view of the store inside a transaction of the application's: what it does is committed and rolled back with it.
   * Each write is a savepoint, so that one which fails leaves the transaction usable. Nothing is tried again, for that is
   * the business of whoever began the transaction. After its end the view cannot be used.
   *
   * @param transaction - A transaction of Kysely on the store's database, or what {@link joinPg} or {@link joinMysql}
   *   make of a connection with an open transaction.
   * @throws TypeError when it is a Kysely without a transaction.
   */
  readonly within: (transaction: OpenTransaction) => SqlStoreView;
  /**
   * Makes the tables, or brings them up to date. Safe to call from several processes at once; when there is nothing to
   * do, it does nothing.
   *
   * @throws StoreError `unavailable`, in words, when the tables are a newer release's or somebody else's.
   */
  readonly migrate: () => Promise<MigrationResult>;
  /**
   * Looks whether the tables are those of this release. The first call of any other method does that by itself.
   *
   * @param types - The resource types of the server, as `createScimServer` takes them, or compiled.
   * @returns Which of their attributes want a reindex; none when no types are given.
   * @throws StoreError `unavailable` with a sentence that says what to do.
   */
  readonly check: (types?: Types) => Promise<CheckResult>;
  /** Closes what the store has opened itself, and nothing else. */
  readonly close: () => Promise<void>;
  /**
   * Shows how the database would run a list: its statements, and the plan of each. A sorted list has two, for resources
   * with a value and for those without one; the second is only run where the page reaches it.
   *
   * @returns The statements in the order in which they are run; none when nothing of the type is stored.
   */
  readonly explain: (scope: Scope, type: TypeName, query: Query) => Promise<readonly Explanation[]>;
}

/** How the database runs a statement. */
export interface Explanation {
  readonly text: string;
  /** What the database says about it, a line each. */
  readonly plan: readonly string[];
}
