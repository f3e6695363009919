import type { ResourceStore, Scope } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';

/** One call that core made to a store. */
export interface StoreCall {
  readonly method: 'create' | 'read' | 'list' | 'scan' | 'update' | 'remove';
  readonly scope: Scope;
  readonly type: string;
  /** The rest of the arguments. */
  readonly rest: readonly unknown[];
}

/** A memory store that tells what it is asked, and may claim to support less than it does. */
export function watchedStore(supports: Partial<ResourceStore['supports']> = {}): {
  readonly store: ResourceStore;
  readonly calls: StoreCall[];
} {
  const inner = createMemoryStore();
  const calls: StoreCall[] = [];
  const note = (method: StoreCall['method'], scope: Scope, type: string, ...rest: readonly unknown[]) => {
    calls.push({ method, scope, type, rest });
  };
  const store: ResourceStore = {
    supports: { ...inner.supports, ...supports },
    create: (scope, type, draft, event) => {
      note('create', scope, type, draft);
      return inner.create(scope, type, draft, event);
    },
    read: (scope, type, id, want) => {
      note('read', scope, type, id, want);
      return inner.read(scope, type, id, want);
    },
    list: (scope, type, query) => {
      note('list', scope, type, query);
      return inner.list(scope, type, query);
    },
    scan: (scope, type, filter, want) => {
      note('scan', scope, type, filter, want);
      return inner.scan(scope, type, filter, want);
    },
    update: (scope, type, id, change) => {
      note('update', scope, type, id, change);
      return inner.update(scope, type, id, change);
    },
    remove: (scope, type, id, removal) => {
      note('remove', scope, type, id, removal);
      return inner.remove(scope, type, id, removal);
    },
  };
  return { store, calls };
}
