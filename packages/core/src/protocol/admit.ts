import type { Connection } from '../auth/authenticate.ts';
import { ScimError } from '../errors/scim-error.ts';
import type { Context } from '../operations/context.ts';
import type { Envelope } from './envelope.ts';
import type { OpenExchange } from './open-exchange.ts';
import type { Route } from './route.ts';
import type { Service } from './service.ts';

/** Discovery that needs no credentials works on no tenant at all. */
const nobody: Connection = { tenant: '', id: '', principal: '' };

/**
 * Lets the caller in, or answers 401. An unknown organisation, a token of another one, an expired and a missing token get
 * the same words, so that none can be told from the others.
 *
 * @throws ScimError 401.
 * @see RFC 7644 section 2
 */
export async function admit(
  service: Service,
  envelope: Envelope,
  where: Route | ScimError,
  exchange: OpenExchange,
): Promise<Context> {
  const connection = await service.authenticate(envelope);
  if (connection !== undefined) exchange.connection = connection;
  else if (!service.publicDiscovery || where instanceof ScimError || where.place.kind !== 'discovery') {
    throw new ScimError(
      401,
      'The bearer token is missing, unknown, expired, or not one of this organisation.',
      {
        headers: { 'www-authenticate': 'Bearer realm="SCIM"' },
      },
    );
  }
  const admitted = connection ?? nobody;
  return {
    server: service.parts,
    base: envelope.base,
    fired: exchange.fired,
    caller: {
      connection: admitted,
      tolerance: service.toleranceOf(admitted.profile),
      scope: {
        tenant: admitted.tenant,
        connection: admitted.id,
        principal: admitted.principal,
        ...(envelope.signal === undefined ? {} : { signal: envelope.signal }),
      },
    },
  };
}
