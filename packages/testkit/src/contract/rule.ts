import assert from 'node:assert/strict';
import {
  type ConnectionStore,
  createUuidV7,
  type ResourceStore,
  StoreError,
  type StoreErrorCode,
  type StoreSupport,
} from '@scimkit/core';
import type { ContractCase, OpenResourceStore, OpenStore } from './contract-case.ts';
import { contractCatalog } from './contract-catalog.ts';
import { TenantUnderTest } from './tenant-under-test.ts';

/** What a rule gets to prove itself on. */
export interface Premises {
  readonly store: ResourceStore;
  /** A tenant that nobody has used. */
  readonly tenant: TenantUnderTest;
  /** Makes another one. */
  readonly otherTenant: () => Promise<TenantUnderTest>;
}

/** A rule of the storage port. */
export interface Rule {
  readonly name: string;
  /** For rules about something that a store may or may not do: whether this one says it does. */
  readonly claimed?: (supports: StoreSupport) => boolean;
  readonly prove: (premises: Premises) => Promise<void>;
}

/** Makes cases of rules. A rule about what the store does not claim to do has nothing to prove. */
export function casesOf(
  topic: string,
  rules: readonly Rule[],
  open: OpenResourceStore,
): readonly ContractCase[] {
  return rules.map(({ name, claimed, prove }) => ({
    topic,
    name,
    run: async () => {
      const opened = await open(contractCatalog);
      try {
        const { store } = opened;
        if (claimed !== undefined && !claimed(store.supports)) return;
        const otherTenant = async () => new TenantUnderTest(store, scopeOf(await newTenant(opened)));
        await prove({ store, tenant: await otherTenant(), otherTenant });
      } finally {
        await opened.close?.();
      }
    },
  }));
}

function scopeOf(tenant: string) {
  return { tenant, connection: 'contract', principal: 'contract' };
}

/** A tenant that nobody has used. */
export async function newTenant({ store, tenant }: OpenStore<ResourceStore>): Promise<string> {
  if (tenant !== undefined) return tenant();
  const id = createUuidV7();
  if (!hasTenants(store)) return id;
  return (await store.createTenant({ slug: `t-${id}`, at: Date.now() })).id;
}

function hasTenants(store: ResourceStore): store is ResourceStore & Pick<ConnectionStore, 'createTenant'> {
  return 'createTenant' in store && typeof store.createTenant === 'function';
}

/** Waits for a call to fail as it has to. */
export async function refused(code: StoreErrorCode, call: Promise<unknown>): Promise<StoreError> {
  const error = await failed(call);
  assert(
    error instanceof StoreError,
    `Expected a StoreError with the code ${code}, but got ${String(error)}.`,
  );
  assert.equal(error.code, code, `${error.message}: wrong code.`);
  return error;
}

/** Waits for a call to fail, and returns what it failed with. */
export async function failed(call: Promise<unknown>): Promise<unknown> {
  let result: unknown;
  try {
    result = await call;
  } catch (error) {
    return error;
  }
  return assert.fail(`The call should have failed, but came to ${JSON.stringify(result)}.`);
}
