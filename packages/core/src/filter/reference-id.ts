/** Stands in for the service root when it is not known, so that relative references can still be read. */
const UNKNOWN_BASE = 'https://base.invalid';

/**
 * Takes the id out of the URL of a resource of this server: `https://app.example/scim/v2/acme/Users/2819` is `2819`
 * below the base `https://app.example/scim/v2/acme`, and so it is without `/v2` or with another version, because such URLs
 * name the same resource (RFC 7643 section 2.4, TYP-12). Relative references are resolved against the service root, whatever
 * the request's own URL is; RFC 7643 itself writes `../Users/2819` for it (TYP-09).
 *
 * @param reference - What the client wrote.
 * @param base - The absolute URL of the service root.
 * @param endpoint - Given when only one resource type's URLs count, for example `/Users`.
 * @returns The id, decoded; `undefined` when the URL does not name a resource of this server.
 */
export function referenceId(reference: string, base = UNKNOWN_BASE, endpoint?: string): string | undefined {
  const root = parseUrl(base.endsWith('/') ? base : `${base}/`);
  if (root === undefined) return undefined;
  const url = parseUrl(reference.replace(/^\.\.?\//, ''), root);
  if (url === undefined || url.search !== '' || url.hash !== '') return undefined;
  if (url.origin !== root.origin || url.protocol !== root.protocol) return undefined;
  const below =
    pathBelow(url.pathname, root.pathname) ??
    pathBelow(unversioned(url.pathname), unversioned(root.pathname));
  if (below === undefined) return undefined;
  const slash = below.lastIndexOf('/');
  const folder = below.slice(0, slash);
  if (endpoint === undefined ? folder === '' : folder !== endpoint) return undefined;
  return decodeSegment(below.slice(slash + 1));
}

function pathBelow(path: string, root: string): string | undefined {
  return path.startsWith(root) ? `/${path.slice(root.length)}` : undefined;
}

/** A path without its segment for the version of the API. The last segment is an id, whatever it looks like. */
function unversioned(path: string): string {
  return path.replace(/\/v\d+(?=\/)/i, '');
}

function parseUrl(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment) || undefined;
  } catch {
    return undefined;
  }
}
