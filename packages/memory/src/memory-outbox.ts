import { createUuidV7, type EventName, type Lease, type OutboxStore } from '@scimkit/core';
import type { EventQueue, QueuedEvent } from './event-queue.ts';

/** The outbox over a queue. A delivered event is forgotten at once, so there is never anything to prune. */
export function createMemoryOutbox(queue: EventQueue): OutboxStore {
  const held = ({ tenant, id, lease }: Lease): QueuedEvent | undefined => {
    const event = queue.find(tenant, id);
    return event?.lease === lease ? event : undefined;
  };
  return {
    claim: async ({ limit, leaseMs, now }) => {
      const due = [...queue.heads()].filter(({ dueAt }) => dueAt !== undefined && dueAt <= now);
      due.sort((left, right) => (left.dueAt ?? 0) - (right.dueAt ?? 0));
      return due.slice(0, limit).map((event) => {
        const lease = createUuidV7();
        event.lease = lease;
        event.dueAt = now + leaseMs;
        event.attempts += 1;
        return { ...contentOf(event), attempt: event.attempts, lease };
      });
    },
    done: async (leases) => {
      for (const lease of leases) {
        const event = held(lease);
        if (event !== undefined) queue.delete(event);
      }
    },
    failed: async (lease, { dueAt, reason }) => {
      const event = held(lease);
      if (event === undefined) return;
      event.lease = undefined;
      event.dueAt = dueAt;
      event.reason = reason.slice(0, reasonLength);
    },
    parked: async ({ limit, after }) =>
      [...queue.all()]
        .filter((event) => event.dueAt === undefined && (after === undefined || isAfter(event, after)))
        .sort((left, right) => (isAfter(left, right) ? 1 : -1))
        .slice(0, limit)
        .map((event) => ({ ...contentOf(event), attempts: event.attempts, reason: event.reason })),
    retry: async (events, now) => {
      for (const { tenant, id } of events) {
        const event = queue.find(tenant, id);
        if (event === undefined || event.dueAt !== undefined) continue;
        event.dueAt = now;
        event.attempts = 0;
      }
    },
    prune: async () => 0,
  };
}

const reasonLength = 500;

function contentOf({ tenant, id, kind, json }: QueuedEvent) {
  return { tenant, id, kind, data: JSON.parse(json) as unknown };
}

function isAfter(left: EventName, right: EventName): boolean {
  return left.tenant === right.tenant ? left.id > right.id : left.tenant > right.tenant;
}
