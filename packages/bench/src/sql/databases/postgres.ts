import { createSqlStore } from '@scimkit/sql';
import pg from 'pg';
import { handOnPostgres } from '../hand/on-postgres.ts';
import type { BenchDatabase, Place } from './database.ts';

/** So many connections: one request at a time needs one, and the checks another. */
const connections = 2;

/** A schema of a PostgreSQL server. */
export async function openPostgres(url: string, { name, keep }: Place): Promise<BenchDatabase> {
  const schema = `scimkit_bench_${name}`;
  const pool = new pg.Pool({ connectionString: url, max: connections });
  await pool.query(`create schema if not exists ${schema}`);
  await createSqlStore({ postgres: pool, schema }).migrate();
  const settings = ['server_version', 'fsync', 'synchronous_commit', 'shared_buffers'];
  const values: string[] = [];
  for (const setting of settings) {
    const { rows } = await pool.query(`select current_setting('${setting}') as value`);
    values.push(setting === 'server_version' ? String(rows[0].value) : `${setting} = ${rows[0].value}`);
  }
  return {
    engine: 'postgres',
    about: `PostgreSQL ${values.join(', ')}, analysed`,
    openStore: (log) => createSqlStore({ postgres: pool, schema, ...(log && { log }) }),
    hand: handOnPostgres(pool, schema),
    insert: async (table, columns, rows) => {
      // One parameter for all rows; documents stay text on the way, so that they arrive as they were written.
      const text = JSON.stringify(
        rows.map((row) => row.map((cell) => (Buffer.isBuffer(cell) ? cell.toString('hex') : cell))),
      );
      const picked = columns.map((column, index) => {
        const cell = `e ->> ${index}`;
        return bytes.has(column) ? `decode(${cell}, 'hex')` : `(${cell})::${types[column] ?? 'bigint'}`;
      });
      await pool.query(
        `insert into ${schema}.scim_${table} (${columns.join(', ')}) select ${picked.join(', ')} from json_array_elements($1::json) e`,
        [text],
      );
    },
    query: async (text, all) => {
      let place = 0;
      const numbered = text.replace(/\?/g, () => `$${++place}`);
      return (await pool.query(numbered.replace(/@(?=[a-z])/g, `${schema}.scim_`), [...all])).rows;
    },
    settle: async () => {
      for (const table of ['resource', 'value', 'member'])
        await pool.query(`vacuum analyze ${schema}.scim_${table}`);
    },
    explain: async (text, all) => {
      const { rows } = await pool.query(`explain (costs off) ${text}`, [...all]);
      return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
    },
    fullRead: /Seq Scan on scim_(resource|value|member|unique)|Index Cond: \(tenant_id = \S+\)$/m,
    wholeType: /Index Cond: \(\(tenant_id = \S+\) AND \((type|attr) = \S+\)\)$/m,
    close: async () => {
      if (!keep) await pool.query(`drop schema ${schema} cascade`);
      await pool.end();
    },
  };
}

const bytes: ReadonlySet<string> = new Set(['id', 'group_id', 'member_id']);

const types: Readonly<Record<string, string>> = {
  unique_key: 'text',
  external_id: 'text',
  display_key: 'text',
  sort_key: 'text',
  display: 'text',
  doc: 'json',
  k: 'text',
  k_type: 'text',
  n: 'double precision',
};
