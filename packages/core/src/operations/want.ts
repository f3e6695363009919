import type { ResourceModel } from '../schema/resource-model.ts';
import type { Want } from '../storage/port.ts';
import type { Representation } from './context.ts';

/** What the store has to load for an answer. What is not shown is not loaded (PRJ-11). */
export function wantFor(model: ResourceModel, representation: Representation): Want {
  const { projection } = representation;
  return {
    members: model.membership !== undefined && projection.wants(model.membership),
    memberOf: model.memberOf !== undefined && projection.wants(model.memberOf),
    document: true,
  };
}

/** Enough to know that a resource is there and at which version. */
export const versionOnly: Want = { members: false, memberOf: false, document: false };
