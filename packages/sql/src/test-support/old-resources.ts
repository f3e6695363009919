import { afterAll, beforeAll } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { openSqlite } from '../node-sqlite/open-sqlite.ts';
import type { CommonOptions, SqlStore } from '../options.ts';
import { onEngines, type TestDatabase } from './engines.ts';
import { create, scopeOf, temporaryFolder } from './tenant.ts';
import { attributeOf, thing } from './things.ts';

type Database = Pick<TestDatabase, 'open' | 'query' | 'end'>;

const file = temporaryFolder();

async function startSqlite(): Promise<Database> {
  const path = file(`${crypto.randomUUID()}.db`);
  const database = openSqlite(path);
  return {
    open: (options) => createSqlStore({ sqlite: path, ...options }),
    query: async (text) => database.prepare(text.replace(/@(?=[a-z])/g, 'scim_')).all(),
    end: async () => database.close(),
  };
}

/** SQLite in a file, PGlite, and the servers that are there. */
export const onAll: readonly (readonly [name: string, start: () => Promise<Database>])[] = [
  ['sqlite', startSqlite],
  ...onEngines,
];

/** The definitions of before. */
export const before = thing({
  name: { uniqueness: 'server' },
  color: {},
  size: { type: 'integer' },
  tags: { type: 'complex', multiValued: true, subAttributes: { value: {}, type: {} } },
});

/** Definitions that index more. */
export const after = thing({
  name: { uniqueness: 'server' },
  color: { roles: ['sort'], indexed: true },
  size: { type: 'integer', indexed: true },
  tags: { type: 'complex', multiValued: true, indexed: true, subAttributes: { value: {}, type: {} } },
});

/** Without a pause, where no other process writes. */
export const instant = { settle: 0 };

/** What a store says about comparing an attribute of {@link after}. */
export const support = ({ supports }: SqlStore, path: string) =>
  supports.compare(attributeOf(after, path), 'eq');

/** Documents of {@link before} and {@link after}. */
export const documents = Array.from({ length: 25 }, (_, index) => ({
  name: `n${index}`,
  color: index % 2 === 0 ? 'Red' : 'blue',
  size: index,
  tags: [{ value: `t${index}`, type: 'x' }],
}));

/** A database for the tests of a `describe`, with as many stores on it as there are processes. */
export function useDatabase(start: () => Promise<Database>) {
  let database: Database | undefined;
  let count = 0;
  const running = (): Database => {
    if (database === undefined) throw new TypeError('It is started before the tests.');
    return database;
  };
  const open = (options: CommonOptions = {}) => running().open({ warn: () => undefined, ...options });
  const query = (text: string) => running().query(text);

  beforeAll(async () => {
    database = await start();
    await open().migrate();
  }, 60_000);
  afterAll(() => database?.end());

  /** A database with nothing but these resources, in a tenant of their own, by the definitions of before. */
  const stored = async (given: readonly Readonly<Record<string, unknown>>[]) => {
    for (const table of ['index', 'resource', 'value', 'unique', 'member'])
      await query(`delete from @${table}`);
    count += 1;
    const tenant = `tenant${count}`;
    const old = open();
    await old.check();
    const ids: string[] = [];
    for (const document of given) ids.push((await create(old, scopeOf(tenant), before, document)).after.id);
    return { old, ids, tenant, scope: scopeOf(tenant) };
  };
  return { open, query, stored };
}
