import process from 'node:process';
import { StoreError } from '@scimkit/core';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { createPool } from 'mysql2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { onEngines, type TestDatabase } from '../test-support/engines.ts';
import { create, documentOnly, modelOf, scopeOf } from '../test-support/tenant.ts';
import type { TableOptions } from './migration.ts';
import { migrations } from './migrations.ts';
import { kyselyMigrations, printMigrations } from './print-migrations.ts';
import { createVersionTable } from './version-table.ts';

const user = modelOf('User');
const latest = migrations.at(-1)?.version ?? 0;
const steps = migrations.map(({ name }) => name);

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  expect((error as StoreError).code).toBe('unavailable');
  return (error as StoreError).message;
}

describe.each(onEngines)('migrations on %s', (_, start) => {
  let database: TestDatabase;
  let number = 0;
  /** Tables under a name of their own for each test. */
  let options: TableOptions;
  const names = (): TableOptions => {
    number += 1;
    const { schema } = database;
    options = { prefix: `m${number}_`, ...(schema === undefined ? {} : { schema }) };
    return options;
  };
  const run = async (text: string): Promise<void> => {
    const { schema } = database;
    const [prefix, at] = [`m${number}_`, schema === undefined ? '' : `${schema}.`];
    await database.query(text.replaceAll('#', `${at}${prefix}`));
  };
  beforeAll(async () => {
    database = await start();
  });
  afterAll(() => database.end());

  it('makes the tables once, and finds nothing to do afterwards', async () => {
    const store = database.open(names());
    expect(await refusal(store.check())).toMatch(/call `migrate\(\)`/);
    expect(await refusal(store.read(scopeOf('t'), 'User', 'x', documentOnly))).toMatch(/call `migrate\(\)`/);
    expect(await store.migrate()).toEqual({ version: latest, applied: steps });
    expect(await store.migrate()).toEqual({ version: latest, applied: [] });
    await store.check();
    await create(store, scopeOf('t'), user, { userName: 'jo' });
  });

  it('refuses tables of a newer release, and those that are not complete', async () => {
    const store = database.open(names());
    await store.migrate();
    await run("insert into #schema_version values (99, 'later', 1, 0)");
    expect(await refusal(store.check())).toMatch(/newer release/);
    expect(await refusal(store.migrate())).toMatch(/newer release/);
    await run('delete from #schema_version where version = 99');
    await run('drop table #member');
    expect(await refusal(store.check())).toMatch(/_member is missing/);
  });

  it("refuses somebody else's tables and leaves them alone", async () => {
    const store = database.open(names());
    await run('create table #resource (id integer)');
    expect(await refusal(store.migrate())).toMatch(/has not made/);
    await run('insert into #resource (id) values (1)');
    const other = database.open(names());
    await run('create table #schema_version (id integer)');
    expect(await refusal(other.migrate())).toMatch(/not this library's/);
  });

  it('begins again where it was interrupted', async () => {
    const store = database.open(names());
    const { engine } = database;
    const [first] = migrations;
    const texts = first?.statements(engine, options) ?? [];
    // Where tables are made in a transaction, nothing is left of a migration that did not come to its end.
    const isUndone = engine === 'postgres';
    for (const text of isUndone ? [] : [createVersionTable(engine, options), ...texts.slice(0, 4)]) {
      await database.query(text);
    }
    expect(await store.migrate()).toEqual({ version: latest, applied: steps });
    await create(store, scopeOf('t'), user, { userName: 'jo' });
  });

  it('prints statements that make the same tables, one by one', async () => {
    const store = database.open(names());
    const text = printMigrations(database.engine, options);
    const statements = text.split(/;\n/).filter((each) => each.trim() !== '');
    expect(statements.length).toBeGreaterThan(8);
    for (const statement of statements) await database.query(statement);
    await store.check();
    expect(await store.migrate()).toEqual({ version: latest, applied: [] });
    await create(store, scopeOf('t'), user, { userName: 'jo' });
  });

  it("runs in Kysely's Migrator beside the application's own migrations", async () => {
    const store = database.open(names());
    const db = new Kysely<Record<string, never>>({ dialect: database.dialect() });
    const provider = {
      getMigrations: async () => ({
        ...(await kyselyMigrations(database.engine, options).getMigrations()),
        z_own: { up: async (own: Kysely<unknown>) => void (await sql`select 1`.execute(own)) },
      }),
    };
    const { error, results } = await new Migrator({
      db,
      provider,
      migrationTableName: `${options.prefix}app_migration`,
      migrationLockTableName: `${options.prefix}app_lock`,
      // Or they would stay on the server, and the next run would find everything done.
      ...(database.schema === undefined ? {} : { migrationTableSchema: database.schema }),
    }).migrateToLatest();
    expect(error).toBeUndefined();
    expect(results?.map(({ status }) => status)).toEqual([...steps.map(() => 'Success'), 'Success']);
    await store.check();
    await create(store, scopeOf('t'), user, { userName: 'jo' });
  });

  it('says so when the schema is not there', async () => {
    expect(await refusal(database.open({ schema: 'no_such_schema' }).migrate())).toMatch(/not there/);
    expect(() => database.open({ schema: 'x"; drop table y' })).toThrow(TypeError);
  });
});

const servers = [
  ['mariadb', process.env.SCIMKIT_MARIADB_URL, 'mysql', /is MariaDB .*give it as `mariadb`/],
  ['mysql', process.env.SCIMKIT_MYSQL_URL, 'mariadb', /is MySQL .*give it as `mysql`/],
] as const;
const reached = servers.filter(([, url]) => url);
describe.each(reached)(
  'settings of %s with which data would be lost',
  (own, address = '', other, mixedUp) => {
    it.each([
      ["set session sql_mode = ''", own, /not strict/],
      ["set session sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES'", own, /NO_BACKSLASH_ESCAPES/],
      ['set names latin1', own, /speaks latin1/],
      ['set session sql_mode = @@sql_mode', other, mixedUp],
    ] as const)('%s, as %s', async (setting, engine, words) => {
      const pool = createPool({ uri: address, connectionLimit: 1 });
      await pool.promise().query(setting);
      const store = createSqlStore(engine === 'mysql' ? { mysql: pool } : { mariadb: pool });
      expect(await refusal(store.check())).toMatch(words);
      expect(await refusal(store.migrate())).toMatch(words);
      await pool.promise().end();
    });
  },
);

it('prints the steps from one on, for any engine, and nothing that a name could break', () => {
  expect(printMigrations('sqlite')).toMatch(/^-- 1: tables\ncreate table if not exists scim_schema_version/);
  expect(printMigrations('postgres', { schema: 'app', prefix: 'x_' })).toContain(
    'create table "app".x_resource',
  );
  expect(printMigrations('mysql', { schema: 'app' })).toContain('`app`.scim_resource');
  expect(printMigrations('mysql')).toContain('utf8mb4_0900_bin');
  expect(printMigrations('postgres', { from: latest + 1 })).toBe('');
  expect(() => printMigrations('postgres', { prefix: "x'; drop" })).toThrow(TypeError);
});
