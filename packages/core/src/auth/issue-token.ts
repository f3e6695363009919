import type { ConnectionStore, Tenant } from '../storage/connection-port.ts';
import { createUuidV7 } from '../storage/uuid-v7.ts';
import { digestToken } from './digest-token.ts';
import { mintToken } from './mint-token.ts';

/** What {@link issueToken} needs to know. */
export interface IssueTokenOptions {
  /** The tenant's slug: the `<org>` of `/scim/v2/<org>`. The tenant is made when there is none. */
  readonly org: string;
  /** What the admin calls the token, for example `Okta production`. */
  readonly label?: string;
  /** A token chosen beforehand instead of a minted one. At least 16 characters. */
  readonly token?: string;
  /** For how many seconds the token is valid; without it, until it is revoked. */
  readonly validSeconds?: number;
  /** Revokes the tenant's other tokens at once. Without it they overlap, as a rotation needs. */
  readonly revokeOthers?: boolean;
  /** The clock, in epoch milliseconds; for tests. */
  readonly now?: () => number;
}

/** A token that was just issued. This is the only moment at which it can be read. */
export interface IssuedToken {
  readonly tenant: Tenant;
  readonly id: string;
  readonly token: string;
  /** False when the tenant already had this very token. */
  readonly created: boolean;
}

/**
 * Gives a tenant a bearer token, making the tenant if need be. Only the digest is stored.
 *
 * @param connections - Where tenants and tokens live.
 * @param options - Tenant, label and lifetime.
 * @returns The token in clear, this once.
 * @throws TypeError when the slug or the chosen token has a form that cannot work.
 * @throws StoreError when the store fails.
 * @see RFC 7644 section 7.4
 * @example
 * ```ts
 * import { type ConnectionStore, issueToken } from '@scimkit/core';
 *
 * declare const connections: ConnectionStore;
 * const { token } = await issueToken(connections, { org: 'acme', label: 'Okta production' });
 * ```
 */
export async function issueToken(
  connections: ConnectionStore,
  options: IssueTokenOptions,
): Promise<IssuedToken> {
  const { org, label = '', now = Date.now } = options;
  if (!/^[A-Za-z0-9][A-Za-z0-9._~-]{0,62}$/.test(org)) {
    throw new TypeError(
      `"${org}" cannot name an organisation: use 1 to 63 letters, digits, ".", "_", "~" or "-".`,
    );
  }
  if (options.token !== undefined && !/^[\x21-\x7e]{16,512}$/.test(options.token)) {
    throw new TypeError('A token needs 16 to 512 visible ASCII characters and no blank.');
  }
  const at = now();
  const tenant = await findOrCreateTenant(connections, org, at);
  const token = options.token ?? mintToken();
  const digest = digestToken(token);
  const known = options.token === undefined ? undefined : await connections.tokenByDigest(tenant.id, digest);
  if (known?.revokedAt !== undefined) {
    throw new TypeError(`The token chosen for "${org}" has been revoked: choose another one.`);
  }
  const id = known?.id ?? createUuidV7();
  if (known === undefined) {
    await connections.addToken({
      id,
      tenant: tenant.id,
      digest,
      label,
      createdAt: at,
      ...(options.validSeconds === undefined ? {} : { expiresAt: at + options.validSeconds * 1000 }),
    });
  }
  if (options.revokeOthers === true) {
    for (const other of await connections.tokens(tenant.id)) {
      if (other.id !== id && other.revokedAt === undefined)
        await connections.revokeToken(tenant.id, other.id, at);
    }
  }
  return { tenant, id, token, created: known === undefined };
}

async function findOrCreateTenant(connections: ConnectionStore, slug: string, at: number): Promise<Tenant> {
  const tenant = await connections.tenantBySlug(slug);
  if (tenant !== undefined) return tenant;
  try {
    return await connections.createTenant({ slug, at });
  } catch (error) {
    // Two processes that start at once both find nothing; the one that comes second takes what the first has made.
    const made = await connections.tenantBySlug(slug);
    if (made !== undefined) return made;
    throw error;
  }
}
