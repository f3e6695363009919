import type { ProvisioningEvent } from '../storage/provisioning-event.ts';
import { patchOperations } from './patch-operations.ts';

/** The claims of a Security Event Token. */
export interface SecurityEventClaims {
  readonly iss: string;
  /** When the token was made, in seconds since 1970. */
  readonly iat: number;
  /** When the resource was changed, in seconds since 1970. */
  readonly toe: number;
  readonly jti: string;
  readonly aud: string | readonly string[];
  /** The same for every token that tells of this change. */
  readonly txn: string;
  readonly sub_id: {
    readonly format: 'scim';
    /** Relative to the base URI of the service provider. */
    readonly uri: string;
    readonly id: string;
    readonly externalId?: string;
  };
  /** By event URI. Several tell of one change. */
  readonly events: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What {@link securityEvent} needs besides the event. */
export interface SecurityEventOptions {
  /** Who makes the token, for example the base URI of the service provider. */
  readonly issuer: string;
  /** Who shall read it. */
  readonly audience: string | readonly string[];
  /**
   * `notice`, the default, names the attributes that changed, and the receiver reads the resource. `full` carries their
   * values, for receivers that replicate.
   */
  readonly mode?: 'notice' | 'full';
  /** Identifies the token; the event's id by default. Tokens of one event for several audiences need one each. */
  readonly tokenId?: string;
  /** The clock, in epoch milliseconds; for tests. */
  readonly now?: () => number;
}

const prefix = 'urn:ietf:params:scim:event:prov';

/**
 * Turns an event into the claims of a Security Event Token, for a signer of the application's, such as `SignJWT` of
 * `jose`; the token's `typ` is `secevent+jwt`. When `active` changed, the token says so by an event of its own.
 *
 * In `full` mode a change is told as a PATCH that leads to it, also where it was made by PUT: members that joined and left
 * are known, and not all there are (RFC 9967 section 2.4.2).
 *
 * @param event - The event, as a deliverer gets it.
 * @param options - Issuer, audience and mode.
 * @returns Plain JSON.
 * @see RFC 9967 section 2, RFC 8417
 * @example
 * ```ts
 * import { type Deliver, securityEvent } from '@scimkit/core';
 *
 * declare function sign(claims: object, header: { readonly typ: string }): Promise<string>;
 *
 * const deliver: Deliver = async (event, { signal }) => {
 *   const claims = securityEvent(event, { issuer: 'https://app.example/scim/v2/acme', audience: 'https://hr.example' });
 *   const headers = { 'content-type': 'application/secevent+jwt', accept: 'application/json' };
 *   const body = await sign(claims, { typ: 'secevent+jwt' });
 *   const response = await fetch('https://hr.example/events', { method: 'POST', headers, body, signal });
 *   if (response.status !== 202) throw new Error(`The receiver answered with status ${response.status}.`);
 * };
 * ```
 */
export function securityEvent(event: ProvisioningEvent, options: SecurityEventOptions): SecurityEventClaims {
  const { issuer, audience, mode = 'notice', tokenId = event.id, now = Date.now } = options;
  const externalId = (event.after ?? event.before)?.externalId;
  return {
    iss: issuer,
    iat: Math.floor(now() / 1000),
    toe: Math.floor(event.at / 1000),
    jti: tokenId,
    aud: audience,
    txn: event.id,
    sub_id: {
      format: 'scim',
      uri: event.path,
      id: event.resourceId,
      ...(typeof externalId === 'string' ? { externalId } : {}),
    },
    events: { ...changeOf(event, mode), ...activationOf(event) },
  };
}

function changeOf(
  event: ProvisioningEvent,
  mode: 'notice' | 'full',
): Record<string, Record<string, unknown>> {
  // A removal has no payload, and no modes (section 2.4.4).
  if (event.kind === 'removed') return { [`${prefix}:delete`]: {} };
  const { version } = event;
  const verb = event.kind === 'created' ? 'create' : event.operation === 'replace' ? 'put' : 'patch';
  if (mode === 'notice') return { [`${prefix}:${verb}:notice`]: { attributes: event.changed, version } };
  if (verb === 'create') return { [`${prefix}:create:full`]: { data: created(event), version } };
  const data = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: patchOperations(event),
  };
  return { [`${prefix}:patch:full`]: { data, version } };
}

/** The new resource, with the id that replicas may use as well (section 2.4.1). */
function created({ after, resourceId, memberAttribute, added }: ProvisioningEvent): Record<string, unknown> {
  const members = added.map(({ id, type }) => ({ value: id, type }));
  return {
    ...after,
    id: resourceId,
    ...(memberAttribute === undefined || members.length === 0 ? {} : { [memberAttribute]: members }),
  };
}

function activationOf({ kind, changed, after }: ProvisioningEvent): Record<string, Record<string, unknown>> {
  if (kind !== 'updated' || !changed.includes('active')) return {};
  // Without a value a resource is as active as the service takes it to be, which is not told.
  if (after?.active === true) return { [`${prefix}:activate`]: {} };
  return after?.active === false ? { [`${prefix}:deactivate`]: {} } : {};
}
