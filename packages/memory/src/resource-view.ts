import type { ResourceStore, StoreSupport } from '@scimkit/core';
import { createResource } from './create-resource.ts';
import { listPage } from './list-page.ts';
import { pause } from './pace.ts';
import { present } from './present.ts';
import { removeResource } from './remove-resource.ts';
import { scanResources } from './scan-resources.ts';
import { runTransaction, type Session } from './session.ts';
import { updateResource } from './update-resource.ts';

/** What every view of one store shares. */
export interface ViewOptions {
  readonly newId: () => string;
  readonly patience: number;
}

/** Everything is evaluated by core's own interpreter over the stored documents, so all of it is exact. */
const supports: StoreSupport = Object.freeze({
  compare: () => 'exact',
  sameElement: true,
  sort: () => true,
  cursor: true,
  deltas: true,
  transactions: 'interactive',
  outbox: false,
  ifVersion: 'atomic',
  uniqueness: 'enforced',
  maxKeyLength: 400,
});

/** The storage port over a session. */
export function createView(session: Session, options: ViewOptions): Required<ResourceStore> {
  return {
    supports,
    create: async (scope, type, draft) =>
      session.run(scope, (tenant) => createResource(tenant, type, draft, options.newId)),
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
      session.run(scope, (tenant) => updateResource(tenant, type, id, change)),
    remove: async (scope, type, id, removal) =>
      session.run(scope, (tenant) => removeResource(tenant, type, id, removal)),
    transaction: (scope, work) =>
      runTransaction(session, scope, options.patience, (inside) => work(createView(inside, options))),
  };
}
