import type { ConnectionStatements } from '../connections/connection-statements.ts';
import { reindex } from '../keying/reindex.ts';
import { compileReindexStatements } from '../keying/reindex-statements.ts';
import type { SqlStoreMaintenance } from '../options.ts';
import type { View } from '../store/context.ts';
import { exportTenant } from './export-tenant.ts';
import { importTenant } from './import-tenant.ts';
import { purgeTenant } from './purge-tenant.ts';
import { startReading } from './start-reading.ts';
import { compileWholeTenantStatements } from './tenant-statements.ts';

/** What the work on whole tenants and types needs. */
export interface MaintenanceParts {
  readonly view: View;
  readonly connections: ConnectionStatements;
  readonly busyTimeout: number;
  /** Called before each call; it may refuse, or have to be waited for. */
  readonly enter: () => Promise<void> | undefined;
  /** The same, where keys may have been made by another rule. */
  readonly enterWithAnyKeys: () => Promise<void>;
}

/** The methods of a store that operators call. */
export function createMaintenance(parts: MaintenanceParts): SqlStoreMaintenance {
  const { view, connections, busyTimeout, enter, enterWithAnyKeys } = parts;
  const { db, dialect, tables } = view.context;
  const statements = compileWholeTenantStatements(db, dialect, tables);
  const rebuilding = compileReindexStatements(db, dialect, tables);
  return {
    reindex: async (types, options = {}) => {
      await enterWithAnyKeys();
      return reindex(view, { statements: rebuilding, types, options, busyTimeout });
    },
    purge: async (tenant, limit) => {
      await enter();
      return purgeTenant(view, statements, tenant, limit);
    },
    exportTenant: async function* (tenant, options = {}) {
      await enter();
      yield* exportTenant(view, { statements, connections }, tenant, options);
    },
    importTenant: async (lines, types, options = {}) => {
      const reading = startReading(lines);
      try {
        await enter();
        return await importTenant(view, { statements, connections, types, options }, reading);
      } finally {
        // Whoever gave the lines may have failed, which has been told then, or be at their end.
        await reading.stop().catch(() => undefined);
      }
    },
  };
}
