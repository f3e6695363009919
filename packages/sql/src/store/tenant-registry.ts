import { StoreError } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import { isStorable } from '../codec/storable.ts';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { compileStatement, slot } from '../statements/statement.ts';
import type { Session } from './session.ts';

const number = /^[1-9]\d{0,15}$/;

/** So many names are remembered; who is forgotten is looked up again. */
const capacity = 10_000;

/**
 * The numbers of tenants. A tenant that `createTenant` made is its number in decimal digits, which may be any up to
 * 2^53 - 1. Any other string is the name of a tenant that the application keeps itself (`default`, say, or its own
 * organisation id); it gets a random number when something is written for it first.
 */
export class TenantRegistry {
  #names: ReadonlyMap<string, number> = new Map();
  readonly #statements: TenantStatements;

  constructor(statements: TenantStatements) {
    this.#statements = statements;
  }

  /** A copy for a transaction, whose decisions do not count before its end. */
  fork(): TenantRegistry {
    const copy = new TenantRegistry(this.#statements);
    copy.#names = this.#names;
    return copy;
  }

  /** Takes over what a copy has decided, after its commit. */
  adopt(copy: TenantRegistry): void {
    this.#names = copy.#names;
  }

  /** The tenant's number; `undefined` when nothing has ever been written for it. */
  async find(session: Session, tenant: string): Promise<number | undefined> {
    const known = this.peek(tenant);
    if (known !== undefined) return known;
    if (!isStorable(tenant)) return undefined;
    const row = await session.first(this.#statements.find, { name: tenant });
    return row === undefined ? undefined : this.#remember(tenant, Number(row.tenant_id));
  }

  /** The tenant's number, if it is known without asking the database. */
  peek(tenant: string): number | undefined {
    return this.#names.get(tenant) ?? numberOf(tenant);
  }

  /** The tenant's number; it gets one when it has none. Runs inside a transaction. */
  async make(session: Session, tenant: string): Promise<number> {
    const known = await this.find(session, tenant);
    if (known !== undefined) return known;
    if (!isStorable(tenant)) {
      throw new StoreError(
        'unsupported',
        'The id of a tenant cannot hold U+0000 or half of a surrogate pair.',
      );
    }
    for (;;) {
      const found = await session.first(this.#statements.findNow, { name: tenant });
      if (found !== undefined) return this.#remember(tenant, Number(found.tenant_id));
      await session.tryWrite(this.#statements.insert, { name: tenant, number: randomTenantNumber() });
    }
  }

  #remember(tenant: string, value: number): number {
    this.#names = new Map(this.#names.size < capacity ? this.#names : []).set(tenant, value);
    return value;
  }
}

/** The number that a tenant's id is, if it is one. */
export function numberOf(tenant: string): number | undefined {
  if (!number.test(tenant)) return undefined;
  const value = Number(tenant);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** 53 random bits: no two databases give the same number to two tenants, so tenants can be moved between them. */
export function randomTenantNumber(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return Math.max((high >>> 11) * 2 ** 32 + low, 1);
}

/** A tenant by its name and its number. */
export interface Named {
  readonly name: string;
  readonly number: number;
}

/** The statements that a {@link TenantRegistry} runs. */
export type TenantStatements = ReturnType<typeof compileTenantStatements>;

export function compileTenantStatements(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
  const find = sql`select tenant_id from ${tables.tenant_name} where name = ${slot((a: { readonly name: string }) => a.name)}`;
  return {
    find: compileStatement<{ readonly name: string }, { readonly tenant_id: number }>(db, find),
    /** Sees what another transaction has committed since this one began. */
    findNow: compileStatement<{ readonly name: string }, { readonly tenant_id: number }>(
      db,
      sql`${find} ${dialect.locks.current}`,
    ),
    insert: compileStatement<Named, unknown>(
      db,
      sql`insert into ${tables.tenant_name} (name, tenant_id) values (${slot((a: Named) => a.name)}, ${slot((a: Named) => a.number)}) ${dialect.onConflictDoNothing}`,
    ),
  };
}
