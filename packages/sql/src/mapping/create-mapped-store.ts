import {
  compileResourceType,
  createUuidV7,
  Group,
  type ResourceModel,
  type ResourceTypeDefinition,
  StoreError,
  type TypeName,
  User,
} from '@scimkit/core';
import { sql } from 'kysely';
import { compileConnectionStatements } from '../connections/connection-statements.ts';
import { createConnectionStore } from '../connections/create-connection-store.ts';
import { dialects } from '../dialects/dialects.ts';
import { IndexRegistry } from '../keying/index-registry.ts';
import { compileIndexStatements } from '../keying/index-statements.ts';
import type { SqlStore, SqlStoreOptions, SqlStoreView } from '../options.ts';
import { check, type MigrationResult, migrate } from '../schema/migrate.ts';
import { nameTables } from '../schema/tables.ts';
import { ListStatements } from '../statements/list-statements.ts';
import { compileStatement } from '../statements/statement.ts';
import { compileStatements } from '../statements/statements.ts';
import { compileTypeStatements } from '../statements/type-statements.ts';
import type { Context } from '../store/context.ts';
import { openDatabase } from '../store/open-database.ts';
import { rootSession } from '../store/root-session.ts';
import { ensureOutside } from '../store/run-transaction.ts';
import { compileTenantStatements, TenantRegistry } from '../store/tenant-registry.ts';
import { TypeRegistry } from '../store/type-registry.ts';
import { type Adopted, adoptRows } from './adopt-rows.ts';
import { compileType } from './compile-type.ts';
import { createMappedView } from './create-mapped-view.ts';
import { engineSql, tableName } from './engine-sql.ts';
import { FactBook } from './facts.ts';
import { linkStatements, linkTable, linkTableName } from './link-table.ts';
import { MappedStatements } from './mapped-statements.ts';
import { mappedSupports } from './mapped-supports.ts';
import type { Join, MappedType } from './mapped-type.ts';
import type { MappedSchema, MappedView } from './mapped-view.ts';
import type { AnyJoin, GroupMapping, Mapping, UserMapping } from './mapping.ts';
import { organisationLookup } from './organisation-lookup.ts';
import { findStale, rekeyLinks } from './rekey-links.ts';
import { type Finding, findMissing, findProblems } from './verify.ts';

/** What {@link createMappedStore} needs besides a database. */
export interface MappingOptions {
  readonly users: UserMapping;
  /** Without it the store has no groups: leave `Group` out of the server's resource types. */
  readonly groups?: GroupMapping;
  /** The server's resource types, where they are not the built-in ones. Types that are not mapped are kept in tables of ours. */
  readonly resourceTypes?: readonly ResourceTypeDefinition[];
  /**
   * The value of the mapping's `tenant` column for a tenant of the server's. By default the tenant's `appRef`, where it was
   * made with `createTenant` of this store; and the tenant's id itself, where tenants are the application's.
   */
  readonly organisation?: (tenant: string) => string | number | Promise<string | number>;
}

/** How {@link createMappedStore} gets at its database and the tables in it. */
export type MappedStoreOptions = SqlStoreOptions & MappingOptions;

