import type { Result } from '../operations/context.ts';
import type { MemberPages } from '../operations/member-pages.ts';
import type { Outcome } from './envelope.ts';
import { listPieces, renderList } from './render-list.ts';
import { entityTag, locationOf, renderResource, type Site } from './render-resource.ts';
import { comesInPieces, resourcePieces } from './resource-pieces.ts';

/** The media type of every response with a body. RFC 7644 section 3.8. */
export const scimJson = 'application/scim+json';

/** Personal data: no shared cache may keep it, and a private one has to ask again with the entity tag. */
const cacheControl = 'private, no-cache';

/**
 * Turns what an operation came to into a response. Its body is one text, unless a resource has more members than are at
 * hand: then it comes in pieces, which are read while they are sent.
 *
 * @param pages - Reads the members that are not at hand.
 * @see RFC 7644 sections 3.3 to 3.6
 */
export function respond(site: Site, result: Result, pages: MemberPages): Outcome {
  switch (result.kind) {
    case 'resource': {
      const { model, stored, created, assigned, referred, representation } = result;
      const location = locationOf(site.base, model, stored.id);
      return {
        status: created ? 201 : 200,
        headers: {
          'content-type': scimJson,
          'cache-control': cacheControl,
          etag: entityTag(stored.version),
          location,
          'content-location': location,
        },
        body: comesInPieces(result)
          ? resourcePieces(site, result, pages, assigned, referred)
          : renderResource(site, model, stored, representation, assigned, referred),
      };
    }
    case 'list':
      return {
        status: 200,
        headers: { 'content-type': scimJson, 'cache-control': cacheControl },
        body: result.resources.some(comesInPieces)
          ? listPieces(site, result, pages)
          : renderList(site, result),
      };
    case 'document':
      return {
        status: 200,
        headers: { 'content-type': scimJson, 'cache-control': cacheControl },
        body: JSON.stringify(result.body),
      };
    case 'done':
      return {
        status: 204,
        headers: result.version === undefined ? {} : { etag: entityTag(result.version) },
      };
    case 'unchanged':
      return { status: 304, headers: { etag: entityTag(result.version), 'cache-control': cacheControl } };
  }
}
