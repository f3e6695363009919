import { sql } from 'kysely';
import type { Engine } from '../dialects/dialect.ts';
import { quoted, type TableOptions } from '../schema/migration.ts';
import type { Sql } from '../statements/statement.ts';

/** The name of the sidecar. */
export function linkTableName(prefix: string): string {
  return `${prefix}link`;
}

/** The sidecar as it is named in SQL. */
export function linkTable({ prefix, schema }: TableOptions): Sql {
  const name = linkTableName(prefix);
  return schema === undefined ? sql.id(name) : sql.id(schema, name);
}

/**
 * The sidecar: one row for each row of the application's that an identity provider knows. `local_id` is the row's primary
 * key as text; `doc` is what the application's table has no column for. The statements do nothing where the table is there.
 *
 * @returns The statements, in order, without semicolons.
 */
export function linkStatements(engine: Engine, options: TableOptions): readonly string[] {
  const { prefix, schema } = options;
  const t = types[engine];
  const name = linkTableName(prefix);
  const table = quoted(engine, options, name.slice(prefix.length));
  // SQLite has an index in the schema that its own name says, the others in that of the table.
  const index = engine === 'sqlite' && schema !== undefined ? `${schema}.${name}` : name;
  const keys = `,
  unique key ${name}_id (tenant_id, id),
  key ${name}_external (tenant_id, type, external_id)`;
  const create = `create table if not exists ${table} (
  tenant_id ${t.number} not null,
  type ${t.small} not null, -- as in ${prefix}type
  local_id ${t.key} not null, -- the primary key of the application's row
  id ${t.id} not null, -- the public id, as bytes
  external_id ${t.text}, -- the key of externalId
  display ${t.shown}, -- what stands for it in members, where that has no column
  version ${t.number} not null,
  created_at ${t.number} not null,
  modified_at ${t.number} not null,
  keyed ${t.key} not null, -- the attributes that it has been given keys of, as a hash
  gone ${t.small} not null default 0, -- 1 when the resource has been removed and its row has stayed
  doc ${t.document} not null, -- JSON: attributes without a column
  parts ${t.document}, -- JSON: what columns cannot say of elements that are in columns
  primary key (tenant_id, type, local_id)${t.inlineKeys ? keys : ''}
)${t.end}`;
  if (t.inlineKeys) return [create];
  return [
    create,
    `create unique index if not exists ${index}_id on ${table} (tenant_id, id)`,
    `create index if not exists ${index}_external on ${table} (tenant_id, type, external_id) where external_id is not null`,
  ];
}

const mysql = {
  number: 'bigint',
  small: 'smallint',
  key: 'varchar(255)',
  text: 'varchar(400)',
  shown: 'text',
  id: 'varbinary(256)',
  document: 'longtext',
  inlineKeys: true,
};

const types = {
  sqlite: {
    number: 'integer',
    small: 'integer',
    key: 'text',
    text: 'text',
    shown: 'text',
    id: 'blob',
    document: 'text',
    inlineKeys: false,
    end: ' strict',
  },
  postgres: {
    number: 'bigint',
    small: 'smallint',
    key: 'text collate "C"',
    text: 'text collate "C"',
    shown: 'text collate "C"',
    id: 'bytea',
    // Keeps the text as it is.
    document: 'json',
    inlineKeys: false,
    end: '',
  },
  // Both compare the bytes and do not pad.
  mysql: { ...mysql, end: ' engine=innodb default charset=utf8mb4 collate=utf8mb4_0900_bin' },
  mariadb: { ...mysql, end: ' engine=innodb default charset=utf8mb4 collate=utf8mb4_nopad_bin' },
} as const satisfies Readonly<Record<Engine, unknown>>;
