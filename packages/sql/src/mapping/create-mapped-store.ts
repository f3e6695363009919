import { StoreError, type TypeName } from '@scimkit/core';
import { sql } from 'kysely';
import { createConnectionStore } from '../connections/create-connection-store.ts';
import { statementsIn } from '../join/open-transaction.ts';
import { reindex } from '../keying/reindex.ts';
import { compileReindexStatements } from '../keying/reindex-statements.ts';
import { createOutbox } from '../outbox/create-outbox.ts';
import { check, type MigrationResult, migrate } from '../schema/migrate.ts';
import { compileStatement } from '../statements/statement.ts';
import { joinedSession } from '../store/joined-session.ts';
import { openStore } from '../store/open-store.ts';
import { ensureOutside } from '../store/run-transaction.ts';
import type { Session } from '../store/session.ts';
import { compileWholeTenantStatements } from '../tenant/tenant-statements.ts';
import { adoptRows } from './adopt-rows.ts';
import { compileMappings } from './compile-mappings.ts';
import { createMappedView } from './create-mapped-view.ts';
import { Ddl } from './ddl.ts';
import { engineSql } from './engine-sql.ts';
import { FactBook } from './facts.ts';
import { findMissing } from './find-missing.ts';
import { findProblems } from './find-problems.ts';
import { linkStatements, linkTable, linkTableName } from './link-table.ts';
import type { MappedStore, MappedStoreOptions } from './mapped-options.ts';
import { MappedStatements } from './mapped-statements.ts';
import { mappedSupports } from './mapped-supports.ts';
import type { MappedType } from './mapped-type.ts';
import type { MappedSchema, MappedView } from './mapped-view.ts';
import { organisationLookup } from './organisation-lookup.ts';
import { purgeMapped } from './purge-mapped.ts';
import { type Asking, readFacts } from './read-facts.ts';
import { findStale, rekeyLinks } from './rekey-links.ts';

/**
 * Makes a store on tables that the application has already. Filters, orders and pages are the database's, as far as the
 * mapping says how columns compare; what has no column is kept in a sidecar table of ours.
 *
 * @param options - The database, and the mappings that {@link mapUsers} and {@link mapGroups} make.
 * @returns The store; it keeps tenants and tokens, too.
 * @throws TypeError, in words, for a mapping that cannot work. The first call throws a `StoreError` `unavailable` when a
 *   table or a column is missing.
 * @example
 * ```ts
 * import { createMappedStore, mapUsers } from '@scimkit/sql';
 *
 * const users = mapUsers<{ id: number; org: string; login: string; login_key: string }>()({
 *   table: 'accounts',
 *   id: 'id',
 *   tenant: 'org',
 *   attributes: { userName: { column: 'login', compare: { kind: 'key', column: 'login_key' } } },
 *   rest: 'sidecar',
 *   onDelete: 'delete',
 * });
 * const store = createMappedStore({ sqlite: 'app.db', users });
 * await store.migrate();
 * for (const { message, ddl, advice } of await store.verify()) console.warn(message, ddl ?? advice);
 * ```
 */
export function createMappedStore(options: MappedStoreOptions): MappedStore {
  const { view: opened, migrating, outbox, connections, busyTimeout, close } = openStore(options);
  const { context, session } = opened;
  const { db, dialect, tables } = context;
  const { engine } = dialect;
  const facts = new FactBook();
  const ddl = new Ddl(engine);
  const words = engineSql(engine);
  const { types, joins, others } = compileMappings(options, facts);
  const byName: ReadonlyMap<TypeName, MappedType> = new Map(types.map((type) => [type.name, type]));
  const link = linkTable(tables.options);
  const stale = new Set<TypeName>();
  const schema: MappedSchema = {
    engine: words,
    stale,
    link,
    types: byName,
    joins,
    statements: new MappedStatements(db, { dialect, engine: words, link, tables, types: byName, joins }),
    organisationOf: organisationLookup(db, tables, options.organisation),
  };
  const view: MappedView = { ...opened, schema };
  const supports = mappedSupports(types, words, stale, context.indexes, options.outbox === true);

  const loadFacts = async (on: Session): Promise<Asking> => {
    const asking = { db, engine, session: on };
    await facts.load((table) => readFacts(asking, table));
    return asking;
  };
  const look = async (on: Session): Promise<void> => {
    await check({ ...migrating, session: on });
    await loadFacts(on);
    const missing = findMissing(types, joins, ddl).map(({ message }) => message);
    if (missing.length > 0) throw new StoreError('unavailable', missing.join(' '));
    const existing = compileStatement<undefined, { readonly name: string }>(
      db,
      dialect.migrating.existingTables(tables.options.prefix, tables.options.schema),
    );
    const names = (await on.all(existing, undefined)).map(({ name }) => name);
    if (!names.includes(linkTableName(tables.options.prefix))) {
      throw new StoreError(
        'unavailable',
        'There is no sidecar yet: call `migrate()` of the store once before it is used.',
      );
    }
    await findStale({ ...view, session: on });
    // What a transaction of the application's sees is not what everybody sees.
    if (on === session) await context.indexes.reload(on);
  };
  let ready: Promise<void> | undefined;
  let isReady = false;
  const enter = (): Promise<void> | undefined => {
    ensureOutside(context);
    if (isReady) return undefined;
    ready ??= look(session).then(
      () => {
        isReady = true;
      },
      (error: unknown) => {
        // What is wrong may be mended while the process runs.
        ready = undefined;
        throw error;
      },
    );
    return ready;
  };

  return {
    ...createMappedView(view, supports, enter),
    ...createConnectionStore({ session, statements: connections, tenants: context.tenants, enter }),
    outbox: createOutbox(view, outbox, enter),
    within: (transaction) => {
      const joined = statementsIn(transaction);
      const inner = joinedSession(joined, dialect);
      const inside: MappedView = {
        ...view,
        session: inner,
        context: {
          ...context,
          db: joined,
          types: context.types.fork(),
          tenants: context.tenants.fork(),
          indexes: context.indexes.forkUnread(),
        },
      };
      let hasLooked = false;
      const entering = () =>
        isReady || hasLooked
          ? undefined
          : look(inner).then(() => {
              hasLooked = true;
            });
      return {
        ...createMappedView(inside, supports, entering),
        ...createConnectionStore({
          session: inner,
          statements: connections,
          tenants: inside.context.tenants,
          enter: entering,
        }),
      };
    },
    migrate: async (): Promise<MigrationResult> => {
      ensureOutside(context);
      const result = await migrate(migrating);
      await migrating.session.atomic(async (inside) => {
        for (const text of linkStatements(engine, tables.options)) {
          await inside.run(compileStatement<undefined, unknown>(db, sql.raw(text)), undefined);
        }
      });
      return result;
    },
    check: async () => {
      ensureOutside(context);
      return look(session);
    },
    verify: async () => {
      ensureOutside(context);
      return findProblems(await loadFacts(session), ddl, types, joins);
    },
    reindex: async () => {
      ensureOutside(context);
      await check(migrating, { anyKeys: true });
      const statements = compileReindexStatements(db, dialect, tables);
      const { changed } = await reindex(view, { statements, types: others, options: {}, busyTimeout });
      await look(session);
      return changed + (await rekeyLinks(view));
    },
    adopt: async (tenant) => {
      await enter();
      return adoptRows(view, tenant, Date.now());
    },
    purge: async (tenant, limit) => {
      await enter();
      return purgeMapped(view, compileWholeTenantStatements(db, dialect, tables), tenant, limit);
    },
    close: async () => close(),
  };
}
