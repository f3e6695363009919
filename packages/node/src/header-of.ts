import type { NodeRequest } from './node-http.ts';

/**
 * A request header by its lower-cased name.
 *
 * Node keeps the first of two `Authorization` headers and drops the second without a word, so that a proxy that
 * checks the last one can be passed with a credential it never saw. Here both are joined, as a web-standard `Headers`
 * joins them, and such a credential matches nothing.
 */
export function headerOf(req: NodeRequest, name: string): string | undefined {
  if (name === 'authorization') return authorizationOf(req);
  // HTTP/2 has no Host header of its own.
  const key = name === 'host' && req.httpVersionMajor > 1 ? ':authority' : name;
  // Node's header object is a plain one: `constructor` would be found on its prototype.
  const value = Object.hasOwn(req.headers, key) ? req.headers[key] : undefined;
  if (value === undefined && key !== name) return textOf(req.headers[name]);
  return textOf(value);
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

function authorizationOf({ headers, rawHeaders }: NodeRequest): string | undefined {
  const kept = textOf(headers.authorization);
  if (kept === undefined) return undefined;
  let joined: string | undefined;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length !== 13 || name.toLowerCase() !== 'authorization') continue;
    const value = rawHeaders[at + 1] ?? '';
    joined = joined === undefined ? value : `${joined}, ${value}`;
  }
  return joined ?? kept;
}
