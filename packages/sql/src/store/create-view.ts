import type { ResourceStore, Scope } from '@scimkit/core';
import { supports } from '../filter/supports.ts';
import type { View } from './context.ts';
import { createResource } from './create-resource.ts';
import { listResources } from './list-resources.ts';
import { readResource } from './read-resource.ts';
import { removeResource } from './remove-resource.ts';
import { runTransaction } from './run-transaction.ts';
import { scanResources } from './scan-resources.ts';
import { updateResource } from './update-resource.ts';

/**
 * The storage port on a view of the store.
 *
 * @param enter - Called before each call; it may refuse, or have to be waited for.
 */
export function createView(view: View, enter: () => Promise<void> | undefined): Required<ResourceStore> {
  /** Refuses what nobody waits for any more, and lets in what may. */
  const call = async <T>({ signal }: Scope, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    const waiting = enter();
    if (waiting !== undefined) await waiting;
    return work();
  };
  return {
    supports,
    create: (scope, type, draft) => call(scope, () => createResource(view, scope, type, draft)),
    read: (scope, type, id, want) => call(scope, () => readResource(view, scope, type, id, want)),
    list: (scope, type, query) => call(scope, () => listResources(view, scope, type, query)),
    scan: async function* (scope, type, filter, want) {
      await call(scope, async () => undefined);
      yield* scanResources(view, scope, type, filter, want);
    },
    update: (scope, type, id, change) => call(scope, () => updateResource(view, scope, type, id, change)),
    remove: (scope, type, id, removal) => call(scope, () => removeResource(view, scope, type, id, removal)),
    transaction: (scope, work) => call(scope, () => runTransaction(view, work)),
  };
}
