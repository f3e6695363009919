/** The schema URIs that cases send and look for. */
export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const searchSchema = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
export const bulkSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const bulkResponseSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** A user body as a client sends it. */
export function user(userName: string, rest: object = {}): object {
  return { schemas: [userSchema], userName, ...rest };
}

/** A group body as a client sends it. */
export function group(displayName: string, rest: object = {}): object {
  return { schemas: [groupSchema], displayName, ...rest };
}

/** A PATCH message. */
export function patch(...Operations: readonly object[]): object {
  return { schemas: [patchSchema], Operations };
}

/** A SearchRequest message. */
export function search(rest: object): object {
  return { schemas: [searchSchema], ...rest };
}

/** A BulkRequest message. */
export function bulk(Operations: readonly object[], rest: object = {}): object {
  return { schemas: [bulkSchema], Operations, ...rest };
}

/** A JSON string literal for a filter. */
export function quoted(value: string): string {
  return JSON.stringify(value);
}
