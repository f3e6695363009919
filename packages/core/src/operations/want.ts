import type { ResourceModel } from '../schema/resource-model.ts';
import type { Want } from '../storage/port.ts';
import type { Context, Representation } from './context.ts';

/** The groups of a list share so many times the members that one group alone may have at hand. */
const listShare = 20;

/**
 * What the store has to load for an answer. What is not shown is not loaded (PRJ-11), and of a large reference set no more
 * than is sent first.
 *
 * @param resources - How many the answer shows at most.
 */
export function wantFor(
  context: Context,
  model: ResourceModel,
  representation: Representation,
  resources = 1,
): Want {
  const { projection, wholeSets = false } = representation;
  const members = model.membership !== undefined && projection.wants(model.membership);
  return {
    members: members && !wholeSets && pagesMembers(context) ? { limit: share(context, resources) } : members,
    memberOf: model.memberOf !== undefined && projection.wants(model.memberOf),
    document: true,
  };
}

/** Can the store read a reference set in pages? */
export function pagesMembers({ server: { store } }: Context): boolean {
  return store.supports.memberPages && store.memberPage !== undefined;
}

function share({ server: { limits } }: Context, resources: number): number {
  const { membersAtOnce } = limits;
  return Math.max(
    1,
    Math.min(membersAtOnce, Math.floor((listShare * membersAtOnce) / Math.max(1, resources))),
  );
}

/** Enough to know that a resource is there and at which version. */
export const versionOnly: Want = { members: false, memberOf: false, document: false };
