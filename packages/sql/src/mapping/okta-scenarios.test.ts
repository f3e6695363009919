import type { DatabaseSync } from 'node:sqlite';
import {
  createScimServer,
  defineResourceType,
  defineSchema,
  Group,
  GroupSchema,
  issueToken,
  type ResourceTypeDefinition,
  tokenAuthentication,
  User,
} from '@scimkit/core';
import { formatReport, runScenario, type Scenario, scenariosByClient } from '@scimkit/testkit';
import { afterEach, expect, it } from 'vitest';
import { createMappedStore } from './create-mapped-store.ts';
import { makeOrganisation, openApp, teams, users } from './test-support/app-schema.ts';

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

let database: DatabaseSync | undefined;
afterEach(() => {
  database?.close();
  database = undefined;
});

function typesFor({ needs }: Scenario): readonly ResourceTypeDefinition[] {
  return [User, needs.includes('unique group names') ? UniqueGroup : Group];
}

it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  '%s, on users and teams of an application',
  async (_, scenario) => {
    database = openApp();
    const resourceTypes = typesFor(scenario);
    const store = createMappedStore({ sqlite: database, users, groups: teams, resourceTypes });
    await store.migrate();
    const appRef = String(makeOrganisation(database));
    await store.createTenant({ slug: 'acme', appRef, at: Date.now() });
    const { token } = await issueToken(store, { org: 'acme' });
    const scim = createScimServer({
      store,
      resourceTypes,
      profile: scenario.client === 'okta' ? 'okta' : 'entra',
      authenticate: tokenAuthentication({ connections: store }),
    });
    const report = await runScenario(scenario, {
      baseUrl: 'http://app.example/scim/v2/acme',
      authorization: `Bearer ${token}`,
      fetch: (request) => scim.fetch(request),
    });
    expect(report.failed, formatReport(report)).toBe(0);
    expect(report.passed).toBeGreaterThan(0);
  },
);

it('runs most of what Okta and Entra send', () => {
  expect(scenarios.length).toBeGreaterThan(25);
});
