import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { JsonPatchOperation } from './json-patch-operation.ts';
import type { CurrentMember, MemberDelta } from './member-step.ts';

/** What a plan makes of a document. */
export interface PatchResult {
  /** The document after all operations, in canonical form; the very object that was given when nothing changed. */
  readonly document: Readonly<Record<string, unknown>>;
  /**
   * What was done, in order, as RFC 6902 operations; empty when nothing changed. Secrets do not appear: the value of a
   * change that holds one is `null`.
   */
  readonly changes: readonly JsonPatchOperation[];
  /** The attributes that the message gives a value, at any level; for `returned: 'request'` (CHR-16). */
  readonly assigned: ReadonlySet<AttributeRef>;
}

/** A PATCH, compiled. It holds nothing of any document and can be applied as often as a store needs to. */
export interface PatchPlan {
  /** What becomes of the reference set, when that follows from the message alone; absent when it stays as it is. */
  readonly delta?: MemberDelta;
  /** True when an operation selects members by more than their id: then {@link PatchPlan.deltaFor} has to be asked. */
  readonly needsMembers: boolean;
  /**
   * What becomes of the reference set, given everybody in it.
   *
   * @throws ScimError 400 `noTarget`, `mutability` or `tooMany`.
   */
  readonly deltaFor: (current: readonly CurrentMember[]) => MemberDelta | undefined;
  /** False when the message concerns the reference set alone: then the document need not be read. */
  readonly touchesDocument: boolean;
  /**
   * Carries the message out on a document. Pure and repeatable: the document is not changed.
   *
   * @param document - The stored document, in canonical form. Secrets that are not stored do not matter.
   * @throws ScimError 400 when an operation fails on this document or the outcome is not valid; nothing has changed then.
   */
  readonly apply: (document: Readonly<Record<string, unknown>>) => PatchResult;
}
