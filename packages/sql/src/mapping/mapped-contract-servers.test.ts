import process from 'node:process';
import { bindContract, storageContract } from '@scimkit/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import { agree } from './test-support/agreement.ts';
import { type AppDatabase, appServers } from './test-support/app-database.ts';
import { serverTables, serverTeams, serverUsers } from './test-support/server-schemas.ts';

describe.each(appServers)('users and teams of an application, with keys of ours, on %s', (_, start) => {
  let database: AppDatabase;
  let store: MappedStore;
  let organisations = 0;
  beforeAll(async () => {
    database = await start();
    for (const statement of serverTables[database.engine]) await database.query(statement);
    store = createMappedStore({ ...database.connection, users: serverUsers, groups: serverTeams });
    await store.migrate();
  }, 60_000);
  afterAll(() => database.end());

  const tenant = async (): Promise<string> => {
    organisations += 1;
    const appRef = String(organisations);
    return (await store.createTenant({ slug: `organisation-${appRef}`, appRef, at: Date.now() })).id;
  };
  bindContract(
    { describe, it: (name, body) => it(name, body, 60_000) },
    storageContract(() => ({ store, tenant })),
  );

  it('finds nothing wrong with the tables', async () => {
    expect(await store.verify()).toEqual([]);
  });

  it('links rows once, however many do it at the same moment', async () => {
    const id = await tenant();
    const rows = Array.from(
      { length: 700 },
      (_each, index) => `(${organisations}, 'u${index}', 'u${index}', 'pro', 1, 1)`,
    );
    await database.query(
      `insert into users (org_id, email, email_key, plan, created_at, updated_at) values ${rows.join(', ')}`,
    );
    const done = await Promise.all(Array.from({ length: 5 }, () => store.adopt(id)));
    expect(done.reduce((sum, { linked }) => sum + linked, 0)).toBe(700);
  });

  it('means the same by filters as core', async () => {
    const scope = { tenant: await tenant(), connection: 'c', principal: 'p' };
    expect(await agree(store, scope, 20_261_123, 400)).toBeGreaterThan(80);
  }, 120_000);
});

it('runs on servers that are named in the environment', () => {
  const named = ['POSTGRES', 'MARIADB', 'MYSQL'].filter(
    (name) => (process.env[`SCIMKIT_${name}_URL`] ?? '') !== '',
  );
  expect(appServers.map(([name]) => name)).toEqual(named.map((name) => name.toLowerCase()));
});
