import { randomUUID } from 'node:crypto';
import { bindContract, storageContract } from '@scimkit/testkit';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import { members, openPgApp, squads } from './test-support/pg-schema.ts';

let pglite: Awaited<ReturnType<typeof openPgApp>>;
let store: MappedStore;
beforeAll(async () => {
  pglite = await openPgApp();
  store = createMappedStore({ pglite, users: members, groups: squads });
  await store.migrate();
}, 60_000);
afterAll(() => pglite.close());

/** Tenants are the application's own: no row says which of them there are. */
const open = () => ({ store, tenant: () => `ws-${randomUUID()}` });

describe('members and squads of an application on PostgreSQL, with ids of its own', () => {
  bindContract({ describe, it: (name, body) => it(name, body, 60_000) }, storageContract(open));
});
