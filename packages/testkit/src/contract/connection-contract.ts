import assert from 'node:assert/strict';
import { type ConnectionStore, createUuidV7, type TokenRecord } from '@scimkit/core';
import type { ContractCase, OpenConnectionStore } from './contract-case.ts';
import { refused } from './rule.ts';
import { epoch } from './tenant-under-test.ts';

interface ConnectionRule {
  readonly name: string;
  readonly prove: (store: ConnectionStore) => Promise<void>;
}

const slug = () => `t-${createUuidV7()}`;

/** A token of a tenant; each has a digest of its own. */
function tokenOf(tenant: string, more: Partial<TokenRecord> = {}): TokenRecord {
  const digest = crypto.getRandomValues(new Uint8Array(32));
  return { id: createUuidV7(), tenant, digest, label: 'Okta production', createdAt: epoch, ...more };
}

/** Tokens with their digests in a form that compares. */
function plain(token: TokenRecord | undefined) {
  return token === undefined ? undefined : { ...token, digest: Buffer.from(token.digest).toString('hex') };
}

const rules: readonly ConnectionRule[] = [
  {
    name: 'a tenant is found by its slug, exactly',
    prove: async (store) => {
      const name = slug();
      assert.equal(await store.tenantBySlug(name), undefined);
      const made = await store.createTenant({ slug: name, appRef: `app-${name}`, at: epoch });
      assert.deepEqual([made.slug, made.appRef, made.status], [name, `app-${name}`, 'active']);
      assert.deepEqual(await store.tenantBySlug(name), made);
      for (const other of [
        name.toUpperCase(),
        `${name} `,
        name.slice(0, -1),
        '',
        '%',
        '__proto__',
        'constructor',
        made.id,
      ]) {
        assert.equal(await store.tenantBySlug(other), undefined, JSON.stringify(other));
      }
      assert((await store.tenants()).some(({ id }) => id === made.id));
    },
  },
  {
    name: 'slugs and application references belong to one tenant',
    prove: async (store) => {
      const [first, second] = [slug(), slug()];
      const made = await store.createTenant({ slug: first, appRef: first, at: epoch });
      await refused('conflict', store.createTenant({ slug: first, at: epoch }));
      await refused('conflict', store.createTenant({ slug: second, appRef: first, at: epoch }));
      assert.equal(await store.tenantBySlug(second), undefined);
      const other = await store.createTenant({ slug: second, at: epoch });
      assert.equal(other.appRef, undefined);
      assert.notEqual(other.id, made.id);
      await store.createTenant({ slug: slug(), at: epoch });
    },
  },
  {
    name: 'of many who make one tenant at the same moment exactly one does',
    prove: async (store) => {
      const name = slug();
      const made = await Promise.allSettled(
        Array.from({ length: 10 }, () => store.createTenant({ slug: name, at: epoch })),
      );
      assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 1);
    },
  },
  {
    name: 'a tenant is suspended and active again',
    prove: async (store) => {
      const { id, slug: name } = await store.createTenant({ slug: slug(), at: epoch });
      const other = await store.createTenant({ slug: slug(), at: epoch });
      await store.setTenantStatus(id, 'suspended');
      assert.equal((await store.tenantBySlug(name))?.status, 'suspended');
      assert.equal((await store.tenantBySlug(other.slug))?.status, 'active');
      await store.setTenantStatus(id, 'active');
      assert.equal((await store.tenantBySlug(name))?.status, 'active');
    },
  },
  {
    name: 'a token is found by its digest, in its tenant and no other',
    prove: async (store) => {
      const { id: tenant } = await store.createTenant({ slug: slug(), at: epoch });
      const { id: other } = await store.createTenant({ slug: slug(), at: epoch });
      const token = tokenOf(tenant, { expiresAt: epoch + 1 });
      await store.addToken(token);
      assert.deepEqual(plain(await store.tokenByDigest(tenant, token.digest)), plain(token));
      assert.deepEqual((await store.tokens(tenant)).map(plain), [plain(token)]);
      assert.equal(await store.tokenByDigest(other, token.digest), undefined);
      assert.deepEqual(await store.tokens(other), []);
      const near = token.digest.slice();
      near[31] = (near[31] ?? 0) ^ 1;
      for (const digest of [near, new Uint8Array(32), token.digest.slice(0, 31), new Uint8Array()]) {
        assert.equal(await store.tokenByDigest(tenant, digest), undefined);
      }
    },
  },
  {
    name: 'a token cannot be added twice, and two tenants may have the same',
    prove: async (store) => {
      const { id: tenant } = await store.createTenant({ slug: slug(), at: epoch });
      const { id: other } = await store.createTenant({ slug: slug(), at: epoch });
      const token = tokenOf(tenant);
      await store.addToken(token);
      await refused('conflict', store.addToken({ ...tokenOf(tenant), digest: token.digest }));
      await store.addToken(tokenOf(other, { digest: token.digest }));
      assert.equal((await store.tokens(tenant)).length, 1);
      assert.equal((await store.tokenByDigest(other, token.digest))?.tenant, other);
    },
  },
  {
    name: 'revoking and using are recorded, for the token of the tenant alone',
    prove: async (store) => {
      const { id: tenant } = await store.createTenant({ slug: slug(), at: epoch });
      const { id: other } = await store.createTenant({ slug: slug(), at: epoch });
      const [token, second] = [tokenOf(tenant), tokenOf(tenant)];
      await store.addToken(token);
      await store.addToken(second);
      await store.touchToken(other, token.id, epoch + 1);
      await store.revokeToken(other, token.id, epoch + 1);
      assert.deepEqual(plain(await store.tokenByDigest(tenant, token.digest)), plain(token));
      await store.touchToken(tenant, token.id, epoch + 2);
      await store.revokeToken(tenant, token.id, epoch + 3);
      const read = await store.tokenByDigest(tenant, token.digest);
      assert.deepEqual([read?.lastUsedAt, read?.revokedAt], [epoch + 2, epoch + 3]);
      assert.deepEqual(plain(await store.tokenByDigest(tenant, second.digest)), plain(second));
      await store.revokeToken(tenant, 'nobody', epoch);
      await store.touchToken(tenant, 'nobody', epoch);
    },
  },
  {
    name: 'what the caller does with digests changes nothing',
    prove: async (store) => {
      const { id: tenant } = await store.createTenant({ slug: slug(), at: epoch });
      const token = tokenOf(tenant);
      const digest = token.digest.slice();
      await store.addToken(token);
      token.digest.fill(0);
      (await store.tokenByDigest(tenant, digest))?.digest.fill(0);
      (await store.tokens(tenant))[0]?.digest.fill(0);
      assert.deepEqual(plain(await store.tokenByDigest(tenant, digest)), plain({ ...token, digest }));
    },
  },
];

/**
 * The contract of the store of tenants and tokens as runnable cases.
 *
 * @param open - Opens a store for one case. It may be the same every time.
 * @returns The cases, for {@link bindContract} or a runner of your own.
 * @example
 * ```ts
 * import { createMemoryStore } from '@scimkit/memory';
 * import { connectionContract } from '@scimkit/testkit';
 *
 * for (const { run } of connectionContract(() => ({ store: createMemoryStore() }))) await run();
 * ```
 */
export function connectionContract(open: OpenConnectionStore): readonly ContractCase[] {
  return rules.map(({ name, prove }) => ({
    topic: 'tenants and tokens',
    name,
    run: async () => {
      const opened = await open();
      try {
        await prove(opened.store);
      } finally {
        await opened.close?.();
      }
    },
  }));
}
