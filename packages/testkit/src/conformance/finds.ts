import { expectStatus } from './assertions.ts';
import type { ConformanceClient } from './conformance-client.ts';
import { quoted } from './messages.ts';

/** True when a filter finds one known resource, whatever else the tenant holds. */
export async function finds(
  client: ConformanceClient,
  endpoint: string,
  id: string,
  filter: string,
): Promise<boolean> {
  const query = { filter: `id eq ${quoted(id)} and (${filter})` };
  const answer = expectStatus(await client.send('GET', endpoint, { query }), 200);
  return answer.at('totalResults') === 1;
}
