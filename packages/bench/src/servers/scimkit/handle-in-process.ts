import type { Envelope, ScimServer } from '@scimkit/core';
import type { BenchRequest } from '../../cases/case.ts';
import { token } from '../../dataset/directory.ts';

const headers = new Map([
  ['authorization', `Bearer ${token}`],
  ['content-type', 'application/scim+json; charset=utf-8'],
]);

/** Runs a request through the server without HTTP, as an adapter would. */
export async function handleInProcess(server: ScimServer, request: BenchRequest): Promise<number> {
  const { status } = await server.handle(envelopeOf(request));
  return status;
}

/** The envelope of a request. */
export function envelopeOf({ method, tenant, path, query, body }: BenchRequest): Envelope {
  return {
    method,
    base: `http://scim.example.com/scim/v2/${tenant}`,
    path,
    query,
    params: { org: tenant },
    header: (name) => headers.get(name),
    body: async () => (body === undefined ? { kind: 'none' } : { kind: 'text', text: body }),
  };
}
