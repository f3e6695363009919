import type { Engine } from '../dialects/dialect.ts';
import { type Migration, quoted, type TableOptions } from './migration.ts';

/** The collation of 001: one that compares bytes and does not pad. */
const collations = { mysql: 'utf8mb4_0900_bin', mariadb: 'utf8mb4_nopad_bin' } as const;

/**
 * Events that wait for a relay, and those that were delivered, until they are pruned. Nothing is written here without the
 * option `outbox`.
 *
 * What is to be done is apart from what is to be told: the rows that are claimed, put back and deleted are small.
 */
export const events: Migration = {
  version: 3,
  name: 'events',
  statements: (engine, options) =>
    engine === 'mysql' || engine === 'mariadb' ? mysqlTables(engine, options) : otherTables(engine, options),
};

function otherTables(engine: Engine, options: TableOptions): readonly string[] {
  const { prefix: p } = options;
  const table = (name: string) => quoted(engine, options, name);
  const isSqlite = engine === 'sqlite';
  const [number, bytes, text, json] = isSqlite
    ? ['integer', 'blob', 'text', 'text']
    : ['bigint', 'bytea', 'text collate "C"', 'json'];
  return [
    `create table ${table('event')} (
  tenant_id ${number} not null,
  event_id ${bytes} not null, -- 16 bytes of a UUID
  at ${number} not null, -- epoch milliseconds
  kind ${text} not null, -- User.created
  type ${isSqlite ? 'integer' : 'smallint'} not null,
  resource_id ${bytes} not null,
  delivered_at ${number}, -- null while it is in ${p}outbox
  data ${json} not null, -- a ProvisioningEvent
  primary key (tenant_id, event_id)
)${isSqlite ? ' strict' : ''}`,
    `create index ${p}event_delivered on ${table('event')} (delivered_at) where delivered_at is not null`,
    `create table ${table('outbox')} ( -- events that are not delivered yet
  tenant_id ${number} not null,
  event_id ${bytes} not null,
  resource_id ${bytes} not null,
  seq ${number} not null, -- the order among the events of the resource that are here
  due_at ${number}, -- when it may be claimed, or its lease runs out; null when it is parked
  attempts integer not null default 0,
  lease ${number}, -- whoever has it knows this number
  failure text, -- why the last attempt failed
  primary key (tenant_id, resource_id, seq)
)${isSqlite ? ' strict, without rowid' : ''}`,
    `create unique index ${p}outbox_event on ${table('outbox')} (tenant_id, event_id)`,
    `create index ${p}outbox_due on ${table('outbox')} (due_at)`,
  ];
}

function mysqlTables(engine: 'mysql' | 'mariadb', options: TableOptions): readonly string[] {
  const { prefix: p } = options;
  const table = (name: string) => quoted(engine, options, name);
  const end = `engine=innodb default charset=utf8mb4 collate=${collations[engine]}`;
  return [
    `create table if not exists ${table('event')} (
  tenant_id bigint not null,
  event_id varbinary(256) not null, -- 16 bytes of a UUID
  at bigint not null, -- epoch milliseconds
  kind varchar(400) not null, -- User.created
  type smallint not null,
  resource_id varbinary(256) not null,
  delivered_at bigint, -- null while it is in ${p}outbox
  data longtext not null, -- a ProvisioningEvent
  primary key (tenant_id, event_id),
  key ${p}event_delivered (delivered_at)
) ${end}`,
    `create table if not exists ${table('outbox')} ( -- events that are not delivered yet
  tenant_id bigint not null,
  event_id varbinary(256) not null,
  resource_id varbinary(256) not null,
  seq bigint not null, -- the order among the events of the resource that are here
  due_at bigint, -- when it may be claimed, or its lease runs out; null when it is parked
  attempts int not null default 0,
  lease bigint, -- whoever has it knows this number
  failure text, -- why the last attempt failed
  primary key (tenant_id, resource_id, seq),
  unique key ${p}outbox_event (tenant_id, event_id),
  key ${p}outbox_due (due_at)
) ${end}`,
  ];
}
