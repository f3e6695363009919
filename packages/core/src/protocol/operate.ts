import { ScimError } from '../errors/scim-error.ts';
import type { Context, Result } from '../operations/context.ts';
import type { Features } from '../operations/features.ts';
import type { Target } from '../operations/hooks.ts';
import {
  createResource,
  describeResourceTypes,
  describeSchemas,
  describeServer,
  listResources,
  patchResource,
  readResource,
  refuseMatching,
  removeResource,
  replaceResource,
  represent,
  searchAll,
} from '../operations/index.ts';
import { runBulk } from './bulk/run-bulk.ts';
import type { Envelope } from './envelope.ts';
import { parseQuery, type QueryParameters } from './parse-query.ts';
import { readBody } from './read-body.ts';
import { readCondition } from './read-conditions.ts';
import { readListRequest, readProjectionRequest } from './read-list-request.ts';
import { readSearchRequest } from './read-search-request.ts';
import type { Place } from './route.ts';

/** A request that has been admitted and routed. */
export interface Call {
  readonly context: Context;
  readonly envelope: Envelope;
  readonly features: Features;
  readonly parameters: QueryParameters;
}

type PlaceOf<Kind extends Place['kind']> = Extract<Place, { kind: Kind }>;

interface Step<Kind extends Place['kind']> {
  /** What the `authorize` hook is asked; discovery is not. */
  readonly operation: Target['operation'] | undefined;
  readonly run: (call: Call, place: PlaceOf<Kind>) => Promise<Result>;
}

type Table = { readonly [Kind in Place['kind']]: Readonly<Record<string, Step<Kind>>> };

/** The floor plan: which place and method lead to which operation. What is not here is a 405. */
const table: Table = {
  root: {
    GET: {
      operation: 'list',
      run: async (call) => searchAll(call.context, readListRequest(call.parameters)),
    },
  },
  rootSearch: {
    POST: {
      operation: 'list',
      run: async (call) => searchAll(call.context, readSearchRequest(await body(call))),
    },
  },
  type: {
    GET: {
      operation: 'list',
      run: async (call, { model }) => {
        const request = readListRequest(call.parameters);
        return listResources(call.context, model, request, represent(model, request));
      },
    },
    POST: {
      operation: 'create',
      run: async (call, { model }) => {
        const representation = represent(model, readProjectionRequest(call.parameters));
        return createResource(call.context, model, await body(call), representation);
      },
    },
  },
  typeSearch: {
    POST: {
      operation: 'list',
      run: async (call, { model }) => {
        const request = readSearchRequest(await body(call));
        return listResources(call.context, model, request, represent(model, request));
      },
    },
  },
  resource: {
    GET: {
      operation: 'read',
      run: async (call, { model, id }) => {
        const representation = represent(model, readProjectionRequest(call.parameters));
        return readResource(call.context, model, id, representation, condition(call, 'If-None-Match'));
      },
    },
    PUT: {
      operation: 'replace',
      run: async (call, { model, id }) => {
        const representation = represent(model, readProjectionRequest(call.parameters));
        const ifMatch = condition(call, 'If-Match');
        await refuseMatching(call.context, model, id, condition(call, 'If-None-Match'));
        return replaceResource(call.context, model, id, await body(call), representation, ifMatch);
      },
    },
    PATCH: {
      operation: 'patch',
      run: async (call, { model, id }) => {
        const representation = represent(model, readProjectionRequest(call.parameters));
        const ifMatch = condition(call, 'If-Match');
        await refuseMatching(call.context, model, id, condition(call, 'If-None-Match'));
        return patchResource(call.context, model, id, await body(call), representation, ifMatch);
      },
    },
    DELETE: {
      operation: 'remove',
      run: async (call, { model, id }) => {
        const ifMatch = condition(call, 'If-Match');
        await refuseMatching(call.context, model, id, condition(call, 'If-None-Match'));
        return removeResource(call.context, model, id, ifMatch);
      },
    },
  },
  bulk: {
    POST: { operation: undefined, run: (call) => runBulk(call, perform) },
  },
  me: {
    GET: { operation: undefined, run: (call) => performAsMe(call) },
    PUT: { operation: undefined, run: (call) => performAsMe(call) },
    PATCH: { operation: undefined, run: (call) => performAsMe(call) },
    DELETE: { operation: undefined, run: (call) => performAsMe(call) },
  },
  discovery: {
    GET: { operation: undefined, run: async (call, place) => describe(call, place) },
  },
};

