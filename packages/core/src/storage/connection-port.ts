/** A tenant: one customer organisation of the application. */
export interface Tenant {
  /** What {@link Scope.tenant} carries; opaque, never shown to clients. */
  readonly id: string;
  /** The `<org>` of `/scim/v2/<org>`. */
  readonly slug: string;
  /** The application's own name for the organisation, if it gave one. */
  readonly appRef?: string;
  readonly status: 'active' | 'suspended';
}

/** A credential of a connection, as it is kept: never the secret, only its digest. */
export interface TokenRecord {
  readonly id: string;
  readonly tenant: string;
  /** SHA-256 of the token, 32 bytes. */
  readonly digest: Uint8Array;
  /** What the admin calls it, for example `Okta production`. */
  readonly label: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds; absent when the token does not expire. */
  readonly expiresAt?: number;
  /** Epoch milliseconds; present once the token has been revoked. */
  readonly revokedAt?: number;
  /** Epoch milliseconds, written at most once a minute. */
  readonly lastUsedAt?: number;
}

/** Where tenants and tokens live. Stores implement it beside the storage port. */
export interface ConnectionStore {
  tenantBySlug(slug: string): Promise<Tenant | undefined>;
  /** Makes a tenant; throws a `StoreError` with code `conflict` when the slug or `appRef` is taken. */
  createTenant(tenant: {
    readonly slug: string;
    readonly appRef?: string;
    readonly at: number;
  }): Promise<Tenant>;
  tenants(): Promise<readonly Tenant[]>;
  setTenantStatus(tenant: string, status: Tenant['status']): Promise<void>;
  tokenByDigest(tenant: string, digest: Uint8Array): Promise<TokenRecord | undefined>;
  addToken(token: TokenRecord): Promise<void>;
  tokens(tenant: string): Promise<readonly TokenRecord[]>;
  revokeToken(tenant: string, token: string, at: number): Promise<void>;
  touchToken(tenant: string, token: string, at: number): Promise<void>;
}
