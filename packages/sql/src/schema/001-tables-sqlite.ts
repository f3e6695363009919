import type { TableOptions } from './migration.ts';

/** `strict`, so that nothing lands in a column of another type; narrow tables with composite keys `without rowid`. */
export function sqliteTables({ prefix: p }: TableOptions): readonly string[] {
  return [
    `create table ${p}tenant (
  tenant_id integer primary key, -- 53 random bits: movable between databases, exact in JavaScript
  slug text not null,
  app_ref text,
  status integer not null default 1, -- 1 active, 2 suspended
  created_at integer not null -- epoch milliseconds, like all times here
) strict`,
    `create unique index ${p}tenant_slug on ${p}tenant (slug)`,
    `create unique index ${p}tenant_app on ${p}tenant (app_ref) where app_ref is not null`,

    `create table ${p}tenant_name ( -- tenants that the application names itself, without making them here
  name text primary key,
  tenant_id integer not null unique
) strict, without rowid`,

    `create table ${p}token (
  tenant_id integer not null, -- also of tenants that the application keeps itself
  token_id text not null,
  secret_hash blob not null, -- SHA-256
  label text not null,
  created_at integer not null,
  expires_at integer,
  revoked_at integer,
  last_used_at integer,
  primary key (tenant_id, token_id)
) strict, without rowid`,
    `create unique index ${p}token_secret on ${p}token (tenant_id, secret_hash)`,

    `create table ${p}type ( -- resource types, and which attribute is in which column of ${p}resource
  type integer primary key, -- 1 User, 2 Group, others from 16
  name text not null unique,
  unique_attr integer,
  external_attr integer,
  display_attr integer,
  sort_attr integer,
  active_attr integer,
  more_unique integer not null default 0 -- 1 when ${p}unique has rows of this type
) strict`,
    `insert into ${p}type (type, name) values (1, 'User'), (2, 'Group')`,

    `create table ${p}resource (
  rid integer primary key, -- this file's own; never leaves it
  tenant_id integer not null,
  type integer not null,
  id blob not null, -- 16 bytes of a UUID, or 0xff and UTF-8
  version integer not null default 1,
  created_at integer not null,
  modified_at integer not null,
  active integer,
  unique_key text,
  external_id text,
  display_key text,
  sort_key text,
  display text, -- the display name as it is shown in references
  doc text not null -- JSON: without id, meta, reference sets and what is derived from them
) strict`,
    `create unique index ${p}resource_pk on ${p}resource (tenant_id, type, id)`,
    `create unique index ${p}resource_unique on ${p}resource (tenant_id, type, unique_key)`,
    `create index ${p}resource_external on ${p}resource (tenant_id, type, external_id, id) where external_id is not null`,
    `create index ${p}resource_display on ${p}resource (tenant_id, type, display_key, id)`,
    `create index ${p}resource_sort on ${p}resource (tenant_id, type, sort_key, id)`,

    `create table ${p}value ( -- one row for each element of an indexed attribute
  tenant_id integer not null,
  id blob not null,
  attr integer not null, -- AttributeRef.id
  elem integer not null, -- 0 for singular attributes
  k text, -- the key of value, where it is a string
  n real, -- numbers, instants in milliseconds, booleans as 0 and 1
  k_type text, -- the key of type
  is_primary integer,
  filled integer not null, -- 1 when any part of the element has a value that is not empty
  primary key (tenant_id, id, attr, elem)
) strict, without rowid`,
    `create index ${p}value_k on ${p}value (tenant_id, attr, k, k_type, id)`,
    `create index ${p}value_n on ${p}value (tenant_id, attr, n, id) where n is not null`,

    `create table ${p}unique ( -- unique attributes for which ${p}resource has no column
  tenant_id integer not null,
  attr integer not null,
  k text not null,
  id blob not null,
  primary key (tenant_id, attr, k)
) strict, without rowid`,
    `create index ${p}unique_id on ${p}unique (tenant_id, id)`,

    `create table ${p}member (
  tenant_id integer not null,
  group_id blob not null,
  member_id blob not null,
  group_type integer not null,
  member_type integer not null,
  added_at integer not null,
  primary key (tenant_id, group_id, member_id)
) strict, without rowid`,
    `create index ${p}member_of on ${p}member (tenant_id, member_id, group_id, group_type)`,
  ];
}
