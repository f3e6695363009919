import { badRequest } from '../errors/bad-request.ts';
import { ScimError } from '../errors/scim-error.ts';
import type { Catalog, ResourceModel } from '../schema/resource-model.ts';

/** Where a request goes: what stands at its path, before its method is looked at. */
export type Place =
  | { readonly kind: 'root' }
  | { readonly kind: 'rootSearch' }
  | { readonly kind: 'type'; readonly model: ResourceModel }
  | { readonly kind: 'typeSearch'; readonly model: ResourceModel }
  | { readonly kind: 'resource'; readonly model: ResourceModel; readonly id: string }
  | { readonly kind: 'bulk' }
  | { readonly kind: 'me' }
  | { readonly kind: 'discovery'; readonly endpoint: DiscoveryEndpoint; readonly id?: string };

/** The endpoints that describe the server. RFC 7644 section 4. */
export type DiscoveryEndpoint = 'ServiceProviderConfig' | 'ResourceTypes' | 'Schemas';

/** A place and what may be done there. */
export interface Route {
  readonly place: Place;
  /** The path with its ids left out, for logs: `/Users/{id}`. */
  readonly pattern: string;
}

/** Longer than any path of this protocol; ids are at most a few hundred characters. */
const maxPathLength = 2_048;

/**
 * Finds what stands at a path.
 *
 * @param catalog - The server's resource types.
 * @param path - What follows the base, percent-encoded as received.
 * @throws ScimError 404 when nothing does, 400 when the path is not valid percent-encoding.
 * @see RFC 7644 section 3.2
 */
export function route(catalog: Catalog, path: string): Route {
  if (path.length > maxPathLength) throw new ScimError(414, 'The request path is too long.');
  const segments = splitPath(path);
  const [first, second] = segments;
  if (segments.length > 2) throw nothingHere();
  if (first === undefined) return { place: { kind: 'root' }, pattern: '/' };
  const discovery = discoveryEndpoint(first);
  if (discovery !== undefined) return routeDiscovery(discovery, second);
  const model = catalog.byEndpoint.get(`/${first}`);
  if (model !== undefined) return routeType(model, second);
  if (second === undefined) {
    if (first === '.search') return { place: { kind: 'rootSearch' }, pattern: '/.search' };
    if (first === 'Bulk') return { place: { kind: 'bulk' }, pattern: '/Bulk' };
    if (first === 'Me') return { place: { kind: 'me' }, pattern: '/Me' };
  }
  throw unknownEndpoint(catalog, first);
}

function routeType(model: ResourceModel, id: string | undefined): Route {
  const { endpoint } = model;
  if (id === undefined) return { place: { kind: 'type', model }, pattern: endpoint };
  if (id === '.search') {
    return { place: { kind: 'typeSearch', model }, pattern: `${endpoint}/.search` };
  }
  return {
    place: { kind: 'resource', model, id },
    pattern: `${endpoint}/{id}`,
  };
}

function routeDiscovery(endpoint: DiscoveryEndpoint, id: string | undefined): Route {
  if (id === undefined) return { place: { kind: 'discovery', endpoint }, pattern: `/${endpoint}` };
  if (endpoint === 'ServiceProviderConfig') throw nothingHere();
  return { place: { kind: 'discovery', endpoint, id }, pattern: `/${endpoint}/{id}` };
}

function discoveryEndpoint(segment: string): DiscoveryEndpoint | undefined {
  return segment === 'ServiceProviderConfig' || segment === 'ResourceTypes' || segment === 'Schemas'
    ? segment
    : undefined;
}

/**
 * Trailing slashes are tolerated, and more than one leading one: an admin who pastes a base URL that ends in a slash makes the
 * client ask for `…//Users`. Empty segments elsewhere are not.
 */
function splitPath(path: string): readonly string[] {
  // `/Users` and `/Users/{id}` are all that most clients ask for, and need none of the searching below.
  const slash = path.indexOf('/', 1);
  if (path.startsWith('/') && slash > 1 && slash < path.length - 1 && !path.includes('/', slash + 1))
    return [decodeSegment(path.slice(1, slash)), decodeSegment(path.slice(slash + 1))];
  const trimmed = path.replace(/\/+$/, '').replace(/^\/{2,}/, '/');
  if (trimmed === '') return [];
  const segments = trimmed.slice(1).split('/');
  if (!trimmed.startsWith('/') || segments.includes('')) throw nothingHere();
  return segments.map(decodeSegment);
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new ScimError(400, 'The request path is not valid percent-encoding.', {
      scimType: 'invalidSyntax',
      cause,
    });
  }
}

function unknownEndpoint(catalog: Catalog, segment: string): ScimError {
  const wanted = `/${segment}`.toLowerCase();
  const near = catalog.models.find((model) => model.endpoint.toLowerCase() === wanted);
  if (near !== undefined) {
    return new ScimError(
      404,
      `There is no such endpoint. Endpoints are case-sensitive: did you mean ${near.endpoint}?`,
    );
  }
  if (/^v\d+$/i.test(segment)) {
    return badRequest(
      'invalidVers',
      'This base URL already selects the protocol version: leave the version out.',
    );
  }
  return nothingHere();
}

function nothingHere(): ScimError {
  return new ScimError(404, 'There is no such endpoint below this base URL.');
}
