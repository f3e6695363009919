import { badRequest } from '../../errors/bad-request.ts';
import { ScimError } from '../../errors/scim-error.ts';
import { isRecord } from '../../schema/is-record.ts';
import { namesSchema } from '../../schema/names-schema.ts';
import { readMember } from '../read-member.ts';

/** One operation of a bulk request, as far as its form goes. */
export interface BulkOperation {
  readonly method: string;
  /** Below the base URL; starts with a slash. */
  readonly path: string;
  readonly bulkId?: string;
  /** The version the client has seen, in the form of an entity tag. */
  readonly version?: string;
  readonly data?: unknown;
  /** What is wrong with the operation's form; it is not tried then. */
  readonly fault?: ScimError;
}

/** A bulk request. */
export interface BulkRequest {
  readonly operations: readonly BulkOperation[];
  /** After how many failures the rest is not tried. */
  readonly failOnErrors: number;
}

const bulkSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const methods = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Reads a bulk request. What is wrong with the message is thrown; what is wrong with one operation is kept with it, because
 * the others are carried out all the same (BLK-08, BLK-09).
 *
 * @throws ScimError 400 `invalidSyntax` or `invalidValue`; 413 over `maxOperations`.
 * @see RFC 7644 section 3.7
 */
export function parseBulk(body: unknown, maxOperations: number): BulkRequest {
  if (!isRecord(body)) throw badRequest('invalidSyntax', 'A bulk request has to be a JSON object.');
  if (!namesSchema(readMember(body, 'schemas'), bulkSchema))
    throw badRequest('invalidSyntax', `A bulk request names its schema: "schemas": ["${bulkSchema}"].`);
  const operations = readMember(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) {
    throw badRequest(
      'invalidSyntax',
      '"Operations" of a bulk request has to be an array of one or more operations.',
    );
  }
  if (operations.length > maxOperations) {
    throw new ScimError(
      413,
      `A bulk request may hold ${maxOperations} operations (maxOperations); this one holds ${operations.length}.`,
    );
  }
  const failOnErrors = readMember(body, 'failOnErrors') ?? null;
  if (failOnErrors !== null && !(Number.isSafeInteger(failOnErrors) && Number(failOnErrors) >= 1)) {
    throw badRequest('invalidValue', '"failOnErrors" has to be an integer of 1 or more.');
  }
  const seen = new Set<string>();
  return {
    operations: operations.map((operation) => readUnlessFaulty(operation, seen)),
    failOnErrors: failOnErrors === null ? Number.POSITIVE_INFINITY : Number(failOnErrors),
  };
}

function readUnlessFaulty(operation: unknown, seen: Set<string>): BulkOperation {
  try {
    return readOperation(operation, seen);
  } catch (error) {
    if (error instanceof ScimError) return { method: '', path: '', fault: error };
    throw error;
  }
}

function readOperation(operation: unknown, seen: Set<string>): BulkOperation {
  if (!isRecord(operation)) throw badRequest('invalidSyntax', 'The operation has to be an object.');
  const method = readMember(operation, 'method');
  const path = readMember(operation, 'path');
  const bulkId = readMember(operation, 'bulkId') ?? undefined;
  const version = readMember(operation, 'version') ?? undefined;
  const data = readMember(operation, 'data') ?? undefined;
  const read: BulkOperation = {
    method: typeof method === 'string' ? method.toUpperCase() : '',
    // What is no path leads nowhere: behind the base URL it would make a location that is none.
    path: isRelative(path) ? withSlash(path) : '',
    ...(typeof bulkId === 'string' ? { bulkId } : {}),
    ...(typeof version === 'string' ? { version } : {}),
    ...(data === undefined ? {} : { data }),
  };
  const fault = faultOf(read, bulkId, version, path, seen);
  if (read.bulkId !== undefined) seen.add(read.bulkId);
  return fault === undefined ? read : { ...read, fault };
}

function faultOf(
  operation: BulkOperation,
  bulkId: unknown,
  version: unknown,
  path: unknown,
  seen: ReadonlySet<string>,
): ScimError | undefined {
  const { method } = operation;
  if (!methods.has(method))
    return badRequest('invalidSyntax', '"method" has to be POST, PUT, PATCH or DELETE.');
  if (!isRelative(path)) {
    return badRequest('invalidPath', '"path" has to be relative to the base URL: /Users, or /Users/{id}.');
  }
  if (bulkId !== undefined && (typeof bulkId !== 'string' || !/^[^\s"\\\]]{1,256}$/.test(bulkId))) {
    return badRequest(
      'invalidValue',
      '"bulkId" has to be 1 to 256 characters without blanks, quotes or brackets.',
    );
  }
  if (method === 'POST' && bulkId === undefined)
    return badRequest('invalidSyntax', 'A POST in a bulk request needs a "bulkId".');
  if (typeof bulkId === 'string' && seen.has(bulkId))
    return badRequest('invalidValue', `The bulkId "${bulkId}" is used twice.`);
  if (version !== undefined && typeof version !== 'string')
    return badRequest('invalidValue', '"version" has to be a string.');
  if (method !== 'DELETE' && operation.data === undefined)
    return badRequest('invalidSyntax', `A ${method} needs "data".`);
  return undefined;
}

function isRelative(path: unknown): path is string {
  if (typeof path !== 'string' || path === '') return false;
  return !path.includes('?') && !/^[a-z][a-z0-9+.-]*:\/\//i.test(path);
}

/** Lenient on the leading slash: the RFC's own text writes paths with one, some clients leave it out. */
function withSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
