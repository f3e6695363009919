import { KEY_VERSION } from '@scimkit/core';
import type { Engine } from '../dialects/dialect.ts';
import { type Migration, quoted, type TableOptions } from './migration.ts';

/** The statement that makes the table which says what steps have been taken. */
export function createVersionTable(engine: Engine, options: TableOptions): string {
  return `create table if not exists ${quoted(engine, options, 'schema_version')} (version integer primary key, name text not null, key_version integer not null, applied_at bigint not null)`;
}

/** The statement that says that a step has been taken, just now. */
export function recordVersion(engine: Engine, options: TableOptions, { version, name }: Migration): string {
  return `insert into ${quoted(engine, options, 'schema_version')} (version, name, key_version, applied_at) values (${version}, '${name}', ${KEY_VERSION}, ${now[engine]})`;
}

/** The time in epoch milliseconds. */
const now: Readonly<Record<Engine, string>> = {
  sqlite: 'unixepoch() * 1000',
  postgres: 'cast(extract(epoch from now()) * 1000 as bigint)',
  mysql: 'floor(unix_timestamp(now(3)) * 1000)',
  mariadb: 'floor(unix_timestamp(now(3)) * 1000)',
};
