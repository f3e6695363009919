import { it } from 'vitest';
import { createMappedStore } from './create-mapped-store.ts';
import { agree } from './test-support/agreement.ts';
import { makeOrganisation, openApp, users } from './test-support/app-schema.ts';
import { accounts, openOther } from './test-support/other-schema.ts';

const scope = { connection: 'test', principal: 'test' };
for (let seed = 1; seed < 16; seed += 1) {
  it(`a${seed}`, async () => {
    const database = openApp();
    const tenant = makeOrganisation(database);
    const store = createMappedStore({ sqlite: database, users, organisation: () => tenant });
    await store.migrate();
    await agree(store, { ...scope, tenant: 'acme' }, seed * 15485863, 1500);
  }, 60_000);
  it(`b${seed}`, async () => {
    const database = openOther();
    const store = createMappedStore({ sqlite: database, users: accounts });
    await store.migrate();
    await agree(store, { ...scope, tenant: 'acme' }, seed * 1299709, 2000);
  }, 60_000);
  it(`c${seed}`, async () => {
    const database = openOther();
    database.exec('alter table account add column extra text');
    const mapped = accounts.attributes;
    const json = {
      ...accounts,
      rest: { column: 'extra' },
      attributes: { ...mapped, 'name.givenName': 'given' },
    } as const;
    const store = createMappedStore({ sqlite: database, users: json });
    await store.migrate();
    await agree(store, { ...scope, tenant: 'acme' }, seed * 32452843, 1500);
  }, 60_000);
}
