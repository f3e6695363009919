import type { FilterNode } from '../filter/filter-node.ts';
import type { ReadMember } from '../schema/read-options.ts';

/**
 * A change of a reference set, free of order: first `clear`, then `add` and `remove`, which have no id in common. It is
 * what `Delta` of the storage port carries.
 */
export interface MemberDelta {
  readonly clear: boolean;
  readonly add: readonly ReadMember[];
  readonly remove: readonly string[];
}

/** A member as a store knows it; `Member` of the storage port is one. */
export interface CurrentMember {
  readonly id: string;
  readonly type: string;
  readonly display?: string;
}

/** One operation on a reference set, compiled. */
export type MemberStep =
  | { readonly kind: 'add'; readonly members: readonly ReadMember[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'clear' }
  /** Anything with a value filter that only the current members can answer. */
  | MatchingStep;

/** A step on the members that match. */
export interface MatchingStep {
  readonly kind: 'matching';
  readonly filter: FilterNode;
  /** What becomes of those that match: they go, another one takes their place, or they are asked to be this one. */
  readonly change: 'remove' | 'replace' | 'keep';
  /** What the value says. Only a replacement has to have an id. */
  readonly member: Partial<ReadMember>;
  /** When none matches: nothing happens, 400 `noTarget`, or this member is added. */
  readonly otherwise: 'nothing' | 'refuse' | ReadMember;
}
