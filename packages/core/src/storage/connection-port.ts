/** A tenant: one customer organisation of the application. */
export interface Tenant {
  /** What {@link Scope.tenant} carries; opaque, never shown to clients. */
  readonly id: string;
  /** The `<org>` of `/scim/v2/<org>`. */
  readonly slug: string;
  /** The application's own name for the organisation, if it gave one. */
  readonly appRef?: string;
  /** Nobody gets into a suspended tenant: its tokens are answered with 401. */
  readonly status: 'active' | 'suspended';
}

/** A credential of a connection, as it is kept: never the secret, only its digest. */
export interface TokenRecord {
  /** Unique in the tenant. It becomes {@link Connection.id}, and is what an admin revokes the token by. */
  readonly id: string;
  /** The tenant's id. */
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
  /** Finds a tenant by its slug, letter by letter; suspended ones too. */
  tenantBySlug(slug: string): Promise<Tenant | undefined>;
  /** Makes a tenant; throws a `StoreError` with code `conflict` when the slug or `appRef` is taken. */
  createTenant(tenant: {
    readonly slug: string;
    readonly appRef?: string;
    readonly at: number;
  }): Promise<Tenant>;
  /** All tenants, suspended ones too. */
  tenants(): Promise<readonly Tenant[]>;
  /** Suspends a tenant or lets it in again. Nothing happens when there is none with this id. */
  setTenantStatus(tenant: string, status: Tenant['status']): Promise<void>;
  /**
   * Finds a token of the tenant by its SHA-256 digest; never one of another tenant. Expired and revoked ones are found too:
   * what they are good for is decided by who asks.
   */
  tokenByDigest(tenant: string, digest: Uint8Array): Promise<TokenRecord | undefined>;
  /** Keeps a token; throws a `StoreError` with code `conflict` when the tenant has it, or another one with its id, already. */
  addToken(token: TokenRecord): Promise<void>;
  /** All tokens of a tenant, expired and revoked ones too. */
  tokens(tenant: string): Promise<readonly TokenRecord[]>;
  /** Writes `at`, epoch milliseconds, as `revokedAt` of a token that has none. Nothing happens when there is none with this id. */
  revokeToken(tenant: string, token: string, at: number): Promise<void>;
  /** Writes `at`, epoch milliseconds, as `lastUsedAt` unless a later use is there. Nothing happens when there is no token with this id. */
  touchToken(tenant: string, token: string, at: number): Promise<void>;
}
