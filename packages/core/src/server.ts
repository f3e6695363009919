import type { Authenticate } from './auth/authenticate.ts';
import { ScimError } from './errors/scim-error.ts';
import { defaultFilterLimits } from './filter/filter-limits.ts';
import { bindHooks } from './operations/bind-hooks.ts';
import { compileDefaults, type Defaults } from './operations/compile-defaults.ts';
import type { IdentifyCaller, Limits } from './operations/context.ts';
import { createCursorSeal } from './operations/cursor.ts';
import { bearerTokenScheme, type Features } from './operations/features.ts';
import type { Hooks } from './operations/hooks.ts';
import { defaultPolicies, type Policies } from './operations/policies.ts';
import { compileSensitive } from './operations/sensitive.ts';
import { handle } from './pipeline.ts';
import type { Profile } from './profiles/profile.ts';
import type { ProfileName } from './profiles/profiles.ts';
import { type BaseUrl, compileBaseUrl } from './protocol/base-url.ts';
import type { Envelope, Outcome } from './protocol/envelope.ts';
import type { Log } from './protocol/exchange.ts';
import { fromRequest } from './protocol/from-request.ts';
import { compileMount, matchMount } from './protocol/match-mount.ts';
import { respondError } from './protocol/respond-error.ts';
import type { Service } from './protocol/service.ts';
import { type TenantResources, tenantResources } from './protocol/tenant-resources.ts';
import { toResponse } from './protocol/to-response.ts';
import { toleranceTable } from './protocol/tolerance-table.ts';
import { compileCatalog } from './schema/compile-catalog.ts';
import type { ResourceTypeDefinition } from './schema/definition.ts';
import { Group } from './schema/definitions/group.ts';
import { User } from './schema/definitions/user.ts';
import type { ResourceStore } from './storage/port.ts';

/** What {@link createScimServer} needs. Only `store` and `authenticate` have no default. */
export interface ScimServerOptions {
  /** Where resources live. */
  readonly store: ResourceStore;
  /** Who may come in, and as whom; `tokenAuthentication` makes one for bearer tokens. */
  readonly authenticate: Authenticate;
  /** The resource types served; `User` (with the enterprise extension) and `Group` by default. */
  readonly resourceTypes?: readonly ResourceTypeDefinition[];
  /**
   * Where `fetch` finds the service root in a URL: `/scim/v2/:org` by default. Adapters for Express and `node:http` have
   * their own.
   */
  readonly path?: string;
  /**
   * The public URL of the service root for `fetch`, when it differs from the request's own, as behind a proxy:
   * `https://app.example/scim/v2/:org`, with the parameters of the path in it, or a function that gets them and the request.
   */
  readonly baseUrl?: BaseUrl<Request>;
  /** The client profile of connections that name none; `lenient` by default. */
  readonly profile?: ProfileName | Profile;
  /** Profiles of your own that connections may name. */
  readonly profiles?: readonly Profile[];
  /** What the server does where the protocol leaves the choice; {@link Policies} has the defaults. */
  readonly policies?: Partial<Policies>;
  /**
   * Values that new resources get where the client says nothing, by resource type and attribute:
   * `{ User: { active: true } }`. A client that sends `null` or `[]` has said something (RFC 7644 section 3.3).
   */
  readonly defaults?: Defaults;
  /** The bounds of a request; {@link Limits} has the defaults. */
  readonly limits?: Partial<Limits>;
  /** Where the application joins in: may this caller do this, may this be written, what was written. */
  readonly hooks?: Hooks;
  /** Where requests and faults are told. Without it nothing is written anywhere. */
  readonly log?: Log;
  /** What `/ServiceProviderConfig` says of documentation and authentication. */
  readonly features?: Partial<Features>;
  /** Serves the discovery endpoints without credentials; off by default. */
  readonly publicDiscovery?: boolean;
  /** Sends the names of the rewrites that a request needed back in the header `x-scim-rewrites`. */
  readonly debug?: boolean;
  /** Which resource a caller is: with it `/Me` works, without it `/Me` is a 501. */
  readonly me?: IdentifyCaller;
  /** Cursors of RFC 9865. */
  readonly cursors?: {
    /**
     * At least 16 characters, the same in all processes that serve the same clients. Without it each process makes its own
     * at random, and its cursors end with it.
     */
    readonly secret?: string;
    /** Seconds until a cursor expires; an hour by default. Published as `pagination.cursorTimeout`. */
    readonly lifetime?: number;
  };
  /** The clock, in epoch milliseconds; for tests. */
  readonly now?: () => number;
}

