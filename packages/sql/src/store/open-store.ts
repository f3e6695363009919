import { createUuidV7 } from '@scimkit/core';
import {
  type ConnectionStatements,
  compileConnectionStatements,
} from '../connections/connection-statements.ts';
import { dialects } from '../dialects/dialects.ts';
import { IndexRegistry } from '../keying/index-registry.ts';
import { compileIndexStatements } from '../keying/index-statements.ts';
import { warnOnce } from '../keying/wanted-indexes.ts';
import type { SqlStoreOptions } from '../options.ts';
import { compileOutboxStatements, type OutboxStatements } from '../outbox/outbox-statements.ts';
import { nameTables } from '../schema/tables.ts';
import { ListStatements } from '../statements/list-statements.ts';
import { compileStatements } from '../statements/statements.ts';
import { compileTypeStatements } from '../statements/type-statements.ts';
import type { Context, View } from './context.ts';
import { openDatabase } from './open-database.ts';
import { rootSession } from './root-session.ts';
import { compileTenantStatements, TenantRegistry } from './tenant-registry.ts';
import { TypeRegistry } from './type-registry.ts';

/** What every store is put together from, whatever tables its resources are in. */
export interface OpenStore {
  readonly view: View;
  /** The tables of ours, and a session for when they are not there yet: it takes the right to write from none of them. */
  readonly migrating: Pick<Context, 'db' | 'dialect' | 'tables'> & Pick<View, 'session'>;
  readonly outbox: OutboxStatements;
  readonly connections: ConnectionStatements;
  /** How long to wait for the right to write, in milliseconds. */
  readonly busyTimeout: number;
  /** Closes what was opened here. */
  readonly close: () => void;
}

/**
 * Opens a database for a store, in the way the options say.
 *
 * @throws StoreError `unavailable` when a file cannot be opened, TypeError when an option makes no sense.
 */
export function openStore(options: SqlStoreOptions): OpenStore {
  const schema = 'schema' in options ? options.schema : undefined;
  const tables = nameTables({
    prefix: options.prefix ?? 'scim_',
    ...(schema === undefined ? {} : { schema }),
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
  return {
    view: { context, session },
    migrating: { db, dialect, tables, session: rootSession(root) },
    outbox,
    connections: compileConnectionStatements(db, dialect, tables),
    busyTimeout,
    close,
  };
}
