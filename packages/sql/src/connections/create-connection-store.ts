import { type ConnectionStore, StoreError, type Tenant, type TokenRecord } from '@scimkit/core';
import { bytesOf } from '../codec/resource-id.ts';
import { isStorable } from '../codec/storable.ts';
import type { Session } from '../store/session.ts';
import { randomTenantNumber, type TenantRegistry } from '../store/tenant-registry.ts';
import type { ConnectionStatements, TenantRow, TokenRow } from './connection-statements.ts';

/** What the store of tenants and tokens works on. */
export interface ConnectionParts {
  readonly session: Session;
  readonly statements: ConnectionStatements;
  readonly tenants: TenantRegistry;
  /** Called before each call; it may refuse, or have to be waited for. */
  readonly enter: () => Promise<void> | undefined;
}

/** Tenants and tokens in tables. */
export function createConnectionStore({
  session,
  statements,
  tenants,
  enter,
}: ConnectionParts): ConnectionStore {
  /** Every write is a transaction, so that it waits for others without blocking. */
  const write = <T>(work: (inside: Session) => Promise<T>): Promise<T> => session.atomic(work);
  const onToken = async (
    tenant: string,
    token: string,
    at: number,
    what: 'revoke' | 'touch',
  ): Promise<void> => {
    await enter();
    const number = await tenants.find(session, tenant);
    if (number === undefined) return;
    await write((inside) => inside.run(statements[what], { tenant: number, token, at }));
  };
  return {
    tenantBySlug: async (slug) => {
      await enter();
      // It stands in URLs, where anybody can write anything.
      if (!isStorable(slug)) return undefined;
      const row = await session.first(statements.bySlug, { slug });
      return row === undefined ? undefined : toTenant(row);
    },
    createTenant: async ({ slug, appRef, at }) => {
      await enter();
      const number = randomTenantNumber();
      const made = await write((inside) =>
        inside.tryWrite(statements.addTenant, { number, slug, appRef: appRef ?? null, at }),
      );
      if (!made) throw new StoreError('conflict', 'Another tenant has this slug or appRef.');
      return { id: String(number), slug, ...(appRef === undefined ? {} : { appRef }), status: 'active' };
    },
    tenants: async () => {
      await enter();
      return (await session.all(statements.all, undefined)).map(toTenant);
    },
    setTenantStatus: async (tenant, status) => {
      await enter();
      const number = await tenants.find(session, tenant);
      if (number === undefined) return;
      await write((inside) =>
        inside.run(statements.setStatus, { tenant: number, status: status === 'active' ? 1 : 2 }),
      );
    },
    tokenByDigest: async (tenant, digest) => {
      await enter();
      const number = await tenants.find(session, tenant);
      if (number === undefined) return undefined;
      const row = await session.first(statements.byDigest, { tenant: number, digest });
      return row === undefined ? undefined : toToken(tenant, row);
    },
    addToken: async (token) => {
      await enter();
      const copy = tenants.fork();
      const added = await write(async (inside) => {
        const tenant = await copy.make(inside, token.tenant);
        return inside.tryWrite(statements.addToken, { tenant, token });
      });
      tenants.adopt(copy);
      if (!added) throw new StoreError('conflict', 'The tenant has this token already.');
    },
    tokens: async (tenant) => {
      await enter();
      const number = await tenants.find(session, tenant);
      if (number === undefined) return [];
      return (await session.all(statements.tokens, { tenant: number })).map((row) => toToken(tenant, row));
    },
    revokeToken: (tenant, token, at) => onToken(tenant, token, at, 'revoke'),
    touchToken: (tenant, token, at) => onToken(tenant, token, at, 'touch'),
  };
}

function toTenant(row: TenantRow): Tenant {
  return {
    id: String(row.tenant_id),
    slug: row.slug,
    ...(row.app_ref === null ? {} : { appRef: row.app_ref }),
    status: Number(row.status) === 1 ? 'active' : 'suspended',
  };
}

function toToken(tenant: string, row: TokenRow): TokenRecord {
  return {
    id: row.token_id,
    tenant,
    digest: bytesOf(row.secret_hash),
    label: row.label,
    createdAt: Number(row.created_at),
    ...(row.expires_at === null ? {} : { expiresAt: Number(row.expires_at) }),
    ...(row.revoked_at === null ? {} : { revokedAt: Number(row.revoked_at) }),
    ...(row.last_used_at === null ? {} : { lastUsedAt: Number(row.last_used_at) }),
  };
}
