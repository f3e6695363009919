import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createScimServer,
  issueToken,
  type ProfileName,
  type ResourceTypeDefinition,
  type ScimServer,
  tokenAuthentication,
} from '@scimkit/core';
import { createNodeListener } from '@scimkit/node';
import {
  formatReport,
  runScenario,
  type Scenario,
  type ScenarioClient,
  scenariosByClient,
} from '@scimkit/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Entitlement, Role, withRoles, withUniqueGroups } from './okta-types.ts';
import { type OpenStore, stores } from './stores.ts';

/** The profile made for each client. */
const profileOf: Readonly<Record<ScenarioClient, ProfileName>> = {
  okta: 'okta',
  entra: 'entra',
  onelogin: 'onelogin',
  jumpcloud: 'jumpcloud',
  authentik: 'authentik',
  ping: 'ping',
};

/** These send attributes that no schema declares. A client may; the strict profile refuses them (REP-20). */
const undeclared = ['okta/errors-and-tolerance', 'entra/create-with-nulls'];

/** A scenario in which the client follows the RFC has to work without any tolerance. */
function followsRfc(scenario: Scenario): boolean {
  return scenario.steps.every((step) => step.deviates === undefined) && !undeclared.includes(scenario.name);
}

const replays = (Object.keys(profileOf) as ScenarioClient[]).flatMap((client) =>
  scenariosByClient[client].flatMap((scenario) => {
    const profiles: ProfileName[] = [
      'lenient',
      profileOf[client],
      ...(followsRfc(scenario) ? ['strict' as const] : []),
    ];
    return profiles.map((profile) => ({ name: scenario.name, profile, scenario }));
  }),
);

/** The resource types that a scenario needs; `undefined` is what a server has by default. */
function typesFor(scenario: Scenario): readonly ResourceTypeDefinition[] | undefined {
  if (scenario.needs.includes('roles and entitlements')) return withRoles;
  return scenario.needs.includes('unique group names') ? withUniqueGroups : undefined;
}

describe.each(Object.keys(stores))('what clients send, over HTTP, on %s', (name) => {
  let opened: OpenStore;
  const running = new Map<string, { readonly scim: ScimServer; readonly origin: string }>();
  const servers: Server[] = [];
  let org = 0;

  async function serve(profile: ProfileName, types: readonly ResourceTypeDefinition[] | undefined) {
    const key = `${profile} ${types?.map((type) => type.name).join()}`;
    const known = running.get(key);
    if (known !== undefined) return known;
    const scim = createScimServer({
      store: opened.store,
      profile,
      authenticate: tokenAuthentication({ connections: opened.store }),
      ...(types === undefined ? {} : { resourceTypes: types }),
    });
    const http = createServer(createNodeListener(scim, { path: '/scim/v2/:org' }));
    servers.push(http);
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const started = { scim, origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
    running.set(key, started);
    return started;
  }

  beforeAll(async () => {
    const open = stores[name];
    if (open === undefined) throw new Error(`There is no store ${name}.`);
    opened = await open();
  });
  afterAll(async () => {
    for (const server of servers) {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    }
    await opened.close();
  });

  it.each(replays)('$name under $profile', async ({ scenario, profile }) => {
    org++;
    const { scim, origin } = await serve(profile, typesFor(scenario));
    const { token, tenant } = await issueToken(opened.store, { org: `org-${org}` });
    if (scenario.needs.includes('roles and entitlements')) {
      const resources = scim.resources(tenant.id);
      await resources.create(Role, { displayName: 'First Role' }, { id: 'role-1' });
      await resources.create(Role, { displayName: 'Second Role' }, { id: 'role-2' });
      await resources.create(
        Entitlement,
        { displayName: 'First Entitlement', type: 'Entitlement' },
        { id: 'entitlement-1' },
      );
    }
    const report = await runScenario(scenario, {
      baseUrl: `${origin}/scim/v2/org-${org}`,
      authorization: `Bearer ${token}`,
    });
    expect(report.failed, formatReport(report)).toBe(0);
    expect(report.passed).toBeGreaterThan(0);
  });
});

it('replays every scenario', () => {
  expect(new Set(replays.map(({ name }) => name)).size).toBe(34);
});
