import type { ResourceModel } from '../schema/resource-model.ts';
import type { Applied, OutboxEvent } from '../storage/port.ts';
import type { ProvisioningEvent } from '../storage/provisioning-event.ts';
import { createUuidV7 } from '../storage/uuid-v7.ts';
import { changeEvent } from './change-event.ts';
import type { Context } from './context.ts';
import type { ChangeEvent } from './hooks.ts';

/** Tells of one change: to the store's outbox in the commit, to the application's hook after it. */
export interface Announcement {
  /** For the store's write; absent when the store has no outbox. */
  readonly event?: (applied: Applied) => OutboxEvent;
  /** True when somebody is going to be told, so that the documents have to be loaded. */
  readonly isHeard: boolean;
  /** Tells the application what was committed. A hook that fails is logged and changes nothing. */
  readonly afterCommit: (applied: Applied) => Promise<void>;
}

const unheard: Announcement = { isHeard: false, afterCommit: async () => undefined };

/**
 * Prepares to tell of a change. The event has one id, in the outbox and in the hook, however often the write is tried.
 *
 * @param operation - What is about to be done.
 * @param at - When, in epoch milliseconds: the time that the store's write is given.
 */
export function announcementOf(
  context: Context,
  model: ResourceModel,
  operation: ChangeEvent['operation'],
  at: number,
): Announcement {
  const { store, hooks } = context.server;
  const { afterCommit } = hooks;
  if (afterCommit === undefined && !store.supports.outbox) return unheard;
  const id = createUuidV7();
  const eventOf = (applied: Applied) => changeEvent({ id, operation, at }, context, model, applied);
  return {
    isHeard: true,
    ...(store.supports.outbox ? { event: (applied) => toOutbox(model, eventOf(applied)) } : {}),
    afterCommit: async (applied) => {
      if (afterCommit === undefined || !applied.changed) return;
      try {
        await afterCommit(eventOf(applied));
      } catch (error) {
        context.server.report(error, 'afterCommit');
      }
    },
  };
}

/** The event as JSON that outlives the process: without the signal of the request. */
function toOutbox(model: ResourceModel, { scope, ...event }: ChangeEvent): OutboxEvent {
  const { tenant, connection, principal } = scope;
  const data: ProvisioningEvent = {
    format: 1,
    ...event,
    tenant,
    connection,
    principal,
    path: `${model.endpoint}/${encodeURIComponent(event.resourceId)}`,
    ...(model.membership === undefined ? {} : { memberAttribute: model.membership.name }),
  };
  return { id: event.id, kind: `${event.type}.${event.kind}`, data };
}
