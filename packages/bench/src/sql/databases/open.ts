import process from 'node:process';
import type { BenchDatabase, EngineName, Place } from './database.ts';
import { openMysql } from './mysql.ts';
import { openPostgres } from './postgres.ts';
import { openSqliteDatabase } from './sqlite.ts';

/** The environment variables that say where servers are. */
export const variables: Readonly<Record<Exclude<EngineName, 'sqlite'>, string>> = {
  postgres: 'SCIMKIT_POSTGRES_URL',
  mariadb: 'SCIMKIT_MARIADB_URL',
  mysql: 'SCIMKIT_MYSQL_URL',
};

/** Opens a database; `undefined` where no server is named. */
export async function openDatabase(engine: EngineName, place: Place): Promise<BenchDatabase | undefined> {
  if (engine === 'sqlite') return openSqliteDatabase(place);
  const url = process.env[variables[engine]];
  if (url === undefined || url === '') return undefined;
  return engine === 'postgres' ? openPostgres(url, place) : openMysql(engine, url, place);
}
