import { StoreError } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { compileStatement, slot } from '../statements/statement.ts';
import type { View } from '../store/context.ts';
import { numberOf } from '../store/tenant-registry.ts';

/** So many tenants are remembered. */
const capacity = 10_000;

/**
 * Finds the value of the `tenant` column for a tenant: what the application's function says, else the `appRef` of a tenant
 * of ours, else the tenant's own id.
 *
 * @returns A function that throws a StoreError `unavailable` for a tenant of ours that was made without an `appRef`: nothing
 *   says whose rows it may see.
 */
export function organisationLookup(
  db: Kysely<unknown>,
  { tenant }: Tables,
  own: ((tenant: string) => string | number | Promise<string | number>) | undefined,
): (view: View, tenant: string) => Promise<string | number> {
  const known = new Map<string, string | number>();
  const find = compileStatement<{ readonly number: number }, { readonly app_ref: string | null }>(
    db,
    sql`select app_ref from ${tenant} where tenant_id = ${slot((a: { readonly number: number }) => a.number)}`,
  );
  const look = async ({ session }: View, id: string): Promise<string | number> => {
    if (own !== undefined) return own(id);
    const number = numberOf(id);
    const row = number === undefined ? undefined : await session.first(find, { number });
    if (row === undefined) return id;
    if (row.app_ref !== null) return row.app_ref;
    throw new StoreError(
      'unavailable',
      "The tenant was made without an `appRef`, which is the value of the mapping's `tenant` column.",
    );
  };
  return async (view, id) => {
    const found = known.get(id) ?? (await look(view, id));
    if (known.size >= capacity) known.clear();
    known.set(id, found);
    return found;
  };
}
