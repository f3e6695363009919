import type { ResourceStore, StoreSupport } from '@scimkit/core';
import { createResource } from './create-resource.ts';
import { listPage } from './list-page.ts';
import { memberPage } from './member-page.ts';
import { pause } from './pace.ts';
import { present } from './present.ts';
import { recordingEvent } from './record-event.ts';
import { removeResource } from './remove-resource.ts';
import { scanResources } from './scan-resources.ts';
import { runTransaction, type Session } from './session.ts';
import { updateResource } from './update-resource.ts';

/** What every view of one store shares. */
export interface ViewOptions {
  readonly newId: () => string;
  readonly patience: number;
  /** Are events recorded? */
  readonly outbox: boolean;
}

/** Everything is evaluated by core's own interpreter over the stored documents, so all of it is exact. */
const supports: Omit<StoreSupport, 'outbox'> = Object.freeze({
  compare: () => 'exact',
  sameElement: true,
  sort: () => true,
  cursor: true,
  deltas: true,
  memberPages: true,
  transactions: 'interactive',
  ifVersion: 'atomic',
  uniqueness: 'enforced',
  maxKeyLength: 400,
});

/** The storage port over a session. */
export function createView(session: Session, options: ViewOptions): Required<ResourceStore> {
  return {
    supports: Object.freeze({ ...supports, outbox: options.outbox }),
    create: async (scope, type, draft, event) =>
      session.run(scope, (tenant) =>
        recordingEvent(tenant, scope, draft.at, event, () =>
          createResource(tenant, type, draft, options.newId),
        ),
      ),
    read: async (scope, type, id, want) =>
      session.run(scope, (tenant) => {
        const slot = tenant.find(type, id);
        return slot === undefined ? undefined : present(slot, want);
      }),
    list: async (scope, type, query) => {
      let listing: ReturnType<typeof listPage> | undefined;
      for (;;) {
        const step = await session.run(scope, (tenant) => {
          listing ??= listPage(tenant, type, query);
          return listing.next();
        });
        if (step.done === true) return step.value;
        await pause();
      }
    },
    scan: (scope, type, filter, want) => scanResources(session, scope, type, filter, want),
    update: async (scope, type, id, change) =>
      session.run(scope, (tenant) =>
        recordingEvent(tenant, scope, change.at, change.event, () =>
          updateResource(tenant, type, id, change),
        ),
      ),
    remove: async (scope, type, id, removal) =>
      session.run(scope, (tenant) =>
        recordingEvent(tenant, scope, removal.at, removal.event, () =>
          removeResource(tenant, type, id, removal),
        ),
      ),
    memberPage: async (scope, type, id, after, limit) =>
      session.run(scope, (tenant) => {
        const slot = tenant.find(type, id);
        return slot === undefined ? undefined : memberPage(slot, after, limit);
      }),
    transaction: (scope, work) =>
      runTransaction(session, scope, options.patience, (inside) => work(createView(inside, options))),
  };
}
