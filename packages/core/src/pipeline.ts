import { ScimError } from './errors/scim-error.ts';
import { lookUpReferences, memberPages } from './operations/index.ts';
import { admit } from './protocol/admit.ts';
import type { Envelope, Outcome } from './protocol/envelope.ts';
import { type OpenExchange, openExchange } from './protocol/open-exchange.ts';
import { methodsAt, parametersOf, perform } from './protocol/operate.ts';
import { siteOf } from './protocol/render-resource.ts';
import { respond } from './protocol/respond.ts';
import { respondError } from './protocol/respond-error.ts';
import { type Place, type Route, route } from './protocol/route.ts';
import type { Service } from './protocol/service.ts';

/**
 * The way of a request, from envelope to outcome. Each room takes what the one before it returned; whatever is thrown on
 * the way becomes a SCIM error at the one place below.
 */
export async function handle(service: Service, envelope: Envelope): Promise<Outcome> {
  const exchange = openExchange(service, envelope);
  try {
    const where = locate(service, envelope, exchange);
    const context = await admit(service, envelope, where, exchange);
    const { place } = found(where);
    if (envelope.method === 'OPTIONS') return exchange.close(options(place));
    const parameters = parametersOf(context, envelope);
    const call = { context, envelope, features: service.features, parameters };
    const result = await lookUpReferences(context, await perform(call, place, envelope.method));
    const site = siteOf(envelope.base, service.parts.catalog);
    const outcome = respond(site, result, (model, stored) => memberPages(context, model, stored));
    return exchange.close(envelope.method === 'HEAD' ? withoutPieces(outcome) : outcome, result);
  } catch (error) {
    return exchange.fail(error, respondError);
  }
}

/** Nobody who has not been admitted learns what stands at a path, so a miss is kept until then. */
function locate(service: Service, envelope: Envelope, exchange: OpenExchange): Route | ScimError {
  try {
    const where = route(service.parts.catalog, envelope.path);
    exchange.route = where.pattern;
    return where;
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

function found(where: Route | ScimError): Route {
  if (where instanceof ScimError) throw where;
  return where;
}

function options(place: Place): Outcome {
  return { status: 204, headers: { allow: methodsAt(place).join(', ') } };
}

/** HTTP-23: nobody reads the pieces of an answer to `HEAD`, so the rest of them is not read from the store. */
function withoutPieces(outcome: Outcome): Outcome {
  const { status, headers, body } = outcome;
  return typeof body === 'object' ? { status, headers } : outcome;
}
