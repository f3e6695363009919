import type { EventName, OutboxStore } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import type { View } from '../store/context.ts';
import { claimEvents } from './claim-events.ts';
import { eventOf, listOf, type NamedRow } from './event-rows.ts';
import type { OutboxStatements } from './outbox-statements.ts';
import { settleDelivered, settleFailed } from './settle-events.ts';

/**
 * The outbox of a store. It works whether or not this store writes events: the relay may be another process.
 *
 * @param enter - Called before each call; it may refuse, or have to be waited for.
 */
export function createOutbox(
  view: View,
  statements: OutboxStatements,
  enter: () => Promise<void> | undefined,
): OutboxStore {
  const { session } = view;
  return {
    claim: async (options) => {
      await enter();
      return claimEvents(session, statements, options);
    },
    done: async (leases, now) => {
      await enter();
      await settleDelivered(view, statements, leases, now);
    },
    failed: async (lease, failure) => {
      await enter();
      await settleFailed(view, statements, lease, failure);
    },
    parked: async ({ limit, after }) => {
      await enter();
      const from = after === undefined ? undefined : (await namesOf(view, [after]))[0];
      const place = { tenant: from?.tenant_id ?? -1, event: from?.event_id ?? new Uint8Array() };
      const rows = await session.all(statements.parked, { ...place, limit });
      return rows.map((row) => ({
        ...eventOf(row),
        attempts: Number(row.attempts),
        reason: row.failure ?? '',
      }));
    },
    retry: async (events, now) => {
      await enter();
      const named = await namesOf(view, events);
      if (named.length > 0) await session.run(statements.retry, { rows: listOf(named), now });
    },
    prune: async ({ before, limit }) => {
      await enter();
      return session.atomic(async (inside) => {
        const old = await inside.all(statements.old, { before, limit });
        if (old.length > 0) await inside.run(statements.forget, { rows: listOf(old) });
        return old.length;
      });
    },
  };
}

async function namesOf(
  { context, session }: View,
  events: readonly EventName[],
): Promise<readonly (NamedRow & { readonly event_id: Uint8Array })[]> {
  const rows: (NamedRow & { readonly event_id: Uint8Array })[] = [];
  for (const { tenant, id } of events) {
    const tenant_id = await context.tenants.find(session, tenant);
    const event_id = encodeId(id);
    if (tenant_id !== undefined && event_id !== undefined) rows.push({ tenant_id, event_id });
  }
  return rows;
}
