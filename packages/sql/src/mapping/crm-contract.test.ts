import { bindContract, outboxContract, storageContract } from '@scimkit/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import { agree } from './test-support/agreement.ts';
import { type AppDatabase, appServers, onSqlite } from './test-support/app-database.ts';
import { crmMappings, makeCrm, makeOrganization } from './test-support/crm-schema.ts';

describe.each([['sqlite', onSqlite] as const, ...appServers])(
  'users and teams of an application that nobody has shaped for SCIM, on %s',
  (_, start) => {
    let database: AppDatabase;
    let store: MappedStore;
    beforeAll(async () => {
      database = await start();
      await makeCrm(database);
      store = createMappedStore({ ...database.connection, ...crmMappings(database.engine) });
      await store.migrate();
    }, 60_000);
    afterAll(() => database.end());

    const tenant = async (): Promise<string> => {
      const appRef = String(await makeOrganization(database));
      return (await store.createTenant({ slug: `organization-${appRef}`, appRef, at: Date.now() })).id;
    };
    bindContract(
      { describe, it: (name, body) => it(name, body, 60_000) },
      storageContract(() => ({ store, tenant })),
    );

    bindContract(
      { describe, it: (name, body) => it(name, body, 60_000) },
      outboxContract(() => {
        const mappings = crmMappings(database.engine);
        return { store: createMappedStore({ ...database.connection, ...mappings, outbox: true }), tenant };
      }),
    );

    it('finds nothing wrong with its tables', async () => {
      expect(await store.verify()).toEqual([]);
    });

    it('means the same by filters as core', async () => {
      const scope = { tenant: await tenant(), connection: 'c', principal: 'p' };
      expect(await agree(store, scope, 20_261_124, 400)).toBeGreaterThan(50);
    }, 120_000);
  },
);
