import { bindContract, connectionContract, storageContract } from '@scimkit/testkit';
import { SqliteDialect } from 'kysely';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import type { SqlStore } from './options.ts';
import { compareFilters, fillTenant, shares } from './test-support/agreement.ts';
import { Dice } from './test-support/dice.ts';
import { temporaryFolder } from './test-support/tenant.ts';

const file = temporaryFolder();
let files = 0;

/** libSQL by its class with the interface of better-sqlite3, which Kysely's own dialect takes. */
async function open(): Promise<{ readonly store: SqlStore; readonly close: () => Promise<void> }> {
  files += 1;
  const database = new Database(file(`${files}.db`));
  // Nothing has to survive, so nothing waits for the disk.
  database.exec('pragma journal_mode = wal; pragma synchronous = off');
  const store = createSqlStore({ dialect: new SqliteDialect({ database }), engine: 'sqlite' });
  await store.migrate();
  return { store, close: async () => void database.close() };
}

describe('libSQL', () => {
  bindContract({ describe, it }, [...storageContract(open), ...connectionContract(open)]);

  it('finds what core finds, for random filters on random resources', async () => {
    const { store, close } = await open();
    const dice = new Dice(5);
    const ids = await fillTenant(store, dice);
    for (const [model, percent] of shares) {
      const { different } = await compareFilters(store, model, dice, 10 * percent, ids);
      expect(different, model.name).toEqual([]);
    }
    await close();
  });
});
