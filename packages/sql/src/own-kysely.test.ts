import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { bindContract, storageContract } from '@scimkit/testkit';
import { CamelCasePlugin, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import { temporaryFolder } from './test-support/tenant.ts';

const file = temporaryFolder();

/** What Kysely's own dialect expects of a driver, on node:sqlite: transactions begin without the right to write. */
function stock(database: DatabaseSync): SqliteDialect {
  const adapted: SqliteDatabase = {
    close: () => database.close(),
    prepare: (text) => {
      const statement = database.prepare(text);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
  return new SqliteDialect({ database: adapted });
}

interface OwnTables {
  readonly users: { readonly id: number; readonly first_name: string };
}

describe("on a Kysely of the application's, with a plugin that renames columns", () => {
  bindContract(
    { describe, it },
    storageContract(async () => {
      const db = new Kysely<OwnTables>({
        dialect: stock(new DatabaseSync(':memory:')),
        plugins: [new CamelCasePlugin()],
      });
      const store = createSqlStore({ db, engine: 'sqlite' });
      await store.migrate();
      return { store, close: () => db.destroy() };
    }),
  );
});

describe("on a dialect of the application's", () => {
  it('reads before it writes without finding its snapshot stale', async () => {
    const path = file('stock.db');
    const stores = [1, 2].map(() =>
      createSqlStore({ dialect: stock(new DatabaseSync(path)), engine: 'sqlite' }),
    );
    await Promise.all(stores.map((store) => store.migrate()));
    const slugs = Array.from({ length: 40 }, (_, index) => `tenant${index}`);
    await Promise.all(slugs.map((slug, index) => stores[index % 2]?.createTenant({ slug, at: 1 })));
    expect((await stores[0]?.tenants())?.length).toBe(40);
  });

  it('leaves the connection open', async () => {
    const database = new DatabaseSync(':memory:');
    const store = createSqlStore({ dialect: stock(database), engine: 'sqlite' });
    await store.migrate();
    await store.close();
    expect(database.isOpen).toBe(true);
    expect(await store.tenants()).toEqual([]);
  });

  it('refuses a transaction in place of a database', async () => {
    const db = new Kysely<OwnTables>({ dialect: stock(new DatabaseSync(':memory:')) });
    await db.transaction().execute(async (transaction) => {
      expect(() => createSqlStore({ db: transaction, engine: 'sqlite' })).toThrow(TypeError);
    });
  });
});
