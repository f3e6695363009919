import { createUuidV7 } from '@scimkit/core';
import { compileConnectionStatements } from './connections/connection-statements.ts';
import { createConnectionStore } from './connections/create-connection-store.ts';
import { dialects } from './dialects/dialects.ts';
import type { SqlStore, SqlStoreOptions } from './options.ts';
import { check, migrate } from './schema/migrate.ts';
import { nameTables } from './schema/tables.ts';
import { ListStatements } from './statements/list-statements.ts';
import { compileStatements } from './statements/statements.ts';
import { compileTypeStatements } from './statements/type-statements.ts';
import type { Context } from './store/context.ts';
import { createView } from './store/create-view.ts';
import { explainList } from './store/explain-list.ts';
import { openDatabase } from './store/open-database.ts';
import { rootSession } from './store/root-session.ts';
import { ensureOutside } from './store/run-transaction.ts';
import { compileTenantStatements, TenantRegistry } from './store/tenant-registry.ts';
import { TypeRegistry } from './store/type-registry.ts';

/**
 * Makes a store on an SQL database, in tables of its own. Everything the storage port knows of it does itself, except an
 * outbox: filters, orders and pages on indexed attributes, memberships of any size, transactions, unique values.
 *
 * The tables are made by `migrate()`; until then every call is refused in words.
 *
 * @param options - The database, and how to use it.
 * @returns The store.
 * @throws StoreError `unavailable` when a file cannot be opened, TypeError when an option makes no sense.
 * @example
 * ```ts
 * import { createSqlStore } from '@scimkit/sql';
 *
 * const store = createSqlStore({ sqlite: 'scim.db' });
 * await store.migrate();
 * const tenant = await store.createTenant({ slug: 'acme', at: Date.now() });
 * ```
 */
export function createSqlStore(options: SqlStoreOptions): SqlStore {
  const tables = nameTables(options.prefix ?? 'scim_');
  const { db, engine, beginsImmediately, close } = openDatabase(options);
  const dialect = dialects[engine];
  const busyTimeout = options.busyTimeout ?? 5000;
  const root = { db, dialect, busyTimeout };
  const session = rootSession({ ...root, ...(beginsImmediately ? {} : { lockWith: tables.type }) });
  const context: Context = {
    db,
    dialect,
    tables,
    statements: compileStatements(db, dialect, tables),
    lists: new ListStatements(db, dialect, tables),
    types: new TypeRegistry(compileTypeStatements(db, dialect, tables)),
    tenants: new TenantRegistry(compileTenantStatements(db, dialect, tables)),
    newId: options.newId ?? createUuidV7,
  };
  // Before the first migration there is no table to take the right to write with.
  const schema = { db, dialect, tables, session: rootSession(root) };

  let checked = false;
  const enter = (): Promise<void> | undefined => {
    ensureOutside(context);
    if (checked) return undefined;
    return check(schema).then(() => {
      checked = true;
    });
  };

  const view = { context, session };
  return {
    ...createView(view, enter),
    ...createConnectionStore({
      session,
      statements: compileConnectionStatements(db, dialect, tables),
      tenants: context.tenants,
      enter,
    }),
    migrate: async () => {
      ensureOutside(context);
      return migrate(schema);
    },
    check: async () => {
      ensureOutside(context);
      return check(schema);
    },
    close: async () => close(),
    explain: async (scope, type, query) => {
      await enter();
      return explainList(view, scope, type, query);
    },
  };
}
