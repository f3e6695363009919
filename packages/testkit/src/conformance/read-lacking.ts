import type { OptionalFeature } from './conformance-case.ts';
import type { ConformanceClient } from './conformance-client.ts';

/** The features that the server says it lacks. One that it does not mention is taken to be there, and shown by its cases. */
export async function readLacking(client: ConformanceClient): Promise<ReadonlySet<OptionalFeature>> {
  const config = await client.send('GET', '/ServiceProviderConfig');
  const lacking = new Set<OptionalFeature>();
  for (const feature of ['patch', 'bulk', 'filter', 'sort', 'etag'] as const) {
    if (config.at(feature, 'supported') === false) lacking.add(feature);
  }
  // RFC 9865 section 4: without the block there are no cursors.
  if (config.at('pagination', 'cursor') !== true) lacking.add('cursor');
  return lacking;
}
