import { randomUUID } from 'node:crypto';
import { bindContract, connectionContract, outboxContract, storageContract } from '@scimkit/testkit';
import { describe, it } from 'vitest';
import { createMappedStore } from './create-mapped-store.ts';
import { makeOrganisation, openApp, teams, users } from './test-support/app-schema.ts';

async function open(options: { readonly outbox?: boolean } = {}) {
  const database = openApp();
  const store = createMappedStore({ sqlite: database, users, groups: teams, ...options });
  await store.migrate();
  return {
    store,
    tenant: async () => {
      const appRef = String(makeOrganisation(database));
      return (await store.createTenant({ slug: `t-${randomUUID()}`, appRef, at: Date.now() })).id;
    },
    close: () => database.close(),
  };
}

describe('users and teams of an application, with a sidecar', () => {
  bindContract(
    { describe, it },
    storageContract(() => open()),
  );
  bindContract(
    { describe, it },
    connectionContract(() => open()),
  );
  bindContract(
    { describe, it },
    outboxContract(() => open({ outbox: true })),
  );
});
