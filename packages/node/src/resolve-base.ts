import { ScimError } from '@scimkit/core';
import { headerOf } from './header-of.ts';
import { isHost } from './host-syntax.ts';
import type { NodeRequest } from './node-http.ts';
import type { ProxyView } from './proxy-view.ts';

/**
 * The absolute URL of the service root as the client sees it, worked out from the request.
 *
 * @param req - Node's request.
 * @param prefix - The part of the path that is the mount path, percent-encoded: `/scim/v2/acme`, or empty.
 * @param view - What trusted proxies say. Leave it out, and every proxy header is ignored.
 * @param authority - The authority of an absolute-form request target, which outranks the Host header
 * (RFC 9112 section 3.2.2).
 * @returns For example `https://app.example/scim/v2/acme`, without a trailing slash.
 * @throws ScimError 400 when the request names a host that cannot stand in a URL.
 * @see RFC 9110 section 7.2
 * @example
 * ```ts
 * import type { IncomingMessage } from 'node:http';
 * import { resolveBase } from '@scimkit/node';
 *
 * export const baseOf = (req: IncomingMessage) => resolveBase(req, '/scim/v2');
 * ```
 */
export function resolveBase(
  req: NodeRequest,
  prefix: string,
  view: ProxyView = {},
  authority?: string,
): string {
  const proto = view.proto ?? (req.socket.encrypted === true ? 'https' : 'http');
  const host = view.host ?? authority ?? headerOf(req, 'host') ?? ownAddress(req);
  if (!isHost(host)) throw new ScimError(400, 'The Host header does not hold a host name.');
  return `${proto}://${host}${view.prefix ?? ''}${prefix}`;
}

/** HTTP/1.0 knows no Host header. */
function ownAddress({ socket: { localAddress, localPort } }: NodeRequest): string {
  if (localAddress === undefined) return 'localhost';
  const host = localAddress.includes(':') ? `[${localAddress.replace(/%.*$/, '')}]` : localAddress;
  return localPort === undefined ? host : `${host}:${localPort}`;
}
