import type { Connection } from '../auth/authenticate.ts';
import type { PatchOperation } from '../patch/patch-operation.ts';
import type { Member, Scope, StoredDocument } from '../storage/port.ts';

/** What a caller wants to do; the argument of the `authorize` hook. */
export interface Target {
  readonly operation: 'read' | 'list' | 'create' | 'replace' | 'patch' | 'remove';
  /** The resource type's name; absent for a search over all types, which is then asked for each type by itself. */
  readonly type?: string;
  readonly id?: string;
}

/** A write that is about to be made; the argument of the `beforeWrite` hook. Values of secrets are left out. */
export type PendingChange =
  | {
      readonly operation: 'create';
      readonly scope: Scope;
      readonly type: string;
      readonly document: StoredDocument;
    }
  | {
      readonly operation: 'replace';
      readonly scope: Scope;
      readonly type: string;
      readonly id: string;
      readonly document: StoredDocument;
    }
  | {
      readonly operation: 'patch';
      readonly scope: Scope;
      readonly type: string;
      readonly id: string;
      readonly operations: readonly PatchOperation[];
    }
  | { readonly operation: 'remove'; readonly scope: Scope; readonly type: string; readonly id: string };

/** A write that was made; the argument of the `afterCommit` hook. Secrets are left out. */
export interface ChangeEvent {
  /** A UUID; the same as that of the {@link ProvisioningEvent} in the store's outbox, where it has one. */
  readonly id: string;
  readonly kind: 'created' | 'updated' | 'removed';
  /** Which operation made the change. */
  readonly operation: 'create' | 'replace' | 'patch' | 'remove';
  readonly scope: Scope;
  /** The resource type's name. */
  readonly type: string;
  readonly resourceId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly version: string;
  /** The document before; absent when it was created or when only memberships changed. */
  readonly before?: StoredDocument;
  /** The document after; absent when it was removed or when only memberships changed. */
  readonly after?: StoredDocument;
  /** Top-level attributes (extensions by their URN) that differ. */
  readonly changed: readonly string[];
  /** Members that joined. */
  readonly added: readonly Member[];
  /** Members that left. */
  readonly removed: readonly Member[];
}

/**
 * The three places where an application joins in. They are not middleware: each is called at one named point.
 */
export interface Hooks {
  /**
   * May this caller do this? Return `false` for a 403, or throw a `ScimError` of your own, such as a 429 with
   * `retry-after`. Called after authentication and before the body is read. In a search over all types, those for which it
   * returns `false` are left out.
   */
  readonly authorize?: (
    connection: Connection,
    target: Target,
  ) => boolean | undefined | Promise<boolean | undefined>;
  /** Called before a write goes to the store. Throw a `ScimError` to refuse it. */
  readonly beforeWrite?: (change: PendingChange) => void | Promise<void>;
  /**
   * Called once a change is committed, in the order of the commits of this process; never for a request that changed
   * nothing. The response waits for what it returns. What it throws is logged: the change has been made. A process that
   * ends in between never calls it; events that survive that are the outbox's, see {@link createRelay}.
   */
  readonly afterCommit?: (event: ChangeEvent) => void | Promise<void>;
}
