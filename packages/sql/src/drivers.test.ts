import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { bindContract, connectionContract, storageContract } from '@scimkit/testkit';
import { createPool, type PoolOptions } from 'mysql2';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import type { SqlStore } from './options.ts';

/** A pool of the application's, set in a way that changes what values look like. */
interface Odd {
  readonly name: string;
  readonly start: () => Promise<{
    readonly store: SqlStore;
    readonly end: () => Promise<void>;
  }>;
}

const postgresUrl = process.env.SCIMKIT_POSTGRES_URL;
const mysqlUrls = [
  ['mariadb', process.env.SCIMKIT_MARIADB_URL],
  ['mysql', process.env.SCIMKIT_MYSQL_URL],
] as const;

function onPostgres(
  name: string,
  url: string,
  parse: ((oid: number) => (text: string) => unknown) | undefined,
): Odd {
  return {
    name: `PostgreSQL, ${name}`,
    start: async () => {
      const schema = `scim_odd_${randomBytes(4).toString('hex')}`;
      const types =
        parse === undefined ? {} : { types: { getTypeParser: parse as typeof pg.types.getTypeParser } };
      const pool = new pg.Pool({ connectionString: url, max: 4, ...types });
      await pool.query(`create schema ${schema}`);
      const end = async () => {
        await pool.query(`drop schema ${schema} cascade`);
        await pool.end();
      };
      return { store: createSqlStore({ postgres: pool, schema }), end };
    },
  };
}

function onMysql(engine: 'mariadb' | 'mysql', name: string, uri: string, options: PoolOptions): Odd {
  return {
    name: `${engine === 'mysql' ? 'MySQL' : 'MariaDB'}, ${name}`,
    start: async () => {
      const schema = `scim_odd_${randomBytes(4).toString('hex')}`;
      const pool = createPool({ uri, connectionLimit: 4, ...options });
      await pool.promise().query(`create database ${schema}`);
      const end = async () => {
        await pool.promise().query(`drop database ${schema}`);
        await pool.promise().end();
      };
      const store = createSqlStore(engine === 'mysql' ? { mysql: pool, schema } : { mariadb: pool, schema });
      return { store, end };
    },
  };
}

const int8 = 20;
const odd: readonly Odd[] = [
  ...(postgresUrl
    ? [
        onPostgres('as it comes', postgresUrl, undefined),
        onPostgres('every value as the text that the server sent', postgresUrl, () => (text) => text),
        onPostgres('int8 as BigInt', postgresUrl, (oid) =>
          oid === int8 ? (text) => BigInt(text) : (pg.types.getTypeParser(oid) as (text: string) => unknown),
        ),
      ]
    : []),
  ...mysqlUrls.flatMap(([engine, url]) =>
    url
      ? [
          onMysql(engine, 'large numbers as text', url, { supportBigNumbers: true, bigNumberStrings: true }),
          onMysql(engine, 'numbers cast by the application', url, {
            typeCast: (field, next) => {
              if (field.type === 'LONGLONG') {
                const text = field.string();
                return text === null ? null : BigInt(text);
              }
              return field.type === 'SHORT' ? field.string() : next();
            },
          }),
        ]
      : [],
  ),
];

describe.each(odd)('$name', ({ start }) => {
  let running: Awaited<ReturnType<Odd['start']>>;
  beforeAll(async () => {
    running = await start();
    await running.store.migrate();
  });
  afterAll(() => running.end());

  const open = () => ({ store: running.store });
  const quick = storageContract(open).filter(({ topic }) => topic !== 'large sets');
  bindContract({ describe, it }, [...quick, ...connectionContract(open)]);
});

if (odd.length === 0) {
  it('no server is there, so drivers are not tried; CONTRIBUTING.md says how to start some', () => {
    expect(odd).toEqual([]);
  });
}
