import type { ScimServer } from '@scimkit/core';
import type { Directory, Tenant } from '../../dataset/directory.ts';
import { fill } from '../../dataset/fill.ts';
import type { Sizes } from '../../dataset/sizes.ts';
import { envelopeOf } from './handle-in-process.ts';

/** Fills a server through its own door. */
export function fillServer(server: ScimServer, sizes: Sizes): Promise<Directory> {
  const create = async (tenant: Tenant, path: string, body: object): Promise<string> => {
    const request = { method: 'POST', tenant, path, query: '', body: JSON.stringify(body) } as const;
    const outcome = await server.handle(envelopeOf(request));
    if (outcome.status !== 201 || outcome.headers.location === undefined) {
      throw new Error(
        `Filling the server failed with ${outcome.status}: ${String(outcome.body).slice(0, 300)}`,
      );
    }
    return outcome.headers.location.slice(outcome.headers.location.lastIndexOf('/') + 1);
  };
  return fill(
    {
      createUser: (tenant, body) => create(tenant, '/Users', body),
      createGroup: (tenant, body) => create(tenant, '/Groups', body),
    },
    sizes,
  );
}
