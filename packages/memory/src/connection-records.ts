import { type ConnectionStore, StoreError, type Tenant } from '@scimkit/core';
import { entryOf } from './entry-of.ts';
import { TokenTable } from './token-table.ts';

/** A {@link ConnectionStore} over Maps that can also forget a tenant. */
export interface ConnectionRecords extends ConnectionStore {
  readonly forget: (tenant: string) => void;
}

/**
 * Keeps tenants and tokens. Tokens may belong to a tenant that was not made here: hosts may know their tenants
 * themselves.
 *
 * @param newId - Makes the ids of tenants.
 */
export function createConnectionRecords(newId: () => string): ConnectionRecords {
  const tenants = new Map<string, Tenant>();
  const bySlug = new Map<string, string>();
  const byAppRef = new Map<string, string>();
  const tokensOf = new Map<string, TokenTable>();

  return {
    tenantBySlug: async (slug) => tenants.get(bySlug.get(slug) ?? ''),
    createTenant: async ({ slug, appRef }) => {
      if (bySlug.has(slug)) throw new StoreError('conflict', `The slug ${slug} is taken.`);
      if (appRef !== undefined && byAppRef.has(appRef))
        throw new StoreError('conflict', 'The appRef is taken.');
      const tenant: Tenant = Object.freeze({
        id: newId(),
        slug,
        ...(appRef === undefined ? {} : { appRef }),
        status: 'active',
      });
      tenants.set(tenant.id, tenant);
      bySlug.set(slug, tenant.id);
      if (appRef !== undefined) byAppRef.set(appRef, tenant.id);
      return tenant;
    },
    tenants: async () => [...tenants.values()],
    setTenantStatus: async (id, status) => {
      const tenant = tenants.get(id);
      if (tenant !== undefined) tenants.set(id, Object.freeze({ ...tenant, status }));
    },
    tokenByDigest: async (tenant, digest) => tokensOf.get(tenant)?.byDigest(digest),
    addToken: async (token) => {
      entryOf(tokensOf, token.tenant, () => new TokenTable()).add(token);
    },
    tokens: async (tenant) => tokensOf.get(tenant)?.all() ?? [],
    revokeToken: async (tenant, token, at) => tokensOf.get(tenant)?.revoke(token, at),
    touchToken: async (tenant, token, at) => tokensOf.get(tenant)?.touch(token, at),
    forget: (id) => {
      const tenant = tenants.get(id);
      tenants.delete(id);
      tokensOf.delete(id);
      if (tenant === undefined) return;
      bySlug.delete(tenant.slug);
      if (tenant.appRef !== undefined) byAppRef.delete(tenant.appRef);
    },
  };
}
