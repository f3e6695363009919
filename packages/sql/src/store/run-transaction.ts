import { AsyncLocalStorage } from 'node:async_hooks';
import { type ResourceStore, StoreError } from '@scimkit/core';
import { admitAgain } from '../keying/admit-keys.ts';
import type { Unadmitted } from '../keying/unadmitted.ts';
import type { Context, View } from './context.ts';
import { createView } from './create-view.ts';

/** The transactions that the code that runs now is in, innermost last. */
const inside = new AsyncLocalStorage<readonly Running[]>();

interface Running {
  readonly db: Context['db'];
  over: boolean;
}

/** Runs `work` as one transaction, with a store of its own. */
export function runTransaction<T>(
  view: View,
  work: (store: ResourceStore) => Promise<T>,
  outside: (unadmitted: Unadmitted) => Promise<void>,
): Promise<T> {
  const { context } = view;
  return view.session.transaction(async (session) => {
    // Decisions about types and tenants count for others after the commit, when they look for themselves.
    const forked = {
      ...context,
      types: context.types.fork(),
      tenants: context.tenants.fork(),
      indexes: context.indexes.fork(),
    };
    const running: Running = { db: context.db, over: false };
    try {
      const transaction = { context: forked, session };
      const store = createView(transaction, () => undefined, outside);
      const result = await inside.run([...(inside.getStore() ?? []), running], () => work(store));
      await admitAgain(transaction);
      return result;
    } finally {
      running.over = true;
    }
  });
}

/**
 * Where all work shares one connection, a transaction that waits for the store around it waits for ever.
 *
 * @throws StoreError `unsupported` in place of that.
 */
export function ensureOutside({ db, singleConnection }: Context): void {
  if (!singleConnection) return;
  if (inside.getStore()?.some((running) => running.db === db && !running.over) !== true) return;
  throw new StoreError(
    'unsupported',
    'This code runs inside a transaction, and the database has one connection: use the store that was handed to the transaction, not the one around it.',
  );
}
