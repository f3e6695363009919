import { sql } from 'kysely';
import type { Sql } from '../statements/statement.ts';

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
  'schema_version',
] as const;

/** The tables as they are named in SQL: with the prefix, quoted. */
export type Tables = Readonly<Record<(typeof tableNames)[number], Sql>> & { readonly prefix: string };

const allowed = /^[a-z][a-z0-9_]{0,30}$/;

/**
 * Names the tables.
 *
 * @param prefix - What every name begins with, for example `scim_`.
 * @throws TypeError when the prefix is not lower-case letters, digits and underscores, beginning with a letter.
 */
export function nameTables(prefix: string): Tables {
  if (!allowed.test(prefix)) {
    throw new TypeError(
      'prefix: it has to begin with a lower-case letter, and consist of lower-case letters, digits and underscores; at most 31.',
    );
  }
  const named = (name: string): Sql => sql.id(`${prefix}${name}`);
  return {
    prefix,
    tenant: named('tenant'),
    tenant_name: named('tenant_name'),
    token: named('token'),
    type: named('type'),
    resource: named('resource'),
    value: named('value'),
    unique: named('unique'),
    member: named('member'),
    schema_version: named('schema_version'),
  };
}
