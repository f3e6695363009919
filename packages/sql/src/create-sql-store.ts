import { createConnectionStore } from './connections/create-connection-store.ts';
import { admitUnadmitted } from './keying/admit-keys.ts';
import type { Unadmitted } from './keying/unadmitted.ts';
import { wantedIndexes } from './keying/wanted-indexes.ts';
import type { SqlStore, SqlStoreOptions } from './options.ts';
import { createOutbox } from './outbox/create-outbox.ts';
import { check, migrate } from './schema/migrate.ts';
import { namesFor } from './statements/statement-names.ts';
import { sizesOf } from './statements/table-sizes.ts';
import { createView } from './store/create-view.ts';
import { explainList } from './store/explain-list.ts';
import { openStore } from './store/open-store.ts';
import { ensureOutside } from './store/run-transaction.ts';
import type { Session } from './store/session.ts';
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
  const { view, migrating, outbox, connections, busyTimeout, close } = openStore(options);
  const { context, session } = view;
  const { db, tables } = context;

  let checked = false;
  const ensureChecked = (on: Session): Promise<void> | undefined => {
    if (checked) return undefined;
    return check({ ...migrating, session: on }).then(async () => {
      // What a transaction of the application's sees is not what everybody sees.
      if (on === session) await context.indexes.reload(on);
      checked = true;
    });
  };
  const enterWithAnyKeys = async (): Promise<void> => {
    ensureOutside(context);
    await check(migrating, { anyKeys: true });
  };
  const names = namesFor(db);
  const sizes = sizesOf(db, tables);
  const enter = (): Promise<void> | undefined => {
    ensureOutside(context);
    const checking = ensureChecked(session);
    if (checking !== undefined || names?.wantsSizes() !== true) return checking;
    return session.all(sizes, undefined).then((found) => names.learn(found));
  };

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
      const result = await migrate(migrating);
      await context.indexes.reload(session);
      return result;
    },
    check: async (types) => {
      ensureOutside(context);
      await check(migrating);
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
