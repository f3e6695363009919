import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createNodeListener } from '@scimkit/node';
import { casesByArea, formatConformance, openClient, runConformance } from '@scimkit/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from './service.ts';
import { stores } from './stores.ts';

const cases = Object.values(casesByArea).flat();

describe.each(Object.keys(stores))('conformance on %s', (store) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(store);
  });
  afterAll(() => service.close());

  it.each(cases.map((one) => [`${one.requirements.join(' ')}: ${one.name}`, one] as const))(
    '%s',
    async (_, one) => {
      const client = openClient(
        {
          baseUrl: service.base,
          authorization: `Bearer ${service.token}`,
          fetch: (request) => service.server.fetch(request),
        },
        30_000,
      );
      await one.run(client);
    },
  );
});

it('a strict server passes every binding case over HTTP, and is left as it was', async () => {
  const service = await startService('memory', { profile: 'strict' });
  const http = createServer(createNodeListener(service.server, { path: '/scim/v2/:org' }));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  try {
    const baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}/scim/v2/acme`;
    const authorization = `Bearer ${service.token}`;
    const report = await runConformance({ baseUrl, authorization });
    expect(report.ok, formatConformance(report)).toBe(true);
    expect(report.cases.filter((one) => one.verdict === 'skipped')).toEqual([]);
    // A strict server refuses unknown attributes, which is another reading than that of the default.
    const differing = report.cases.filter((one) => one.verdict === 'failed');
    expect(differing.flatMap((one) => one.requirements)).toEqual(['REP-20', 'REP-21']);
    expect((await service.send('GET', '/')).body.totalResults).toBe(0);
  } finally {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    await service.close();
  }
}, 60_000);