/** A SCIM service provider. It keeps no state of its own between requests. */
export interface ScimServer {
  /**
   * Answers a web-standard request. Never rejects for what a client sends.
   *
   * @param request - The request; its URL has to lie under `path`.
   * @returns The response; a SCIM error for anything that cannot be done.
   */
  fetch(request: Request): Promise<Response>;
  /**
   * Answers an envelope. This is the door for adapters.
   *
   * @param envelope - The request, free of its transport.
   * @returns What to send back. Never rejects.
   */
  handle(envelope: Envelope): Promise<Outcome>;
  /**
   * The resources of a tenant, for the application itself: what it creates here, Okta imports.
   *
   * @param tenant - The tenant's id, as the connection store has it.
   * @param options - `base`: the URL of the service root, for `meta.location`; `principal`: who is acting, for hooks and audit.
   * @returns The operations, typed by resource type.
   */
  resources(
    tenant: string,
    options?: { readonly base?: string; readonly principal?: string },
  ): TenantResources;
}

const defaultLimits: Limits = {
  bodyBytes: 16 * 1024 * 1024,
  queryLength: 16_384,
  pageSize: 100,
  maxPageSize: 1_000,
  maxScan: 10_000,
  membersAtOnce: 1_000,
  patchOperations: 10_000,
  bulkOperations: 1_000,
  bulkBytes: 4 * 1024 * 1024,
  filter: defaultFilterLimits,
};

/**
 * Makes a SCIM 2.0 service provider on a store.
 *
 * @param options - The store, the authenticator, and whatever shall differ from the defaults.
 * @returns A server with a web-standard `fetch` and a door for adapters.
 * @throws TypeError when a definition, a path or a profile cannot work; the sentence says what to mend.
 * @see RFC 7644
 * @example
 * ```ts
 * import { type ConnectionStore, createScimServer, type ResourceStore, tokenAuthentication } from '@scimkit/core';
 *
 * declare const store: ResourceStore & ConnectionStore;
 *
 * const server = createScimServer({
 *   store,
 *   authenticate: tokenAuthentication({ connections: store }),
 *   hooks: { afterCommit: (event) => console.log(event.kind, event.type, event.resourceId) },
 * });
 * const response = await server.fetch(new Request('https://app.example/scim/v2/acme/Users'));
 * ```
 */
export function createScimServer(options: ScimServerOptions): ScimServer {
  const service = compileService(options);
  const mount = compileMount(options.path ?? '/scim/v2/:org');
  const baseUrl = options.baseUrl === undefined ? undefined : compileBaseUrl(options.baseUrl);

  return {
    handle: (envelope) => handle(service, envelope),
    resources: (tenant, { base = '', principal = 'application' } = {}) => {
      const connection = { tenant, id: '', principal };
      return tenantResources({
        server: service.parts,
        base: base.replace(/\/+$/, ''),
        fired: () => undefined,
        caller: {
          connection,
          scope: { tenant, connection: '', principal },
          tolerance: service.toleranceOf(undefined),
        },
      });
    },
    fetch: async (request) => {
      const url = new URL(request.url);
      const match = matchMount(mount, url.pathname);
      if (match === undefined) {
        const outcome = respondError(new ScimError(404, `SCIM is served under ${mount.pattern || '/'}.`));
        return toResponse(outcome, request.method);
      }
      const base = baseUrl?.(match.params, request) ?? `${url.origin}${match.prefix}`;
      const outcome = await handle(service, fromRequest(request, url, match, base));
      return toResponse(outcome, request.method);
    },
  };
}

function compileService(options: ScimServerOptions): Service {
  const { log = {}, now = Date.now } = options;
  const catalog = compileCatalog(options.resourceTypes ?? [User, Group]);
  const limits = { ...defaultLimits, ...options.limits };
  checkLimits(limits);
  const policies = { ...defaultPolicies, ...options.policies };
  if (policies.bulk === 'atomic' && options.store.transaction === undefined) {
    throw new TypeError('policies.bulk is "atomic", but the store has no transactions.');
  }
  const cursorLifetime = options.cursors?.lifetime ?? 3_600;
  return {
    parts: {
      catalog,
      store: options.store,
      hooks: bindHooks(options.hooks ?? {}),
      policies,
      sensitive: compileSensitive(catalog, policies.sensitiveFilters),
      defaults: compileDefaults(catalog, options.defaults ?? {}),
      ...(options.me === undefined ? {} : { me: options.me }),
      limits,
      cursors: createCursorSeal(options.cursors?.secret, cursorLifetime),
      cursorLifetime,
      now,
      report: (error, during) => log.error?.(error, during),
    },
    features: { authenticationSchemes: [bearerTokenScheme], ...options.features },
    authenticate: options.authenticate,
    toleranceOf: toleranceTable(options.profile ?? 'lenient', options.profiles ?? []),
    publicDiscovery: options.publicDiscovery ?? false,
    log,
    clock: () => performance.now(),
    debug: options.debug ?? false,
  };
}

function checkLimits(limits: Limits): void {
  for (const [name, value] of Object.entries(limits)) {
    if (typeof value === 'number' && !(Number.isSafeInteger(value) && value > 0)) {
      throw new TypeError(`limits.${name} has to be a positive integer, not ${value}.`);
    }
  }
  if (limits.pageSize > limits.maxPageSize) {
    throw new TypeError(
      `limits.pageSize (${limits.pageSize}) cannot be larger than limits.maxPageSize (${limits.maxPageSize}).`,
    );
  }
}
