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
export function createView(view: View, enter: () => Promise<void> | void): Required<ResourceStore> {
  const admit = async ({ signal }: Scope): Promise<void> => {
    signal?.throwIfAborted();
    await enter();
  };
  return {
    supports,
    create: async (scope, type, draft) => {
      await admit(scope);
      return createResource(view, scope, type, draft);
    },
    read: async (scope, type, id, want) => {
      await admit(scope);
      return readResource(view, scope, type, id, want);
    },
    list: async (scope, type, query) => {
      await admit(scope);
      return listResources(view, scope, type, query);
    },
    scan: async function* (scope, type, filter, want) {
      await admit(scope);
      yield* scanResources(view, scope, type, filter, want);
    },
    update: async (scope, type, id, change) => {
      await admit(scope);
      return updateResource(view, scope, type, id, change);
    },
    remove: async (scope, type, id, removal) => {
      await admit(scope);
      return removeResource(view, scope, type, id, removal);
    },
    transaction: async (scope, work) => {
      await admit(scope);
      return runTransaction(view, work);
    },
  };
}
