import type { ResourceStore, Scope, StoreSupport, TypeName } from '@scimkit/core';
import { admitUnadmitted } from '../keying/admit-keys.ts';
import type { Unadmitted } from '../keying/unadmitted.ts';
import { createView } from '../store/create-view.ts';
import { runTransaction } from '../store/run-transaction.ts';
import type { Session } from '../store/session.ts';
import { createMapped } from './mapped-create.ts';
import { listMapped, scanMapped } from './mapped-lists.ts';
import { memberPageMapped } from './mapped-member-page.ts';
import { readMapped } from './mapped-read.ts';
import { removeMapped } from './mapped-remove.ts';
import { updateMapped } from './mapped-update.ts';
import type { MappedView } from './mapped-view.ts';

/** The storage port, all of it. */
export type MappedResources = Required<ResourceStore>;

/**
 * The storage port on the application's tables. Types that are not mapped are kept in tables of ours.
 *
 * @param enter - Called before each call; it may refuse, or have to be waited for.
 */
export function createMappedView(
  view: MappedView,
  supports: StoreSupport,
  enter: () => Promise<void> | undefined,
): MappedResources {
  const outside = (unadmitted: Unadmitted) => admitUnadmitted(view, unadmitted);
  const unmapped = createView(view, enter, outside);
  // Group stands for itself: in tables of ours its members would be strangers.
  const isMapped = (type: TypeName): boolean => view.schema.types.has(type) || type === 'Group';
  const call = async <T>({ signal }: Scope, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    const waiting = enter();
    if (waiting !== undefined) await waiting;
    return work();
  };
  return {
    supports,
    create: (scope, type, draft, event) =>
      isMapped(type)
        ? call(scope, () => createMapped(view, scope, type, draft, event))
        : unmapped.create(scope, type, draft, event),
    read: (scope, type, id, want) =>
      isMapped(type)
        ? call(scope, () => readMapped(view, scope, type, id, want))
        : unmapped.read(scope, type, id, want),
    list: (scope, type, query) =>
      isMapped(type)
        ? call(scope, () => listMapped(view, scope, type, query, supports))
        : unmapped.list(scope, type, query),
    scan: async function* (scope, type, filter, want) {
      await call(scope, async () => undefined);
      yield* isMapped(type)
        ? scanMapped(view, scope, type, filter, want, supports)
        : unmapped.scan(scope, type, filter, want);
    },
    update: (scope, type, id, change) =>
      isMapped(type)
        ? call(scope, () => updateMapped(view, scope, type, id, change))
        : unmapped.update(scope, type, id, change),
    remove: (scope, type, id, removal) =>
      isMapped(type)
        ? call(scope, () => removeMapped(view, scope, type, id, removal))
        : unmapped.remove(scope, type, id, removal),
    memberPage: (scope, type, id, after, limit) =>
      isMapped(type)
        ? call(scope, () => memberPageMapped(view, scope, type, id, after, limit))
        : unmapped.memberPage(scope, type, id, after, limit),
    transaction: (scope, work) =>
      call(scope, async () => {
        // The application may have to ask a database of one connection, which the transaction keeps from everybody.
        await view.schema.organisationOf(view, scope.tenant);
        return inTransaction(view, supports, outside, work);
      }),
  };
}

/** Runs `work` as one transaction, on mapped and other types alike. */
function inTransaction<T>(
  view: MappedView,
  supports: StoreSupport,
  outside: (unadmitted: Unadmitted) => Promise<void>,
  work: (store: ResourceStore) => Promise<T>,
): Promise<T> {
  const { context } = view;
  let session: Session | undefined;
  // The transaction of the store's own tables is joined, so that it knows of this one and refuses to wait for it.
  const noticed: Session = {
    ...view.session,
    transaction: (body) =>
      view.session.transaction((inside) => {
        session = inside;
        return body(inside);
      }),
  };
  const body = () => {
    const forked = {
      ...context,
      types: context.types.fork(),
      tenants: context.tenants.fork(),
      indexes: context.indexes.fork(),
    };
    const inside: MappedView = { ...view, context: forked, session: session ?? view.session };
    return work(createMappedView(inside, supports, () => undefined));
  };
  return runTransaction({ ...view, session: noticed }, body, outside);
}
