import type { Applied, Removal, Scope, TypeName } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import { recordEvent } from '../outbox/record-event.ts';
import { changeMembers } from './change-members.ts';
import type { View } from './context.ts';
import { StoredRow } from './stored-row.ts';
import { ensureVersion, versionStep } from './version.ts';
import { removeKeys } from './write-keys.ts';

/**
 * Removes a resource with its keys and memberships. The groups that held it have changed by that, so they get a new
 * version each.
 *
 * @returns The resource as it was, both as `before` and as `after`; `undefined` when there is none.
 * @throws StoreError `version`; nothing has changed then.
 */
export async function removeResource(
  view: View,
  scope: Scope,
  typeName: TypeName,
  id: string,
  { at, ifVersion, event }: Removal,
): Promise<Applied | undefined> {
  const bytes = encodeId(id);
  if (bytes === undefined) return undefined;
  const tenant =
    view.context.tenants.peek(scope.tenant) ?? (await view.context.tenants.find(view.session, scope.tenant));
  const type = view.context.types.peek(typeName) ?? (await view.context.types.find(view.session, typeName));
  if (tenant === undefined || type === undefined) return undefined;
  const key = { tenant, type: type.number, id: bytes };
  const { statements } = view.context;
  return view.session.atomic(async (session) => {
    const inside = { ...view, session };
    // Who adds a member locks the group first and the member second; so does who removes the member from it.
    if (view.context.dialect.locks.any) await session.all(statements.lockHolders, key);
    const row = await session.first(statements.lockForRemoval, key);
    if (row === undefined) return undefined;
    ensureVersion(row, ifVersion);
    if ((await session.first(statements.isHeld, key)) !== undefined) {
      await session.run(statements.touchHolders, { ...key, step: versionStep(), at });
      await session.run(statements.leaveAll, key);
    }
    const { removed } = await changeMembers(inside, key, at, [everybody]);
    await removeKeys(inside, key, type.moreUnique);
    await session.run(statements.remove, key);
    const stored = new StoredRow(typeName, id, row);
    const applied: Applied = { before: stored, after: stored, changed: true, added: [], removed };
    if (event !== undefined) await recordEvent(inside, key, at, event, applied);
    return applied;
  });
}

const everybody = { clear: true, add: [], remove: [], unknownMembers: 'skip' } as const;