/** The step for a place and method; `undefined` when the method has no meaning there. `HEAD` is a `GET` without body. */
function stepFor(place: Place, method: string): Step<Place['kind']> | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const steps = table[place.kind];
  // The table pairs each kind of place with steps for exactly that kind.
  return Object.hasOwn(steps, wanted) ? (steps[wanted] as Step<Place['kind']>) : undefined;
}

/**
 * Carries out what a method means at a place, if the `authorize` hook lets it pass.
 *
 * @throws ScimError 405 when the method has no meaning there, 403 when it is not allowed, and whatever the step throws.
 */
export async function perform(call: Call, place: Place, method: string): Promise<Result> {
  if (place.kind === 'me' && call.context.server.me === undefined) {
    throw new ScimError(501, 'This server does not offer /Me.');
  }
  const step = stepFor(place, method);
  if (step === undefined) {
    const allow = methodsAt(place).join(', ');
    throw new ScimError(405, `${method.slice(0, 20)} has no meaning at this endpoint; it takes ${allow}.`, {
      headers: { allow },
    });
  }
  const { server, caller } = call.context;
  if (step.operation !== undefined && server.hooks.authorize !== undefined) {
    const allowed = await server.hooks.authorize(caller.connection, targetOf(place, step.operation));
    if (allowed === false) throw new ScimError(403, 'This token does not allow the operation.');
  }
  return step.run(call, place);
}

/** `/Me` is another name for the caller's own resource; answers carry its real address (ME-03). */
async function performAsMe(call: Call): Promise<Result> {
  const { server, caller } = call.context;
  const name = await server.me?.(caller.connection);
  const model = name === undefined ? undefined : server.catalog.byType.get(name.type);
  if (name === undefined || model === undefined)
    throw new ScimError(404, 'The caller is not a resource of this server.');
  return perform(call, { kind: 'resource', model, id: name.id }, call.envelope.method);
}

/** The methods that have a meaning at a place, for `Allow`. */
export function methodsAt(place: Place): readonly string[] {
  const methods = Object.keys(table[place.kind]);
  return methods.includes('GET') ? [...methods, 'HEAD', 'OPTIONS'] : [...methods, 'OPTIONS'];
}

/** What the `authorize` hook is told about a request. */
function targetOf(place: Place, operation: Target['operation']): Target {
  return {
    operation,
    ...('model' in place ? { type: place.model.name } : {}),
    ...(place.kind === 'resource' ? { id: place.id } : {}),
  };
}

/** Reads the parameters that every call may carry. */
export function parametersOf(context: Context, envelope: Envelope): QueryParameters {
  return parseQuery(envelope.query, context.server.limits.queryLength);
}

function body(call: Call): Promise<unknown> {
  return readBody(call.envelope, call.context.server.limits.bodyBytes);
}

function condition(call: Call, name: 'If-Match' | 'If-None-Match') {
  return readCondition(name, call.envelope.header(name.toLowerCase()));
}

function describe(call: Call, place: PlaceOf<'discovery'>): Result {
  if (call.parameters.has('filter')) {
    throw new ScimError(403, 'The endpoints that describe the server cannot be filtered.');
  }
  switch (place.endpoint) {
    case 'ServiceProviderConfig':
      return describeServer(call.context, call.features);
    case 'ResourceTypes':
      return describeResourceTypes(call.context, place.id);
    case 'Schemas':
      return describeSchemas(call.context, place.id);
  }
}
