import type { FilterNode, Scope, Stored, TypeName, Want } from '@scimkit/core';
import { bytesOf } from '../codec/resource-id.ts';
import type { View } from './context.ts';
import { ensureSearchable, planList } from './list-plan.ts';
import { selectedFrom, toStored } from './to-stored.ts';

/** So many resources are fetched at a time: others have their turn in between, and nothing is held open. */
const batch = 200;

/** Finds every resource that matches, in the order of ids, a batch at a time. Each begins after the last id of the one before. */
export async function* scanResources(
  view: View,
  scope: Scope,
  type: TypeName,
  filter: FilterNode | undefined,
  want: Want,
): AsyncGenerator<Stored, void> {
  scope.signal?.throwIfAborted();
  const list = await planList(view, scope, type, { want, ...(filter === undefined ? {} : { filter }) });
  if (list === undefined) return;
  let args = { ...list.from, limit: batch };
  for (let positioned = false; ; positioned = true) {
    const piece = list.plan.piece({ part: 'all', descending: false, positioned, deep: false }, want);
    const rows = await view.session.all(piece, args);
    for (const stored of await toStored(view, type, selectedFrom(rows), want)) {
      scope.signal?.throwIfAborted();
      yield stored;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return;
    scope.signal?.throwIfAborted();
    await ensureSearchable(view, { filter, sort: undefined });
    args = { ...args, afterId: bytesOf(last.id) };
  }
}
