import { badRequest } from '../errors/bad-request.ts';
import type { ListRequest } from '../operations/list-request.ts';
import { isRecord } from '../schema/is-record.ts';
import { namesSchema } from '../schema/names-schema.ts';
import { given } from './given.ts';
import { pageNumber } from './page-number.ts';
import { readMember } from './read-member.ts';

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
  if (!namesSchema(readMember(body, 'schemas'), searchSchema)) {
    throw badRequest('invalidSyntax', `A search request names its schema: "schemas": ["${searchSchema}"].`);
  }
  return given({
    filter: text(body, 'filter'),
    sortBy: text(body, 'sortBy'),
    sortOrder: text(body, 'sortOrder'),
    startIndex: integer(body, 'startIndex'),
    count: integer(body, 'count'),
    cursor: text(body, 'cursor'),
    attributes: names(body, 'attributes'),
    excludedAttributes: names(body, 'excludedAttributes'),
  });
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
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw badRequest('invalidValue', `"${name}" of a search request has to be an integer.`);
  }
  return pageNumber(value);
}

function names(body: Readonly<Record<string, unknown>>, name: string): readonly string[] | undefined {
  const value = readMember(body, name);
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
    throw badRequest('invalidValue', `"${name}" of a search request has to be an array of attribute names.`);
  }
  return value.length === 0 ? undefined : value;
}
