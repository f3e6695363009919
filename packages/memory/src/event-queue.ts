import type { OutboxEvent } from '@scimkit/core';
import { entryOf } from './entry-of.ts';

/** An event that is still to be delivered. */
export interface QueuedEvent {
  readonly tenant: string;
  readonly resource: string;
  readonly id: string;
  readonly kind: string;
  /** The data as JSON: nobody can change it who has it in hand. */
  readonly json: string;
  /** Epoch milliseconds: when it may be claimed, or when its lease runs out; absent while it is parked. */
  dueAt: number | undefined;
  attempts: number;
  /** Who has it; absent while nobody does. */
  lease: string | undefined;
  reason: string;
}

/** An event as it is recorded beside a change. */
export interface NewEvent {
  readonly tenant: string;
  readonly resource: string;
  readonly at: number;
  readonly event: OutboxEvent;
}

/** Events that are still to be delivered, those of each resource in the order of its changes. */
export class EventQueue {
  /** By tenant, then by resource. */
  readonly #lines = new Map<string, Map<string, QueuedEvent[]>>();
  /** By tenant, then by id. */
  readonly #byId = new Map<string, Map<string, QueuedEvent>>();

  add({ tenant, resource, at, event }: NewEvent): void {
    const { id, kind, data } = event;
    const queued: QueuedEvent = {
      tenant,
      resource,
      id,
      kind,
      json: JSON.stringify(data),
      dueAt: at,
      attempts: 0,
      lease: undefined,
      reason: '',
    };
    const lines = entryOf(this.#lines, tenant, () => new Map());
    entryOf<string, QueuedEvent[]>(lines, resource, () => []).push(queued);
    entryOf(this.#byId, tenant, () => new Map()).set(id, queued);
  }

  find(tenant: string, id: string): QueuedEvent | undefined {
    return this.#byId.get(tenant)?.get(id);
  }

  /** The first event of each resource that is not parked: those that may be claimed, once they are due. */
  *heads(): Generator<QueuedEvent, void> {
    for (const lines of this.#lines.values()) {
      for (const line of lines.values()) {
        const head = line.find(({ dueAt }) => dueAt !== undefined);
        if (head !== undefined) yield head;
      }
    }
  }

  *all(): Generator<QueuedEvent, void> {
    for (const events of this.#byId.values()) yield* events.values();
  }

  delete({ tenant, resource, id }: QueuedEvent): void {
    this.#byId.get(tenant)?.delete(id);
    const lines = this.#lines.get(tenant);
    const line = lines?.get(resource) ?? [];
    const at = line.findIndex((each) => each.id === id);
    if (at !== -1) line.splice(at, 1);
    if (line.length === 0) lines?.delete(resource);
  }

  /** Forgets all events of a tenant. */
  clear(tenant: string): void {
    this.#lines.delete(tenant);
    this.#byId.delete(tenant);
  }
}
