import type { DatabaseSync } from 'node:sqlite';
import type { ConnectionStore, Query, ResourceStore, Scope, TypeName } from '@scimkit/core';
import type { Dialect, Kysely } from 'kysely';
import type { Engine } from './dialects/dialect.ts';
import type { OpenSqliteOptions } from './node-sqlite/open-sqlite.ts';
import type { MigrationResult } from './schema/migrate.ts';

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
}

/** SQLite by `node:sqlite`: a file (or `:memory:`) that the store opens and closes, or a connection of the application's. */
export interface SqliteOptions extends CommonOptions, OpenSqliteOptions {
  /** A path, or a connection, which the store neither configures nor closes. */
  readonly sqlite: string | DatabaseSync;
  /** Called after each statement, for example to find slow ones. Parameters hold personal data. */
  readonly log?: (run: StatementRun) => void;
}

/** A `Kysely<Tables>`, whatever its tables are; TypeScript takes two of them for different types. */
export interface AnyKysely {
  readonly isTransaction: boolean;
  readonly withoutPlugins: () => unknown;
  readonly transaction: () => unknown;
  readonly executeQuery: Kysely<unknown>['executeQuery'];
}

/**
 * A Kysely of the application's. The store does not close it. On SQLite it has one connection: code inside a transaction
 * of the application's that waits for the store waits for ever.
 */
export interface KyselyOptions extends CommonOptions {
  /** Plugins of it are not used, for they would rename columns. */
  readonly db: AnyKysely;
  readonly engine: Engine;
}

/** A dialect of Kysely, for example over a pool of the application's. The store does not close what is behind it. */
export interface DialectOptions extends CommonOptions {
  readonly dialect: Dialect;
  readonly engine: Engine;
  /** Called after each statement, for example to find slow ones. Parameters hold personal data. */
  readonly log?: (run: StatementRun) => void;
}

/** How {@link createSqlStore} gets at its database. */
export type SqlStoreOptions = SqliteOptions | KyselyOptions | DialectOptions;

/** The store that {@link createSqlStore} makes: resources, tenants and tokens. */
export interface SqlStore extends Required<ResourceStore>, ConnectionStore {
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
   * @throws StoreError `unavailable` with a sentence that says what to do.
   */
  readonly check: () => Promise<void>;
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
