/** What needs no encoding in a URI (RFC 3986 section 2.3). UUIDs and the ids of databases are made of it. */
const unreserved = /^[A-Za-z0-9._~-]*$/;

/** An id as a segment of a path, the same as `encodeURIComponent` makes; the test takes half its time. */
export function pathSegment(id: string): string {
  return unreserved.test(id) ? id : encodeURIComponent(id);
}
