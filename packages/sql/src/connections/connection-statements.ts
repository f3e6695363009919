import type { TokenRecord } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { compileStatement, type Sql, slot } from '../statements/statement.ts';

/** A tenant as a row. */
export interface TenantRow {
  readonly tenant_id: number;
  readonly slug: string;
  readonly app_ref: string | null;
  readonly status: number;
}

/** A token as a row. */
export interface TokenRow {
  readonly token_id: string;
  readonly secret_hash: Uint8Array;
  readonly label: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
  readonly last_used_at: number | null;
}

interface NewTenant {
  readonly number: number;
  readonly slug: string;
  readonly appRef: string | null;
  readonly at: number;
}

interface NewToken {
  readonly tenant: number;
  readonly token: TokenRecord;
}

interface OneToken {
  readonly tenant: number;
  readonly token: string;
  readonly at: number;
}

interface Status {
  readonly tenant: number;
  readonly status: number;
}

/** Statements on tenants and tokens. */
export type ConnectionStatements = ReturnType<typeof compileConnectionStatements>;

/** Compiles them. */
export function compileConnectionStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const { tenant, token } = tables;
  const compile = <Args, Row>(template: Sql) => compileStatement<Args, Row>(db, template);
  const tenantColumns = sql`tenant_id, slug, app_ref, status`;
  const tokenColumns = sql`token_id, secret_hash, label, created_at, expires_at, revoked_at, last_used_at`;
  const ofTenant = sql`tenant_id = ${slot((a: { readonly tenant: number }) => a.tenant)}`;
  const oneToken = sql`${ofTenant} and token_id = ${slot((a: OneToken) => a.token)}`;
  const at = slot((a: { readonly at: number }) => a.at);
  const of = (read: (token: TokenRecord) => unknown) => slot((a: NewToken) => read(a.token) ?? null);
  return {
    bySlug: compile<{ readonly slug: string }, TenantRow>(
      sql`select ${tenantColumns} from ${tenant} where slug = ${slot((a: { readonly slug: string }) => a.slug)}`,
    ),
    all: compile<undefined, TenantRow>(sql`select ${tenantColumns} from ${tenant} order by slug`),
    addTenant: compile<NewTenant, unknown>(
      sql`insert into ${tenant} (tenant_id, slug, app_ref, status, created_at) values (${slot((a: NewTenant) => a.number)}, ${slot((a: NewTenant) => a.slug)}, ${slot((a: NewTenant) => a.appRef)}, 1, ${at}) ${dialect.onConflictDoNothing}`,
    ),
    setStatus: compile<Status, unknown>(
      sql`update ${tenant} set status = ${slot((a: Status) => a.status)} where ${ofTenant}`,
    ),
    byDigest: compile<{ readonly tenant: number; readonly digest: Uint8Array }, TokenRow>(
      sql`select ${tokenColumns} from ${token} where ${ofTenant} and secret_hash = ${slot((a: { readonly digest: Uint8Array }) => a.digest)}`,
    ),
    tokens: compile<{ readonly tenant: number }, TokenRow>(
      sql`select ${tokenColumns} from ${token} where ${ofTenant} order by created_at, token_id`,
    ),
    addToken: compile<NewToken, unknown>(
      sql`insert into ${token} (tenant_id, ${tokenColumns}) values (${slot((a: NewToken) => a.tenant)}, ${of(({ id }) => id)}, ${of(({ digest }) => digest)}, ${of(({ label }) => label)}, ${of(({ createdAt }) => createdAt)}, ${of(({ expiresAt }) => expiresAt)}, ${of(({ revokedAt }) => revokedAt)}, ${of(({ lastUsedAt }) => lastUsedAt)}) ${dialect.onConflictDoNothing}`,
    ),
    /** The first revocation counts. */
    revoke: compile<OneToken, unknown>(
      sql`update ${token} set revoked_at = ${at} where ${oneToken} and revoked_at is null`,
    ),
    /** Calls may overtake each other; the latest use counts. */
    touch: compile<OneToken, unknown>(
      sql`update ${token} set last_used_at = ${at} where ${oneToken} and (last_used_at is null or last_used_at < ${at})`,
    ),
  };
}
