import { badRequest } from '../errors/bad-request.ts';
import type { ListRequest } from '../operations/list-request.ts';
import { isRecord, readMember } from './read-member.ts';

const searchSchema = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/**
 * Reads the body of a `.search` request. The JSON types have to be right: a number is a number (SEA-06), lists of names
 * are arrays (SEA-05).
 *
 * @throws ScimError 400 `invalidSyntax` or `invalidValue`.
 * @see RFC 7644 section 3.4.3
 */
export function readSearchRequest(body: unknown): ListRequest {
  if (!isRecord(body)) throw badRequest('invalidSyntax', 'A search request has to be a JSON object.');
  const schemas = readMember(body, 'schemas');
  if (
    !Array.isArray(schemas) ||
    !schemas.some((urn) => typeof urn === 'string' && urn.toLowerCase() === searchSchema.toLowerCase())
  ) {
    throw badRequest('invalidSyntax', `A search request names its schema: "schemas": ["${searchSchema}"].`);
  }
  const filter = text(body, 'filter');
  const sortBy = text(body, 'sortBy');
  const sortOrder = text(body, 'sortOrder');
  const startIndex = integer(body, 'startIndex');
  const count = integer(body, 'count');
  const cursor = text(body, 'cursor');
  const attributes = names(body, 'attributes');
  const excludedAttributes = names(body, 'excludedAttributes');
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(sortBy === undefined ? {} : { sortBy }),
    ...(sortOrder === undefined ? {} : { sortOrder }),
    ...(startIndex === undefined ? {} : { startIndex }),
    ...(count === undefined ? {} : { count }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(excludedAttributes === undefined ? {} : { excludedAttributes }),
  };
}

function text(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = readMember(body, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string')
    throw badRequest('invalidValue', `"${name}" of a search request has to be a string.`);
  return value;
}

function integer(body: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = readMember(body, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw badRequest('invalidValue', `"${name}" of a search request has to be an integer.`);
  }
  return value;
}

function names(body: Readonly<Record<string, unknown>>, name: string): readonly string[] | undefined {
  const value = readMember(body, name);
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
    throw badRequest('invalidValue', `"${name}" of a search request has to be an array of attribute names.`);
  }
  return value.length === 0 ? undefined : value;
}
