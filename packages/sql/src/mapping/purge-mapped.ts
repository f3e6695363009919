import { sql } from 'kysely';
import { type PurgeResult, removeContents } from '../tenant/purge-tenant.ts';
import type { WholeTenantStatements } from '../tenant/tenant-statements.ts';
import type { MappedView } from './mapped-view.ts';
import { all, run } from './run-sql.ts';

/**
 * Removes a slice of what is kept of a tenant beside the application's tables: the sidecar first, so that none of the
 * application's rows is a resource any more, and the tenant last.
 */
export async function purgeMapped(
  view: MappedView,
  statements: WholeTenantStatements,
  tenantId: string,
  limit: number,
): Promise<PurgeResult> {
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new TypeError('limit: it has to be a whole number from 1.');
  const tenant = await view.context.tenants.find(view.session, tenantId);
  if (tenant === undefined) return { done: true };
  return view.session.atomic(async (session) => {
    await session.run(statements.suspend, { tenant });
    const left = limit - (await removeLinks({ ...view, session }, tenant, limit));
    if (left < 1 || !(await removeContents(session, statements, tenant, left))) return { done: false };
    await session.run(statements.removeTenant, { tenant });
    return { done: true };
  });
}

/** @returns How many there were, at most `limit`. */
async function removeLinks(view: MappedView, tenant: number, limit: number): Promise<number> {
  const { link } = view.schema;
  const paging = view.context.dialect.limit(sql.lit(1), sql.lit(limit - 1));
  const [last] = await all<{ readonly id: Uint8Array }>(
    view,
    sql`select id from ${link} where tenant_id = ${tenant} order by id ${paging}`,
  );
  const upTo = last === undefined ? sql`` : sql` and id <= ${last.id}`;
  return run(view, sql`delete from ${link} where tenant_id = ${tenant}${upTo}`);
}
