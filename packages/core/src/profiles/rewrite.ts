import type { PatchOperation } from '../patch/patch-operation.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { ToleranceSwitches } from './tolerance-switches.ts';

/**
 * One thing that a client does differently from the RFC, and what is made of it: small, named, and with the evidence that
 * a client really does it. Profiles are lists of these.
 *
 * A rewrite is reported by its name whenever it was needed, so that one can see what a client does wrong. It never does
 * anything to a request that keeps to the RFC.
 *
 * @example
 * ```ts
 * import { defineProfile, type Rewrite } from '@scimkit/core';
 *
 * // Our HR system sends {"active":"yes"}.
 * const yesNo: Rewrite = {
 *   name: 'yes-no',
 *   evidence: 'HR system, release 4.2',
 *   value: (value, attribute) =>
 *     attribute.type !== 'boolean' ? undefined : value === 'yes' ? true : value === 'no' ? false : undefined,
 * };
 * export const hr = defineProfile({ name: 'hr', extends: 'lenient', with: [yesNo] });
 * ```
 */
export interface Rewrite {
  /** What it is reported by: lower case, words joined by hyphens. */
  readonly name: string;
  /** Which client does it, and where that is written down. */
  readonly evidence: string;
  /**
   * Turns a value whose JSON type does not fit the attribute into another one; `undefined` when it is none of its cases,
   * `null` for "no value". The result may need another rewrite: a list of one string becomes a string, and that a boolean.
   *
   * `level` is `element` for one element of a multi-valued attribute, `whole` otherwise.
   */
  readonly value?: (value: unknown, attribute: AttributeRef, level: 'whole' | 'element') => unknown;
  /** True for a simple value that means "no value". */
  readonly drop?: (value: unknown, attribute: AttributeRef) => boolean;
  /** Rewrites the operations of a PATCH; returns the very same list when there is nothing to rewrite. */
  readonly operations?: (
    operations: readonly PatchOperation[],
    model: ResourceModel,
  ) => readonly PatchOperation[];
  /** Like `value`, for the literal that a filter compares an attribute with. */
  readonly filterLiteral?: (literal: unknown, attribute: AttributeRef) => unknown;
  /** Choices that other parts of the library make differently. They report by this rewrite's name. */
  readonly switches?: Partial<ToleranceSwitches>;
}
