import type { AttributeRef } from '../schema/attribute-ref.ts';

/**
 * Why a store could not do what it was asked.
 *
 * - `conflict`: a unique value is taken; `attribute` names which;
 * - `version`: the resource is not at the version the caller has seen;
 * - `unknownMember`: a member does not exist in the tenant; `members` lists which;
 * - `invalid`: a value does not fit where it has to be kept; `attribute` names which, `reason` says why;
 * - `refused`: the application's own rules or data forbid the change; `reason` says why;
 * - `tooMany`: more work than the store is willing to do;
 * - `unsupported`: the store cannot do this at all;
 * - `busy`: try again, the write was not made;
 * - `unavailable`: the database cannot be reached.
 */
export type StoreErrorCode =
  | 'conflict'
  | 'version'
  | 'unknownMember'
  | 'invalid'
  | 'refused'
  | 'unsupported'
  | 'tooMany'
  | 'busy'
  | 'unavailable';

/** Details of a {@link StoreError}. */
export interface StoreErrorOptions {
  readonly attribute?: AttributeRef;
  /** Ids of unknown members; at most a few. */
  readonly members?: readonly string[];
  /** Why, in words for the client, without a full stop: `it may have 50 characters`. Only with `invalid` and `refused`. */
  readonly reason?: string;
  readonly cause?: unknown;
}

/**
 * The error of the storage port. Core turns it into the right answer; its message and cause go to the log only, its
 * `reason` to the client.
 *
 * @example
 * ```ts
 * import { StoreError } from '@scimkit/core';
 *
 * throw new StoreError('unavailable', 'The database did not answer.');
 * ```
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly attribute: AttributeRef | undefined;
  readonly members: readonly string[];
  readonly reason: string | undefined;

  constructor(code: StoreErrorCode, message: string, options: StoreErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.attribute = options.attribute;
    this.members = options.members ?? [];
    this.reason = options.reason;
  }
}