/** The store that {@link createMappedStore} makes: resources in tables of the application's, tenants and tokens in ours. */
export interface MappedStore extends Pick<SqlStore, 'migrate' | 'close'>, SqlStoreView {
  /**
   * Looks whether all tables are as they have to be: ours those of this release, the application's with the columns that
   * the mapping names. The first call of any other method does that by itself.
   *
   * @throws StoreError `unavailable` with a sentence that says what to do.
   */
  readonly check: () => Promise<void>;
  /**
   * Looks at the application's tables: columns, nullability, indexes. Made for the start of a process and for tests.
   *
   * @returns What does not fit, each with a sentence and what mends it; nothing when all is well.
   */
  readonly verify: () => Promise<readonly Finding[]>;
  /**
   * Gives resources of mapped types keys of the attributes that are indexed now. Needed after the definitions of attributes
   * have changed that have no column; until then filters on those are core's. Call it when no process with the former
   * definitions is left.
   *
   * @returns How many resources got other keys.
   */
  readonly reindex: () => Promise<number>;
  /**
   * Makes every row of a tenant visible to its identity providers that is not yet, and forgets rows that the application
   * has removed. Only for mappings without `publicId`, whose rows need an id; call it once before a customer connects, and
   * after the application has made rows by itself.
   *
   * @param tenant - The tenant's id, as the connection store has it.
   */
  readonly adopt: (tenant: string) => Promise<Adopted>;
}

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
 * for (const { message, mend } of await store.verify()) console.warn(message, mend);
 * ```
 */
export function createMappedStore(options: MappedStoreOptions): MappedStore {
  const schemaName = 'schema' in options ? options.schema : undefined;
  const tables = nameTables({
    prefix: options.prefix ?? 'scim_',
    ...(schemaName === undefined ? {} : { schema: schemaName }),
  });
  const { db, engine, beginsImmediately, singleConnection, close } = openDatabase(options);
  const dialect = dialects[engine];
  const root = { db, dialect, busyTimeout: options.busyTimeout ?? 5000 };
  const session = rootSession({ ...root, ...(beginsImmediately ? {} : { lockWith: tables.type }) });
  const context: Context = {
    db,
    dialect,
    singleConnection,
    tables,
    statements: compileStatements(db, dialect, tables),
    lists: new ListStatements(db, dialect, tables),
    types: new TypeRegistry(compileTypeStatements(db, dialect, tables)),
    tenants: new TenantRegistry(compileTenantStatements(db, dialect, tables)),
    indexes: new IndexRegistry(compileIndexStatements(db, dialect, tables), () => undefined),
    newId: options.newId ?? createUuidV7,
  };
  // Before the first migration there is no table to take the right to write with.
  const ours = { db, dialect, tables, session: rootSession(root) };
  const facts = new FactBook();
  const words = engineSql(engine);
  const types = compileTypes(options, facts);
  const joins = types.flatMap(({ mapping }) => joinsOf(mapping, facts));
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
  const view: MappedView = { context, session, schema };

  const look = async (): Promise<void> => {
    await check(ours);
    await context.indexes.refresh(session);
    await facts.load(db);
    refuse(findMissing(types, joins));
    const existing = compileStatement<undefined, { readonly name: string }>(
      db,
      dialect.migrating.existingTables(tables.options.prefix, tables.options.schema),
    );
    const names = (await session.all(existing, undefined)).map(({ name }) => name);
    if (!names.includes(linkTableName(tables.options.prefix))) {
      throw new StoreError(
        'unavailable',
        'There is no sidecar yet: call `migrate()` of the store once before it is used.',
      );
    }
    await findStale(view);
  };
  let ready: Promise<void> | undefined;
  let isReady = false;
  const enter = (): Promise<void> | undefined => {
    ensureOutside(context);
    if (isReady) return undefined;
    ready ??= look().then(
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
    ...createMappedView(view, mappedSupports(types, words, stale), enter),
    ...createConnectionStore({
      session,
      statements: compileConnectionStatements(db, dialect, tables),
      tenants: context.tenants,
      enter,
    }),
    migrate: async (): Promise<MigrationResult> => {
      ensureOutside(context);
      const result = await migrate(ours);
      await ours.session.atomic(async (inside) => {
        for (const text of linkStatements(engine, tables.options)) {
          await inside.run(compileStatement<undefined, unknown>(db, sql.raw(text)), undefined);
        }
      });
      return result;
    },
    check: async () => {
      ensureOutside(context);
      return look();
    },
    verify: async () => {
      ensureOutside(context);
      await facts.load(db);
      return findProblems(db, engine, types, joins);
    },
    reindex: async () => {
      await enter();
      return rekeyLinks(view);
    },
    adopt: async (tenant) => {
      await enter();
      return adoptRows(view, tenant, Date.now());
    },
    close: async () => close(),
  };
}

function compileTypes({ users, groups, resourceTypes = [User, Group] }: MappingOptions, facts: FactBook) {
  const modelOf = (name: string): ResourceModel => {
    const definition = resourceTypes.find((type) => type.name === name);
    if (definition === undefined) throw new TypeError(`${name} is mapped, and is not in \`resourceTypes\`.`);
    return compileResourceType(definition);
  };
  const mappings: readonly Mapping[] = groups === undefined ? [users] : [users, groups];
  return mappings.map((mapping) => compileType(modelOf(mapping.type), mapping, (table) => facts.find(table)));
}

function joinsOf({ members, nested }: Mapping, facts: FactBook): readonly Join[] {
  const join = (definition: AnyJoin | undefined, memberType: Join['memberType']): readonly Join[] =>
    definition === undefined
      ? []
      : [
          {
            definition,
            table: tableName(definition.table),
            facts: facts.find(definition.table),
            groupType: 'Group',
            memberType,
          },
        ];
  return [...join(members, 'User'), ...join(nested, 'Group')];
}

function refuse(findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  throw new StoreError('unavailable', findings.map(({ message }) => message).join(' '));
}
