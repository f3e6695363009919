import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createScimServer,
  defineResourceType,
  defineSchema,
  Group,
  GroupSchema,
  issueToken,
  type ScimServer,
  type ScimServerOptions,
  tokenAuthentication,
  User,
} from '@scimkit/core';
import { createNodeListener } from '@scimkit/node';
import {
  formatConformance,
  formatReport,
  runConformance,
  runScenario,
  scenariosByClient,
} from '@scimkit/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMappedStore } from './create-mapped-store.ts';
import { type AppDatabase, appEngines } from './test-support/app-database.ts';
import { crmMappings, makeCrm, makeOrganization } from './test-support/crm-schema.ts';

const { displayName, ...others } = GroupSchema.attributes;
const UniqueGroup = defineResourceType({
  ...Group,
  schema: defineSchema({
    ...GroupSchema,
    attributes: { displayName: { ...displayName, uniqueness: 'server' }, ...others },
  }),
});

/** Scenarios about types that have nothing to do with tables of the application's are run elsewhere. */
const scenarios = [...scenariosByClient.okta, ...scenariosByClient.entra].filter(
  ({ needs }) => !needs.includes('roles and entitlements'),
);

/** Listens while something is done. */
async function listening<T>(server: ScimServer, work: (baseUrl: string) => Promise<T>): Promise<T> {
  const http = createServer(createNodeListener(server, { path: '/scim/v2/:org' }));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(http.address() as AddressInfo).port}/scim/v2`);
  } finally {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  }
}

describe.each(appEngines)(
  'over HTTP, on an application that nobody has shaped for SCIM, on %s',
  (_, start) => {
    let database: AppDatabase;
    beforeAll(async () => {
      database = await start();
      await makeCrm(database);
      await createMappedStore({ ...database.connection, ...crmMappings(database.engine) }).migrate();
    }, 60_000);
    afterAll(() => database.end());

    /** A server, and an organisation of its own. */
    const open = async (options: Partial<ScimServerOptions> = {}) => {
      const { resourceTypes = [User, Group] } = options;
      const store = createMappedStore({
        ...database.connection,
        ...crmMappings(database.engine),
        resourceTypes,
      });
      const org = await makeOrganization(database);
      const slug = `org-${org}`;
      await store.createTenant({ slug, appRef: String(org), at: Date.now() });
      const { token } = await issueToken(store, { org: slug });
      const authenticate = tokenAuthentication({ connections: store });
      const server = createScimServer({ ...options, store, resourceTypes, authenticate });
      return { server, slug, org, authorization: `Bearer ${token}` };
    };

    it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
      '%s',
      async (_name, scenario) => {
        const { server, slug, authorization } = await open({
          resourceTypes: [User, scenario.needs.includes('unique group names') ? UniqueGroup : Group],
          profile: scenario.client === 'okta' ? 'okta' : 'entra',
        });
        await listening(server, async (baseUrl) => {
          const report = await runScenario(scenario, { baseUrl: `${baseUrl}/${slug}`, authorization });
          expect(report.failed, formatReport(report)).toBe(0);
          expect(report.passed).toBeGreaterThan(0);
        });
      },
    );

    it('passes every binding case of the conformance suite, and leaves nothing behind', async () => {
      const { server, slug, org, authorization } = await open();
      await listening(server, async (baseUrl) => {
        const report = await runConformance({ baseUrl: `${baseUrl}/${slug}`, authorization });
        expect(report.ok, formatConformance(report)).toBe(true);
        expect(report.cases.filter(({ verdict }) => verdict === 'passed').length).toBeGreaterThan(100);
      });
      const [users] = await database.query(
        'select count(*) as n from users where organization_id = ? and deleted_at is null',
        [org],
      );
      const [teams] = await database.query('select count(*) as n from teams where organization_id = ?', [
        org,
      ]);
      expect([Number(users?.n), Number(teams?.n)]).toEqual([0, 0]);
    }, 60_000);
  },
);
