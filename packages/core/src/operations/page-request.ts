import { badRequest } from '../errors/bad-request.ts';
import type { Query } from '../storage/port.ts';
import type { Context } from './context.ts';
import type { CursorContent } from './cursor.ts';
import type { ListRequest } from './list-request.ts';

/** Which page is asked for. */
export interface PageRequest {
  readonly page: Query['page'];
  /** 1-based index of the first resource; only of index pages. */
  readonly startIndex?: number;
  /** What the client's cursor stands for; absent on the first page. */
  readonly cursor?: CursorContent;
  /** What cursors of this request are bound to. */
  readonly binding: string;
}

/**
 * Reads which page a request wants: by index unless it names a cursor, be it empty.
 *
 * @param scope - What is listed: the name of a resource type, or empty for all of them.
 * @throws ScimError 400 `invalidValue` for both kinds at once, `invalidCursor`, `expiredCursor` or `invalidCount`.
 * @see RFC 7644 section 3.4.2.4, RFC 9865 section 2
 */
export async function readPageRequest(
  context: Context,
  scope: string,
  request: ListRequest,
): Promise<PageRequest> {
  const { pageSize, maxPageSize } = context.server.limits;
  // PAG-02, PAG-04: below 0 counts as 0, and the server's maximum caps what is asked for.
  const limit = Math.min(Math.max(request.count ?? pageSize, 0), maxPageSize);
  if (request.cursor === undefined) {
    const startIndex = Math.max(request.startIndex ?? 1, 1);
    return { page: { kind: 'index', offset: startIndex - 1, limit }, startIndex, binding: '' };
  }
  if (request.startIndex !== undefined) {
    throw badRequest('invalidValue', 'Send startIndex or cursor, but not both.');
  }
  if (!context.server.store.supports.cursor) {
    throw badRequest('invalidCursor', 'This server pages by startIndex only.');
  }
  const binding = bindingOf(context, scope, request);
  if (request.cursor === '') return { page: { kind: 'cursor', limit }, binding };
  const cursor = await context.server.cursors.open(request.cursor, binding, context.server.now());
  if (request.count !== undefined && limit !== cursor.count) {
    throw badRequest(
      'invalidCount',
      `The pages of this list have ${cursor.count} resources: count cannot change on the way.`,
    );
  }
  return {
    page: { kind: 'cursor', limit: cursor.count, [cursor.direction]: cursor.position },
    cursor,
    binding,
  };
}

/** Everything that makes it the same list for the same caller with the same rights (CUR-06, CUR-16 to CUR-18). */
function bindingOf(context: Context, scope: string, request: ListRequest): string {
  const { tenant, connection } = context.caller.scope;
  const { filter, sortBy, sortOrder, attributes, excludedAttributes } = request;
  return JSON.stringify([
    tenant,
    connection,
    context.caller.connection.scopes,
    scope,
    filter,
    sortBy,
    sortOrder,
    attributes,
    excludedAttributes,
  ]);
}
