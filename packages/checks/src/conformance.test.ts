import { casesByArea, openClient } from '@scimkit/testkit';
import { afterAll, beforeAll, describe, it } from 'vitest';
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
