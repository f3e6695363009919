import { sql } from 'kysely';
import type { Engine } from '../dialects/dialect.ts';
import type { Sql } from '../statements/statement.ts';
import type { TableOptions } from '../schema/migration.ts';

/** The name of the sidecar. */
export function linkTableName(prefix: string): string {
  return `${prefix}link`;
}

/** The sidecar as it is named in SQL. */
export function linkTable(prefix: string): Sql {
  return sql.id(linkTableName(prefix));
}

/**
 * The sidecar: one row for each row of the application's that an identity provider knows. `local_id` is the row's primary
 * key as text; `doc` is what the application's table has no column for. The statements do nothing where the table is there.
 *
 * @returns The statements, in order, without semicolons.
 */
export function linkStatements(engine: Engine, { prefix }: TableOptions): readonly string[] {
  const name: string = engine;
  const family = name === 'sqlite' ? 'sqlite' : name.startsWith('postgres') ? 'postgres' : 'mysql';
  const t = types[family];
  const table = linkTableName(prefix);
  const index = family === 'mysql' ? '' : 'if not exists ';
  const create = `create table if not exists ${table} (
  tenant_id ${t.number} not null,
  type ${t.small} not null, -- as in ${prefix}type
  local_id ${t.text} not null, -- the primary key of the application's row
  id ${t.id} not null, -- the public id, as bytes
  external_id ${t.text}, -- the key of externalId
  version ${t.number} not null,
  created_at ${t.number} not null,
  modified_at ${t.number} not null,
  gone ${t.small} not null default 0, -- 1 when the resource has been removed and its row has stayed
  doc ${t.document} not null, -- JSON: attributes without a column
  parts ${t.document}, -- JSON: what columns cannot say of elements that are in columns
  primary key (tenant_id, type, local_id)${
    family === 'mysql'
      ? `,\n  unique key ${table}_id (tenant_id, id),\n  key ${table}_external (tenant_id, type, external_id, id)`
      : ''
  }
)${t.end}`;
  if (family === 'mysql') return [create];
  return [
    create,
    `create unique index ${index}${table}_id on ${table} (tenant_id, id)`,
    `create index ${index}${table}_external on ${table} (tenant_id, type, external_id, id) where external_id is not null`,
  ];
}

const types = {
  sqlite: {
    number: 'integer',
    small: 'integer',
    text: 'text',
    id: 'blob',
    document: 'text',
    end: ' strict',
  },
  postgres: {
    number: 'bigint',
    small: 'smallint',
    text: 'text collate "C"',
    id: 'bytea',
    document: 'text',
    end: '',
  },
  mysql: {
    number: 'bigint',
    small: 'smallint',
    text: 'varchar(255) collate utf8mb4_bin',
    id: 'varbinary(256)',
    document: 'longtext',
    end: ' engine=innodb default charset=utf8mb4',
  },
} as const;
