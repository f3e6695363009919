import { sql } from 'kysely';
import type { Sql } from '../statements/statement.ts';
import type { TableOptions } from './migration.ts';

/** The tables, by what is in them. */
export const tableNames = [
  'tenant',
  'tenant_name',
  'token',
  'type',
  'resource',
  'value',
  'unique',
  'member',
  'index',
  'event',
  'outbox',
  'schema_version',
] as const;

/** The tables as they are named in SQL: with schema and prefix, quoted. */
export type Tables = Readonly<Record<(typeof tableNames)[number], Sql>> & { readonly options: TableOptions };

const allowed = /^[a-z][a-z0-9_]{0,30}$/;
const allowedSchema = /^[a-zA-Z_][a-zA-Z0-9_$-]{0,62}$/;

/**
 * Names the tables.
 *
 * @param options - What every name begins with, for example `scim_`, and the schema.
 * @throws TypeError when the prefix is not lower-case letters, digits and underscores, beginning with a letter, or the
 *   schema is no plain name.
 */
export function nameTables(options: TableOptions): Tables {
  const { prefix, schema } = options;
  if (!allowed.test(prefix)) {
    throw new TypeError(
      'prefix: it has to begin with a lower-case letter, and consist of lower-case letters, digits and underscores; at most 31.',
    );
  }
  if (schema !== undefined && !allowedSchema.test(schema)) {
    throw new TypeError(
      'schema: it has to begin with a letter, and consist of letters, digits, underscores, dashes and dollar signs; at most 63.',
    );
  }
  const named = (name: string): Sql =>
    schema === undefined ? sql.id(`${prefix}${name}`) : sql.id(schema, `${prefix}${name}`);
  return {
    options,
    tenant: named('tenant'),
    tenant_name: named('tenant_name'),
    token: named('token'),
    type: named('type'),
    resource: named('resource'),
    value: named('value'),
    unique: named('unique'),
    member: named('member'),
    index: named('index'),
    event: named('event'),
    outbox: named('outbox'),
    schema_version: named('schema_version'),
  };
}
