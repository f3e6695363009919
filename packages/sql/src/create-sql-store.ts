import { createUuidV7 } from '@scimkit/core';
import { compileConnectionStatements } from './connections/connection-statements.ts';
import { createConnectionStore } from './connections/create-connection-store.ts';
import { dialects } from './dialects/dialects.ts';
import { admitUnadmitted } from './keying/admit-keys.ts';
import { IndexRegistry } from './keying/index-registry.ts';
import { compileIndexStatements } from './keying/index-statements.ts';
import type { Unadmitted } from './keying/unadmitted.ts';
import { wantedIndexes, warnOnce } from './keying/wanted-indexes.ts';
import type { SqlStore, SqlStoreOptions } from './options.ts';
import { createOutbox } from './outbox/create-outbox.ts';
import { compileOutboxStatements } from './outbox/outbox-statements.ts';
import { check, migrate } from './schema/migrate.ts';
import { nameTables } from './schema/tables.ts';
import { ListStatements } from './statements/list-statements.ts';
import { namesFor } from './statements/statement-names.ts';
import { compileStatements } from './statements/statements.ts';
import { sizesOf } from './statements/table-sizes.ts';
import { compileTypeStatements } from './statements/type-statements.ts';
import type { Context } from './store/context.ts';
import { createView } from './store/create-view.ts';
import { explainList } from './store/explain-list.ts';
import { openDatabase } from './store/open-database.ts';
import { rootSession } from './store/root-session.ts';
import { ensureOutside } from './store/run-transaction.ts';
import type { Session } from './store/session.ts';
import { compileTenantStatements, TenantRegistry } from './store/tenant-registry.ts';
import { TypeRegistry } from './store/type-registry.ts';
import { viewWithin } from './store/within.ts';
import { createMaintenance } from './tenant/create-maintenance.ts';

/**
 * Makes a store on an SQL database, in tables of its own. Everything the storage port knows of it does itself: filters,
 * orders and pages on indexed attributes, memberships of any size, transactions, unique values, and an outbox if asked.
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
  const schemaName = 'schema' in options ? options.schema : undefined;
  const tables = nameTables({
    prefix: options.prefix ?? 'scim_',
    ...(schemaName === undefined ? {} : { schema: schemaName }),
  });
  const { db, engine, beginsImmediately, singleConnection, direct, close } = openDatabase(options);
  const dialect = dialects[engine];
  const busyTimeout = options.busyTimeout ?? 5000;
  const root = { db, dialect, busyTimeout, ...(direct && { direct }) };
  const session = rootSession({ ...root, ...(beginsImmediately ? {} : { lockWith: tables.type }) });
  const outbox = compileOutboxStatements(db, dialect, tables);
  const context: Context = {
    db,
    dialect,
    singleConnection,
    tables,
    statements: compileStatements(db, dialect, tables),
    lists: new ListStatements(db, dialect, tables),
    types: new TypeRegistry(compileTypeStatements(db, dialect, tables)),
    tenants: new TenantRegistry(compileTenantStatements(db, dialect, tables)),
    indexes: new IndexRegistry(compileIndexStatements(db, dialect, tables), warnOnce(options.warn)),
    newId: options.newId ?? createUuidV7,
    ...(options.outbox === true ? { outbox } : {}),
  };
  // Before the first migration there is no table to take the right to write with.
  const schema = { db, dialect, tables, session: rootSession(root) };

  let checked = false;
  const ensureChecked = (on: Session): Promise<void> | undefined => {
    if (checked) return undefined;
    return check({ ...schema, session: on }).then(async () => {
      // What a transaction of the application's sees is not what everybody sees.
      if (on === session) await context.indexes.reload(on);
      checked = true;
    });
  };
  const enterWithAnyKeys = async (): Promise<void> => {
    ensureOutside(context);
    await check(schema, { anyKeys: true });
  };
  const names = namesFor(db);
  const sizes = sizesOf(db, tables);
  const enter = (): Promise<void> | undefined => {
    ensureOutside(context);
    const checking = ensureChecked(session);
    if (checking !== undefined || names?.wantsSizes() !== true) return checking;
    return session.all(sizes, undefined).then((found) => names.learn(found));
  };

  const connections = compileConnectionStatements(db, dialect, tables);
  const view = { context, session };
  const outside = (unadmitted: Unadmitted) => admitUnadmitted(view, unadmitted);
  return {
    ...createView(view, enter, outside),
    ...createConnectionStore({
      session,
      statements: connections,
      tenants: context.tenants,
      enter,
    }),
    ...createMaintenance({ view, connections, busyTimeout, enter, enterWithAnyKeys }),
    outbox: createOutbox(view, outbox, enter),
    within: (transaction) => viewWithin(context, connections, transaction, ensureChecked, outside),
    migrate: async () => {
      ensureOutside(context);
      const result = await migrate(schema);
      await context.indexes.reload(session);
      return result;
    },
    check: async (types) => {
      ensureOutside(context);
      await check(schema);
      await context.indexes.reload(session);
      return { wanted: types === undefined ? [] : wantedIndexes(context.indexes, types) };
    },
    close: async () => close(),
    explain: async (scope, type, query) => {
      await enter();
      return explainList(view, scope, type, query);
    },
  };
}
