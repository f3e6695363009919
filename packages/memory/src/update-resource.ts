import { type Applied, type Change, type Stored, StoreError, type Want } from '@scimkit/core';
import { Body } from './body.ts';
import { planMembership } from './plan-membership.ts';
import { present } from './present.ts';
import { asMember, type Slot } from './slot.ts';
import type { TenantData } from './tenant-data.ts';
import { type Contents, contentsOf, rewritten, touched } from './write-state.ts';

/**
 * Changes a resource: everything is worked out and checked first, then done in steps that cannot fail.
 *
 * @returns `undefined` when there is no such resource.
 * @throws StoreError `version`, `conflict` or `unknownMember`, and whatever `change.next` throws; nothing has changed then.
 */
export function updateResource(
  tenant: TenantData,
  type: string,
  id: string,
  change: Change,
): Applied | undefined {
  const slot = tenant.find(type, id);
  if (slot === undefined) return undefined;
  ensureVersion(slot, change.ifVersion);
  const before = slot.state;
  const rewrite = rewriteOf(slot, change);
  if (rewrite !== undefined) tenant.table(type).ensureFree(rewrite.contents.keys, slot);
  const plan = planMembership(tenant, slot, change.deltas);

  const regrouped = plan.added.length > 0 || plan.removed.length > 0;
  const changed = rewrite !== undefined || regrouped;
  if (changed) {
    const version = tenant.nextVersion();
    tenant.rewrite(
      slot,
      rewrite === undefined
        ? touched(slot, version, change.at)
        : rewritten(slot, rewrite.body, rewrite.contents, version, change.at),
    );
  }
  if (regrouped) tenant.regroup(slot, plan);
  return {
    before: present(slot, beforeOf(change.want), before),
    after: present(slot, change.want),
    changed,
    added: plan.added.map(asMember),
    removed: plan.removed.map(asMember),
  };
}

/** @throws StoreError `version` when the resource is at another one. */
export function ensureVersion(slot: Slot, expected: string | undefined): void {
  const { version } = slot.state.stored;
  if (expected === undefined || expected === version) return;
  throw new StoreError('version', `The resource is at version ${version}, not ${expected}.`);
}

/** Asks for the new document. The same text as before is no change. */
function rewriteOf(slot: Slot, change: Change): { body: Body; contents: Contents } | undefined {
  const current: Stored = slot.state.stored;
  const next = change.next?.(current);
  // Nothing else runs between here and the write, unless `next` itself writes, which it must not: it is pure.
  if (slot.removed || slot.state.stored !== current)
    throw new StoreError('busy', 'Changed by the change function itself.');
  if (next === undefined) return undefined;
  const body = new Body(next.document);
  return body.json === slot.state.body.json ? undefined : { body, contents: contentsOf(next) };
}

/** Before and after are compared, so they hold the same; the sets are told apart by `added` and `removed`. */
function beforeOf({ document }: Want): Want {
  return { document, members: false, memberOf: false };
}
