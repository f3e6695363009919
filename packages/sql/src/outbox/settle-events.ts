import type { DeliveryFailure, Lease } from '@scimkit/core';
import { toHex } from '../codec/hex.ts';
import { bytesOf, encodeId } from '../codec/resource-id.ts';
import type { View } from '../store/context.ts';
import type { Session } from '../store/session.ts';
import { listOf, type NamedRow } from './event-rows.ts';
import type { OutboxStatements } from './outbox-statements.ts';

/** A lease as the rows have it. */
interface HeldLease {
  readonly tenant: number;
  readonly event: Uint8Array;
  readonly lease: number;
}

/** An event that is still held. */
interface HeldRow extends NamedRow {
  readonly resource_id: Uint8Array | string;
}

/** Events were delivered: they leave the outbox, and the next of their resources are due. */
export async function settleDelivered(
  view: View,
  statements: OutboxStatements,
  leases: readonly Lease[],
  now: number,
): Promise<void> {
  const wanted = await toRows(view, leases);
  if (wanted.length === 0) return;
  await view.session.atomic(async (session) => {
    const held: HeldRow[] = [];
    for (const lease of wanted) held.push(...(await session.all(statements.held, lease)));
    if (held.length === 0) return;
    const rows = listOf(held);
    await session.run(statements.remove, { rows });
    await session.run(statements.delivered, { rows, now });
    await promoteNext(session, statements, held, now);
  });
}

/** An event was not delivered: it is due again later, or parked, and then the next of its resource is due. */
export async function settleFailed(
  view: View,
  statements: OutboxStatements,
  lease: Lease,
  { dueAt, reason, now }: DeliveryFailure,
): Promise<void> {
  const [row] = await toRows(view, [lease]);
  if (row === undefined) return;
  await view.session.atomic(async (session) => {
    const held = await session.all(statements.held, row);
    if (held.length === 0) return;
    await session.run(statements.putBack, { ...row, dueAt: dueAt ?? null, reason: storable(reason) });
    if (dueAt === undefined) await promoteNext(session, statements, held, now);
  });
}

async function promoteNext(
  session: Session,
  statements: OutboxStatements,
  held: readonly HeldRow[],
  now: number,
): Promise<void> {
  const resources = held.map(({ tenant_id, resource_id }) => [
    Number(tenant_id),
    toHex(bytesOf(resource_id)),
  ]);
  const heads = await session.all(statements.heads, { rows: JSON.stringify(resources) });
  const next = heads.flatMap(({ tenant_id, event_id }) =>
    event_id === null ? [] : [{ tenant_id, event_id }],
  );
  if (next.length > 0) await session.run(statements.promote, { rows: listOf(next), now });
}

/** Leases in one order, so that two who settle lock in the same one; those that can be nobody's are left out. */
async function toRows({ context, session }: View, leases: readonly Lease[]): Promise<readonly HeldLease[]> {
  const rows: HeldLease[] = [];
  for (const { tenant, id, lease } of leases) {
    const number = await context.tenants.find(session, tenant);
    const event = encodeId(id);
    if (number !== undefined && event !== undefined && /^\d{1,16}$/.test(lease)) {
      rows.push({ tenant: number, event, lease: Number(lease) });
    }
  }
  const place = ({ tenant, event }: HeldLease) => `${String(tenant).padStart(16, '0')}/${toHex(event)}`;
  return rows.sort((left, right) => (place(left) < place(right) ? -1 : 1));
}

const reasonLength = 500;

/** Words that every database takes. */
function storable(reason: string): string {
  return reason.replaceAll('\0', ' ').slice(0, reasonLength).toWellFormed();
}
