import type { Member, StoredDocument, TypeName } from './port.ts';

/**
 * A change as the outbox keeps it and a relay delivers it: plain JSON, which may be read by another release than the one
 * that wrote it. It says what the `afterCommit` hook is told, under the same id.
 *
 * Values of secrets (attributes declared `secret` or `writeOnly`, such as `password`) are never in it.
 */
export interface ProvisioningEvent {
  /** The version of this form. Fields may be added within a version; none changes its meaning or goes away. */
  readonly format: 1;
  /** A UUID. It stays the same however often the event is delivered: what a receiver tells repetitions by. */
  readonly id: string;
  readonly kind: 'created' | 'updated' | 'removed';
  /** Which operation made the change. */
  readonly operation: 'create' | 'replace' | 'patch' | 'remove';
  /** The tenant's id, as the connection store has it. */
  readonly tenant: string;
  /** The identity provider link that wrote; empty for the application's own writes. */
  readonly connection: string;
  /** Who was behind the request. */
  readonly principal: string;
  /** The resource type's name. */
  readonly type: TypeName;
  readonly resourceId: string;
  /** Where the resource is below the service root: `/Users/2819c223-…`. */
  readonly path: string;
  /** When it was changed, in epoch milliseconds. */
  readonly at: number;
  /** The version that the change led to; of a removed resource, its last one. Opaque. */
  readonly version: string;
  /** The document before; absent when the resource was created or only memberships changed. */
  readonly before?: StoredDocument;
  /** The document after; absent when the resource was removed or only memberships changed. */
  readonly after?: StoredDocument;
  /** Top-level attributes (extensions by their URN) that differ. Names of secrets are told, their values are not. */
  readonly changed: readonly string[];
  /** The reference set that `added` and `removed` are about, for example `members`; absent for types without one. */
  readonly memberAttribute?: string;
  /** Members that joined. */
  readonly added: readonly Member[];
  /** Members that left. */
  readonly removed: readonly Member[];
}
