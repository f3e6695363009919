import { bytesOf } from '../codec/resource-id.ts';
import type { View } from '../store/context.ts';
import type { Session } from '../store/session.ts';
import type { BoundaryRow, Sliced, UpTo, WholeTenantStatements } from './tenant-statements.ts';

/** What a call of `purge` did. */
export interface PurgeResult {
  /** True when nothing of the tenant is left. */
  readonly done: boolean;
}

const none = new Uint8Array();

/**
 * Removes a slice of a tenant, in one transaction: its tokens first, so that nobody gets in any more, and the tenant
 * itself last, so that it can be found until nothing is left.
 */
export async function purgeTenant(
  view: View,
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
    if (!(await removeContents(session, statements, tenant, limit))) return { done: false };
    // The number of a name of the application's stays: a process that remembers it must not write where nobody looks.
    await session.run(statements.removeTenant, { tenant });
    return { done: true };
  });
}

/**
 * Removes what is in a tenant, and not the tenant.
 *
 * @param limit - How many rows, more or less: the keys of one resource go together, and so do all tokens.
 * @returns True when nothing is left.
 */
export async function removeContents(
  session: Session,
  statements: WholeTenantStatements,
  tenant: number,
  limit: number,
): Promise<boolean> {
  let left = limit;
  for (const slice of statements.slices) {
    const removed = await removeFirst(session, slice, tenant, left);
    if (removed === undefined) return false;
    left -= removed;
    if (left < 1) return false;
  }
  return true;
}

/** @returns How many rows there were; `undefined` when there may be more. */
async function removeFirst(
  session: Session,
  { boundary, before, all }: Sliced,
  tenant: number,
  count: number,
): Promise<number | undefined> {
  // Tokens are few, and the first slice takes them all.
  const row =
    before.length === 0 ? undefined : await session.first(boundary, { tenant, offset: count - 1, limit: 1 });
  if (row === undefined) return session.run(all, { tenant });
  const place = upTo(tenant, row);
  for (const statement of before) await session.run(statement, place);
  return undefined;
}

function upTo(tenant: number, { id, type, group_id, member_id, event_id }: BoundaryRow): UpTo {
  return {
    tenant,
    id: bytesOf(id ?? member_id ?? event_id ?? none),
    type: Number(type ?? 0),
    group: bytesOf(group_id ?? none),
  };
}
