import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { createSqlStore, openSqlite } from '@scimkit/sql';
import { handOnSqlite } from '../hand/on-sqlite.ts';
import type { BenchDatabase, Place } from './database.ts';

/** A SQLite file. The store and the hand-written statements share its one connection, and so its cache. */
export async function openSqliteDatabase({ name, folder, keep, durable }: Place): Promise<BenchDatabase> {
  const file = join(folder, `${name}.db`);
  const database = openSqlite(file, { durability: durable ? 'power-loss' : 'process-crash' });
  await createSqlStore({ sqlite: database }).migrate();
  const { version } = database.prepare('select sqlite_version() as version').get() as { version: string };
  const named = (text: string) => text.replace(/@(?=[a-z])/g, 'scim_');
  const values = (all: readonly unknown[]) => all as SQLInputValue[]; // what the store has bound, or we
  const inserts = new Map<string, StatementSync>();
  return {
    engine: 'sqlite',
    about: `SQLite ${version}, ${durable ? 'synchronous = full (waits for the disk)' : 'synchronous = normal (does not wait for the disk)'}, not analysed`,
    openStore: (log) => createSqlStore({ sqlite: database, ...(log && { log }) }),
    hand: handOnSqlite(database),
    insert: async (table, columns, rows) => {
      const places = columns.map(() => '?').join(', ');
      const text = `insert into scim_${table} (${columns.join(', ')}) values (${places})`;
      const statement = inserts.get(text) ?? database.prepare(text);
      if (!inserts.has(text)) database.exec('pragma cache_size = -1000000; pragma synchronous = off');
      inserts.set(text, statement);
      database.exec('begin immediate');
      for (const row of rows) statement.run(...row);
      database.exec('commit');
    },
    query: async (text, all) => database.prepare(named(text)).all(...values(all)),
    settle: async () => {
      database.exec('pragma wal_checkpoint(truncate)');
      database.exec(`pragma cache_size = -2000; pragma synchronous = ${durable ? 'full' : 'normal'}`);
    },
    explain: async (text, all) => {
      const rows = database.prepare(`explain query plan ${text}`).all(...values(all));
      return rows.map(({ detail }) => String(detail)).join('\n');
    },
    fullRead: /SCAN (scim_(resource|value|member|unique)|[rvmsdgh]\b)|\(tenant_id=\?\)$/m,
    wholeType: /\(tenant_id=\? AND (type|attr)=\?\)/,
    close: async () => {
      database.close();
      if (keep) return;
      for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true });
    },
  };
}
