import { quoted, type TableOptions } from './migration.ts';

/**
 * A statement that makes a table cannot be undone here, so each leaves alone what is there already: a migration that was
 * interrupted is run again.
 *
 * Text in keys is as long as an index takes: 3,072 bytes in all, four for a character. Documents are text, because a
 * column of type JSON gives other text than was written to it.
 *
 * @param collation - One that compares bytes and does not pad.
 */
export function mysqlTables(options: TableOptions, collation: string): readonly string[] {
  const table = (name: string) => quoted('mysql', options, name);
  const { prefix: p } = options;
  const end = `engine=innodb default charset=utf8mb4 collate=${collation}`;
  return [
    `create table if not exists ${table('tenant')} (
  tenant_id bigint primary key, -- 53 random bits: movable between databases, exact in JavaScript
  slug varchar(760) not null,
  app_ref varchar(760),
  status smallint not null default 1, -- 1 active, 2 suspended
  created_at bigint not null, -- epoch milliseconds, like all times here
  unique key ${p}tenant_slug (slug),
  unique key ${p}tenant_app (app_ref)
) ${end}`,

    `create table if not exists ${table('tenant_name')} ( -- tenants that the application names itself, without making them here
  name varchar(760) primary key,
  tenant_id bigint not null unique
) ${end}`,

    `create table if not exists ${table('token')} (
  tenant_id bigint not null, -- also of tenants that the application keeps itself
  token_id varchar(400) not null,
  secret_hash varbinary(64) not null, -- SHA-256
  label text not null,
  created_at bigint not null,
  expires_at bigint,
  revoked_at bigint,
  last_used_at bigint,
  primary key (tenant_id, token_id),
  unique key ${p}token_secret (tenant_id, secret_hash)
) ${end}`,

    `create table if not exists ${table('type')} ( -- resource types, and which attribute is in which column of ${p}resource
  type smallint primary key, -- 1 User, 2 Group, others from 16
  name varchar(400) not null unique,
  unique_attr int,
  external_attr int,
  display_attr int,
  sort_attr int,
  active_attr int,
  more_unique smallint not null default 0 -- 1 when ${p}unique has rows of this type
) ${end}`,
    `insert ignore into ${table('type')} (type, name) values (1, 'User'), (2, 'Group')`,

    `create table if not exists ${table('resource')} (
  tenant_id bigint not null,
  type smallint not null,
  id varbinary(256) not null, -- 16 bytes of a UUID, or 0xff and UTF-8
  version bigint not null default 1,
  created_at bigint not null,
  modified_at bigint not null,
  active smallint,
  unique_key varchar(400),
  external_id varchar(400),
  display_key varchar(400),
  sort_key varchar(400),
  display text, -- the display name as it is shown in references
  doc longtext not null, -- JSON: without id, meta, reference sets and what is derived from them
  primary key (tenant_id, type, id),
  unique key ${p}resource_unique (tenant_id, type, unique_key),
  key ${p}resource_external (tenant_id, type, external_id),
  key ${p}resource_display (tenant_id, type, display_key, id),
  key ${p}resource_sort (tenant_id, type, sort_key, id)
) ${end}`,

    `create table if not exists ${table('value')} ( -- one row for each element of an indexed attribute
  tenant_id bigint not null,
  id varbinary(256) not null,
  attr int not null, -- AttributeRef.id
  elem int not null, -- 0 for singular attributes
  k varchar(400), -- the key of value, where it is a string
  n double, -- numbers, instants in milliseconds, booleans as 0 and 1
  k_type varchar(360), -- the key of type
  is_primary smallint,
  filled smallint not null, -- 1 when any part of the element has a value that is not empty
  primary key (tenant_id, id, attr, elem),
  key ${p}value_k (tenant_id, attr, k, k_type), -- and the id, as in every index here
  key ${p}value_n (tenant_id, attr, n)
) ${end}`,

    `create table if not exists ${table('unique')} ( -- unique attributes for which ${p}resource has no column
  tenant_id bigint not null,
  attr int not null,
  k varchar(410) not null,
  id varbinary(256) not null,
  primary key (tenant_id, attr, k),
  key ${p}unique_id (tenant_id, id)
) ${end}`,

    `create table if not exists ${table('member')} (
  tenant_id bigint not null,
  group_id varbinary(256) not null,
  member_id varbinary(256) not null,
  group_type smallint not null,
  member_type smallint not null,
  added_at bigint not null,
  primary key (tenant_id, group_id, member_id),
  key ${p}member_of (tenant_id, member_id, group_id, group_type)
) ${end}`,
  ];
}
