import type { ConnectionStore, Tenant, TokenRecord } from '../storage/connection-port.ts';
import type { Authenticate, Connection } from './authenticate.ts';
import { digestToken } from './digest-token.ts';
import { equalBytes } from './equal-bytes.ts';
import { readToken } from './read-token.ts';

/** How {@link tokenAuthentication} finds the tenant and how long it trusts what it has read. */
export interface TokenAuthenticationOptions {
  /** Where tenants and tokens live; the stores of this project implement it. */
  readonly connections: ConnectionStore;
  /** The mount parameter that names the tenant: `org` for `/scim/v2/:org`, which is the default. */
  readonly param?: string;
  /**
   * For how many seconds an accepted token is not asked for again, 5 by default. A revoked token may be accepted by
   * another process for that long.
   */
  readonly cacheSeconds?: number;
  /** The clock, in epoch milliseconds; for tests. */
  readonly now?: () => number;
  /** Completes the connection, for example with a client profile of its own. */
  readonly connect?: (
    tenant: Tenant,
    token: TokenRecord,
  ) => Partial<Pick<Connection, 'principal' | 'profile' | 'scopes'>>;
}

/**
 * Accepted tokens by organisation and token. The token itself is the key, so that a hit costs a look into a Map and not a
 * digest (1.6 µs a request): within `cacheSeconds` it was in this process's memory anyway, as a header. It goes
 * nowhere from here, and an entry that is over is dropped by the next look-up. A Map compares strings by a hash with
 * a seed of the process's own before it compares characters, so its timing does not tell how much of a guess was right.
 */
type AcceptedTokens = Map<string, Accepted>;

interface Accepted {
  readonly connection: Connection;
  readonly until: number;
}

/** Bounds the memory that accepted tokens take; one identity provider uses one. */
const cacheSize = 10_000;
/** `lastUsedAt` tells an admin whether a token is still in use; once a minute is enough for that. */
const touchEvery = 60_000;

/**
 * Authenticates bearer tokens that belong to one tenant each. Only digests are looked up and compared; a token of
 * another tenant, an expired or revoked one and an unknown organisation all give the same 401.
 *
 * @param options - The connection store and the name of the mount parameter.
 * @returns An authenticator for `createScimServer`.
 * @see RFC 7644 section 2
 * @see RFC 6750
 * @example
 * ```ts
 * import { type ConnectionStore, tokenAuthentication } from '@scimkit/core';
 *
 * declare const connections: ConnectionStore;
 * const authenticate = tokenAuthentication({ connections, param: 'org' });
 * ```
 */
export function tokenAuthentication(options: TokenAuthenticationOptions): Authenticate {
  const { connections, param = 'org', cacheSeconds = 5, now = Date.now, connect } = options;
  const accepted: AcceptedTokens = new Map();
  const touched = new Map<string, number>();

  async function look(slug: string, text: string, at: number): Promise<Connection | undefined> {
    sweep(at);
    const digest = digestToken(text);
    const tenant = await connections.tenantBySlug(slug);
    if (tenant === undefined || tenant.status !== 'active') return undefined;
    const token = await connections.tokenByDigest(tenant.id, digest);
    if (token === undefined || token.tenant !== tenant.id || !equalBytes(token.digest, digest))
      return undefined;
    if (token.revokedAt !== undefined || (token.expiresAt !== undefined && token.expiresAt <= at))
      return undefined;
    const connection: Connection = {
      tenant: tenant.id,
      id: token.id,
      principal: token.label === '' ? token.id : token.label,
      ...connect?.(tenant, token),
    };
    const expires = token.expiresAt ?? Number.POSITIVE_INFINITY;
    remember(keyOf(slug, text), { connection, until: Math.min(at + cacheSeconds * 1000, expires) });
    return connection;
  }

  function remember(key: string, entry: Accepted): void {
    accepted.delete(key);
    accepted.set(key, entry);
    if (accepted.size > cacheSize) {
      const oldest = accepted.keys().next();
      if (oldest.done !== true) accepted.delete(oldest.value);
    }
  }

  /** Drops what is over. Entries stand in the order of their last look, so one that is not over ends the search. */
  function sweep(at: number): void {
    for (const [key, { until }] of accepted) {
      if (until > at) return;
      accepted.delete(key);
    }
  }

  function isTouchDue(connection: Connection, at: number): boolean {
    const last = touched.get(connection.id);
    return last === undefined || at - last >= touchEvery;
  }

  async function touch(connection: Connection, at: number): Promise<void> {
    if (touched.size >= cacheSize) touched.clear();
    touched.set(connection.id, at);
    // A note for the admin must not fail the request it notes.
    await connections.touchToken(connection.tenant, connection.id, at).catch(() => undefined);
  }

  return async (request) => {
    const token = readToken(request.header('authorization'));
    const slug = Object.hasOwn(request.params, param) ? request.params[param] : undefined;
    if (token === undefined || slug === undefined) return undefined;
    const at = now();
    const hit = accepted.get(keyOf(slug, token));
    const connection = hit !== undefined && hit.until > at ? hit.connection : await look(slug, token, at);
    if (connection !== undefined && isTouchDue(connection, at)) await touch(connection, at);
    return connection;
  };
}

/** No header holds a line break, so one pair has one key. */
function keyOf(slug: string, token: string): string {
  return `${slug}\n${token}`;
}
