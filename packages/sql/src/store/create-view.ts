import type { ResourceStore, Scope } from '@scimkit/core';
import { keyedSupports } from '../keying/keyed-supports.ts';
import { Unadmitted } from '../keying/unadmitted.ts';
import type { View } from './context.ts';
import { createResource } from './create-resource.ts';
import { listResources } from './list-resources.ts';
import { memberPage } from './member-page.ts';
import { readResource } from './read-resource.ts';
import { removeResource } from './remove-resource.ts';
import { runTransaction } from './run-transaction.ts';
import { scanResources } from './scan-resources.ts';
import { updateResource } from './update-resource.ts';

/**
 * The storage port on a view of the store.
 *
 * @param enter - Called before each call; it may refuse, or have to be waited for.
 * @param outside - Admits a write outside of the transaction that it is in.
 */
export function createView(
  view: View,
  enter: () => Promise<void> | undefined,
  outside: (unadmitted: Unadmitted) => Promise<void>,
): Required<ResourceStore> {
  /** Refuses what nobody waits for any more, and lets in what may. */
  const call = async <T>({ signal }: Scope, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    const waiting = enter();
    if (waiting !== undefined) await waiting;
    return await work();
  };
  /** Others may have to be told of a write before it is made. Inside a transaction, that is for the next time. */
  const write = <T>(scope: Scope, work: () => Promise<T>): Promise<T> =>
    call(scope, work).catch((error: unknown) => {
      if (!(error instanceof Unadmitted)) throw error;
      const told = outside(error);
      if (!view.session.joined) return told.then(work);
      // It ends after the transaction, and says nothing to it.
      told.catch(() => undefined);
      throw error;
    });
  return {
    supports: { ...keyedSupports(view.context.indexes), outbox: view.context.outbox !== undefined },
    create: (scope, type, draft, event) =>
      write(scope, () => createResource(view, scope, type, draft, event)),
    read: (scope, type, id, want) => call(scope, () => readResource(view, scope, type, id, want)),
    list: (scope, type, query) => call(scope, () => listResources(view, scope, type, query)),
    scan: async function* (scope, type, filter, want) {
      await call(scope, async () => undefined);
      yield* scanResources(view, scope, type, filter, want);
    },
    update: (scope, type, id, change) => write(scope, () => updateResource(view, scope, type, id, change)),
    remove: (scope, type, id, removal) => call(scope, () => removeResource(view, scope, type, id, removal)),
    memberPage: (scope, type, id, after, limit) =>
      call(scope, () => memberPage(view, scope, type, id, after, limit)),
    transaction: (scope, work) => call(scope, () => runTransaction(view, work, outside)),
  };
}
