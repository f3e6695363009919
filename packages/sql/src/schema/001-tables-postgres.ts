import { quoted, type TableOptions } from './migration.ts';

/**
 * Text is compared by code point (`collate "C"`), whatever the order of the database is. Times are epoch milliseconds, for
 * a `timestamptz` keeps microseconds that JavaScript drops. Rows of resources leave room on their page, and no index holds
 * `modified_at`: so a change that touches no key writes no index.
 */
export function postgresTables(options: TableOptions): readonly string[] {
  const { prefix: p } = options;
  const table = (name: string) => quoted('postgres', options, name);
  return [
    `create table ${table('tenant')} (
  tenant_id bigint primary key, -- 53 random bits: movable between databases, exact in JavaScript
  slug text collate "C" not null,
  app_ref text collate "C",
  status smallint not null default 1, -- 1 active, 2 suspended
  created_at bigint not null -- epoch milliseconds, like all times here
)`,
    `create unique index ${p}tenant_slug on ${table('tenant')} (slug)`,
    `create unique index ${p}tenant_app on ${table('tenant')} (app_ref) where app_ref is not null`,

    `create table ${table('tenant_name')} ( -- tenants that the application names itself, without making them here
  name text collate "C" primary key,
  tenant_id bigint not null unique
)`,

    `create table ${table('token')} (
  tenant_id bigint not null, -- also of tenants that the application keeps itself
  token_id text collate "C" not null,
  secret_hash bytea not null, -- SHA-256
  label text not null,
  created_at bigint not null,
  expires_at bigint,
  revoked_at bigint,
  last_used_at bigint,
  primary key (tenant_id, token_id)
)`,
    `create unique index ${p}token_secret on ${table('token')} (tenant_id, secret_hash)`,

    `create table ${table('type')} ( -- resource types, and which attribute is in which column of ${p}resource
  type smallint primary key, -- 1 User, 2 Group, others from 16
  name text collate "C" not null unique,
  unique_attr integer,
  external_attr integer,
  display_attr integer,
  sort_attr integer,
  active_attr integer,
  more_unique smallint not null default 0 -- 1 when ${p}unique has rows of this type
)`,
    `insert into ${table('type')} (type, name) values (1, 'User'), (2, 'Group')`,

    `create table ${table('resource')} (
  tenant_id bigint not null,
  type smallint not null,
  id bytea not null, -- 16 bytes of a UUID, or 0xff and UTF-8
  version bigint not null default 1,
  created_at bigint not null,
  modified_at bigint not null,
  active smallint,
  unique_key text collate "C",
  external_id text collate "C",
  display_key text collate "C",
  sort_key text collate "C",
  display text, -- the display name as it is shown in references
  doc json not null, -- without id, meta, reference sets and what is derived from them; json keeps the text as it is
  primary key (tenant_id, type, id)
) with (fillfactor = 85)`,
    `create unique index ${p}resource_unique on ${table('resource')} (tenant_id, type, unique_key)`,
    `create index ${p}resource_external on ${table('resource')} (tenant_id, type, external_id) where external_id is not null`,
    `create index ${p}resource_display on ${table('resource')} (tenant_id, type, display_key, id)`,
    `create index ${p}resource_sort on ${table('resource')} (tenant_id, type, sort_key, id)`,

    ...firstStatistics(table('resource')),

    `create table ${table('value')} ( -- one row for each element of an indexed attribute
  tenant_id bigint not null,
  id bytea not null,
  attr integer not null, -- AttributeRef.id
  elem integer not null, -- 0 for singular attributes
  k text collate "C", -- the key of value, where it is a string
  n double precision, -- numbers, instants in milliseconds, booleans as 0 and 1
  k_type text collate "C", -- the key of type
  is_primary smallint,
  filled smallint not null, -- 1 when any part of the element has a value that is not empty
  primary key (tenant_id, id, attr, elem)
)`,
    `create index ${p}value_k on ${table('value')} (tenant_id, attr, k, k_type, id)`,
    `create index ${p}value_n on ${table('value')} (tenant_id, attr, n, id) where n is not null`,

    `create table ${table('unique')} ( -- unique attributes for which ${p}resource has no column
  tenant_id bigint not null,
  attr integer not null,
  k text collate "C" not null,
  id bytea not null,
  primary key (tenant_id, attr, k)
)`,
    `create index ${p}unique_id on ${table('unique')} (tenant_id, id)`,

    `create table ${table('member')} (
  tenant_id bigint not null,
  group_id bytea not null,
  member_id bytea not null,
  group_type smallint not null,
  member_type smallint not null,
  added_at bigint not null,
  primary key (tenant_id, group_id, member_id)
)`,
    `create index ${p}member_of on ${table('member')} (tenant_id, member_id, group_id, group_type)`,
  ];
}

/**
 * Before a table is analysed for the first time, the planner takes any two equalities to leave one row: it then read all
 * resources of a tenant for each that it looked up by its id, because another index begins with tenant and type as well
 * (measured: 29 seconds for a group of 20,000, while the first import was under way). So it is told what to expect, with
 * two rows that are gone again.
 */
function firstStatistics(resource: string): readonly string[] {
  return [
    `alter table ${resource} alter column tenant_id set (n_distinct = 3), alter column type set (n_distinct = 2)`,
    `insert into ${resource} (tenant_id, type, id, created_at, modified_at, unique_key, external_id, display_key, sort_key, doc) values (-1, -1, 'a', 0, 0, 'a', 'a', 'a', 'a', '{}'), (-2, -2, 'b', 0, 0, 'b', 'b', 'b', 'b', '{}')`,
    `analyze ${resource}`,
    `delete from ${resource} where tenant_id < 0`,
    `alter table ${resource} alter column tenant_id reset (n_distinct), alter column type reset (n_distinct)`,
  ];
}
