import { ScimError } from '../errors/scim-error.ts';
import { catalogSchemas, publishResourceType, publishSchema } from '../schema/publish.ts';
import type { Context, Result } from './context.ts';
import type { Features } from './features.ts';

const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const configSchema = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';

/** A context in which nobody is named: discovery may be public. */
export type DiscoveryContext = Pick<Context, 'server' | 'base'>;

/**
 * Describes the server. Every flag follows from what the server does.
 *
 * @see RFC 7643 section 5, RFC 7644 section 4
 */
export function describeServer(context: DiscoveryContext, features: Features): Result {
  const { limits, policies, store, cursorLifetime } = context.server;
  const cursor = store.supports.cursor;
  const body = {
    schemas: [configSchema],
    ...(features.documentationUri === undefined ? {} : { documentationUri: features.documentationUri }),
    patch: { supported: true },
    bulk: { supported: true, maxOperations: limits.bulkOperations, maxPayloadSize: limits.bulkBytes },
    filter: { supported: true, maxResults: limits.maxPageSize },
    changePassword: { supported: policies.secrets !== 'ignore' },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: limits.pageSize,
      maxPageSize: limits.maxPageSize,
      ...(cursor ? { cursorTimeout: cursorLifetime } : {}),
    },
    authenticationSchemes: features.authenticationSchemes,
    meta: { resourceType: 'ServiceProviderConfig', location: `${context.base}/ServiceProviderConfig` },
  };
  return { kind: 'document', body };
}

/** Lists the resource types, or describes one. */
export function describeResourceTypes(context: DiscoveryContext, name?: string): Result {
  const { catalog } = context.server;
  const location = (id: string) => `${context.base}/ResourceTypes/${encodeURIComponent(id)}`;
  if (name === undefined) {
    return list(catalog.models.map((model) => publishResourceType(model, location(model.name))));
  }
  const model = catalog.byType.get(name);
  if (model === undefined) throw new ScimError(404, 'There is no resource type with this name.');
  return { kind: 'document', body: publishResourceType(model, location(model.name)) };
}

/** Lists the schemas, or describes one by its URN, in any case. */
export function describeSchemas(context: DiscoveryContext, urn?: string): Result {
  const schemas = catalogSchemas(context.server.catalog);
  const location = (id: string) => `${context.base}/Schemas/${id}`;
  if (urn === undefined) return list(schemas.map((schema) => publishSchema(schema, location(schema.id))));
  const schema = schemas.find((candidate) => candidate.id.toLowerCase() === urn.toLowerCase());
  if (schema === undefined) throw new ScimError(404, 'There is no schema with this URN.');
  return { kind: 'document', body: publishSchema(schema, location(schema.id)) };
}

/** DSC-11, DSC-13: the whole list, whatever paging the request asks for. */
function list(resources: readonly object[]): Result {
  const total = resources.length;
  return {
    kind: 'document',
    body: {
      schemas: [listSchema],
      totalResults: total,
      startIndex: 1,
      itemsPerPage: total,
      Resources: resources,
    },
  };
}
