import type { Result } from '../operations/context.ts';
import type { Outcome } from './envelope.ts';
import { entityTag, locationOf, renderResource, type Site } from './render-resource.ts';

/** The media type of every response with a body. RFC 7644 section 3.8. */
export const scimJson = 'application/scim+json';

const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** Personal data: no shared cache may keep it, and a private one has to ask again with the entity tag. */
const cacheControl = 'private, no-cache';

/**
 * Turns what an operation came to into a response.
 *
 * @see RFC 7644 sections 3.3 to 3.6
 */
export function respond(site: Site, result: Result): Outcome {
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
        body: renderResource(site, model, stored, representation, assigned, referred),
      };
    }
    case 'list':
      return {
        status: 200,
        headers: { 'content-type': scimJson, 'cache-control': cacheControl },
        body: renderList(site, result),
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

function renderList(site: Site, result: Extract<Result, { kind: 'list' }>): string {
  const { resources, total, startIndex, nextCursor, previousCursor, referred } = result;
  let text = `{"schemas":["${listSchema}"],"totalResults":${total}`;
  if (startIndex !== undefined) text += `,"startIndex":${startIndex}`;
  text += `,"itemsPerPage":${resources.length}`;
  // Sealed cursors are made of letters, digits, "-" and "_" alone (CUR-02).
  if (previousCursor !== undefined) text += `,"previousCursor":"${previousCursor}"`;
  if (nextCursor !== undefined) text += `,"nextCursor":"${nextCursor}"`;
  text += ',"Resources":[';
  let first = true;
  for (const { model, stored, representation } of resources) {
    if (!first) text += ',';
    first = false;
    text += renderResource(site, model, stored, representation, undefined, referred);
  }
  return `${text}]}`;
}
