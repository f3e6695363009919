import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';

/** /Me. */
export const me: readonly ConformanceCase[] = [
  {
    requirements: ['ME-01', 'ME-02', 'ME-03'],
    name: 'answers /Me with 501, 404, a permanent redirect, or the resource under its own URI',
    level: 'should',
    run: async (client) => {
      const answer = expectStatus(await client.send('GET', '/Me'), 200, 308, 404, 501);
      if (answer.status === 404 || answer.status === 501) {
        expectError(answer, answer.status);
        return;
      }
      const location = answer.headers.get('location') ?? '';
      ok(
        location.startsWith(`${client.baseUrl}/`),
        `Expected a Location below the base URL, got "${location}".`,
      );
      ok(!location.endsWith('/Me'), 'Expected the permanent URI, not /Me.');
      if (answer.status === 200) equal(answer.at('meta', 'location'), location, 'meta.location');
    },
  },
];
