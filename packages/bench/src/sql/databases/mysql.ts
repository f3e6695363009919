import { createSqlStore } from '@scimkit/sql';
import { createPool, type RowDataPacket } from 'mysql2/promise';
import { handOnMysql } from '../hand/on-mysql.ts';
import type { BenchDatabase, Place } from './database.ts';

/** So many connections: one request at a time needs one, and the checks another. */
const connections = 2;

/** A database of a MySQL or MariaDB server. */
export async function openMysql(
  engine: 'mysql' | 'mariadb',
  url: string,
  { name, keep }: Place,
): Promise<BenchDatabase> {
  const database = `scimkit_bench_${name}`;
  const server = new URL(url);
  const login = {
    host: server.hostname,
    port: Number(server.port || 3306),
    user: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
  };
  const admin = createPool({ ...login, connectionLimit: 1 });
  await admin.query(`create database if not exists ${database}`);
  const pool = createPool({ ...login, database, connectionLimit: connections });
  const openStore: BenchDatabase['openStore'] = (log) =>
    createSqlStore({ ...(engine === 'mysql' ? { mysql: pool } : { mariadb: pool }), ...(log && { log }) });
  await openStore().migrate();
  const [[setting]] = await pool.query<RowDataPacket[]>(
    'select version() as version, @@innodb_flush_log_at_trx_commit as flush, @@innodb_buffer_pool_size as pool',
  );
  const buffers = `${Math.round(Number(setting?.pool) / 2 ** 20)} MB buffers`;
  return {
    engine,
    about: `${engine === 'mysql' ? 'MySQL' : 'MariaDB'} ${setting?.version}, innodb_flush_log_at_trx_commit = ${setting?.flush}, ${buffers}, analysed`,
    openStore,
    hand: handOnMysql(pool),
    insert: async (table, columns, rows) => {
      await pool.query(`insert into scim_${table} (${columns.join(', ')}) values ?`, [rows]);
    },
    query: async (text, values) => {
      const [rows] = await pool.query<RowDataPacket[]>(text.replace(/@(?=[a-z])/g, 'scim_'), [...values]);
      return rows.map((row) => ({ ...row }));
    },
    settle: async () => {
      for (const table of ['resource', 'value', 'member']) await pool.query(`analyze table scim_${table}`);
    },
    explain: async (text, values) => {
      const plain = text.replace(/^set statement .*? for /, '');
      const [rows] = await pool.query<RowDataPacket[]>(`explain ${plain}`, [...values]);
      const names = ['select_type', 'table', 'type', 'key', 'ref', 'Extra'];
      return rows.map((row) => names.map((column) => row[column] ?? '-').join(' ')).join('\n');
    },
    fullRead: /^(?!INSERT)\S+ (r|v|m|s|d|g|h|scim_\w+) (ALL|index) /m,
    wholeType: /^\S+ (r|v|scim_\w+) ref \S+ const,const /m,
    close: async () => {
      await pool.end();
      if (!keep) await admin.query(`drop database ${database}`);
      await admin.end();
    },
  };
}
