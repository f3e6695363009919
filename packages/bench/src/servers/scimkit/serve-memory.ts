import { createScimServer, issueToken, type ScimServer, tokenAuthentication } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { tenants, token } from '../../dataset/directory.ts';

/** A server on the memory store, as its documentation sets one up. */
export async function serveMemory(): Promise<ScimServer> {
  const store = createMemoryStore();
  for (const org of tenants) await issueToken(store, { org, token });
  return createScimServer({ store, authenticate: tokenAuthentication({ connections: store }) });
}
