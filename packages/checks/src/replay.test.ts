import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createScimServer, issueToken, tokenAuthentication } from '@scimkit/core';
import { createNodeListener } from '@scimkit/node';
import { formatReport, type Need, okta, runScenario } from '@scimkit/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStore, stores } from './stores.ts';

/** What the server under test does not have yet. The one place where a scenario may wait for a feature. */
const missing: readonly Need[] = ['roles and entitlements'];

const ready = okta.filter((scenario) => !scenario.needs.some((need) => missing.includes(need)));
const waiting = okta.filter((scenario) => !ready.includes(scenario)).map(({ name }) => name);

describe.each(Object.keys(stores))('what Okta sends, over HTTP, on %s', (name) => {
  let opened: OpenStore;
  let origin: string;
  let stop: () => Promise<void>;
  let org = 0;

  beforeAll(async () => {
    const open = stores[name];
    if (open === undefined) throw new Error(`There is no store ${name}.`);
    opened = await open();
    const server = createScimServer({
      store: opened.store,
      authenticate: tokenAuthentication({ connections: opened.store }),
    });
    const http = createServer(createNodeListener(server, { path: '/scim/v2/:org' }));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    stop = async () => {
      await new Promise((resolve) => {
        http.close(resolve);
        http.closeAllConnections();
      });
      await opened.close();
    };
  });
  afterAll(() => stop());

  it.each(ready.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    org++;
    const { token } = await issueToken(opened.store, { org: `org-${org}` });
    const report = await runScenario(scenario, {
      baseUrl: `${origin}/scim/v2/org-${org}`,
      authorization: `Bearer ${token}`,
    });
    expect(report.failed, formatReport(report)).toBe(0);
    expect(report.passed).toBeGreaterThan(0);
  });
});

it('leaves out only what waits for a feature', () => {
  expect(waiting).toEqual(['okta/entitlements-discovery']);
  expect(ready).toHaveLength(17);
});
