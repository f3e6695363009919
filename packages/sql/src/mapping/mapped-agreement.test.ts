import { describe, expect, it } from 'vitest';
import { createMappedStore } from './create-mapped-store.ts';
import type { UserMapping } from './mapping.ts';
import { agree } from './test-support/agreement.ts';
import { makeOrganisation, openApp, users } from './test-support/app-schema.ts';
import { accounts, openOther } from './test-support/other-schema.ts';
import { members, openPgApp } from './test-support/pg-schema.ts';

const scope = { connection: 'test', principal: 'test' };

/** The same filters in each run; another seed finds others. */
const seed = 20_261_123;

describe('random filters mean the same as in core', () => {
  it('on SQLite, with keys of ours', async () => {
    const database = openApp();
    const store = createMappedStore({ sqlite: database, users });
    await store.migrate();
    const tenant = String(makeOrganisation(database));
    const org = createMappedStore({ sqlite: database, users, organisation: () => Number(tenant) });
    expect(await agree(org, { ...scope, tenant: 'acme' }, seed, 1500)).toBeGreaterThan(300);
    database.close();
  }, 60_000);

  // The second seed has `not (emails[not (value eq "ss")])`, which a proposal must not answer.
  it.each([seed + 1, 628_374])(
    'on SQLite, where the database folds letters (seed %d)',
    async (from) => {
      const database = openOther();
      const store = createMappedStore({ sqlite: database, users: accounts });
      await store.migrate();
      expect(await agree(store, { ...scope, tenant: 'acme' }, from, 1000)).toBeGreaterThan(100);
      database.close();
    },
    60_000,
  );

  it('on SQLite, with the rest in a JSON column', async () => {
    const database = openOther();
    database.exec('alter table account add column extra text');
    const attributes = { ...accounts.attributes, 'name.givenName': 'given' };
    const mapping: UserMapping = { ...accounts, rest: { column: 'extra' }, attributes };
    const store = createMappedStore({ sqlite: database, users: mapping });
    await store.migrate();
    expect(await agree(store, { ...scope, tenant: 'acme' }, seed + 3, 1000)).toBeGreaterThan(50);
    database.close();
  }, 60_000);

  it('on PostgreSQL, with citext', async () => {
    const pglite = await openPgApp();
    const store = createMappedStore({ pglite, users: members });
    await store.migrate();
    expect(await agree(store, { ...scope, tenant: 'acme' }, seed + 2, 600)).toBeGreaterThan(60);
    await pglite.close();
  }, 120_000);
});
