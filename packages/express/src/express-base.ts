import { ScimError } from '@scimkit/core';
import { isHost } from '@scimkit/node';
import type { ExpressRequest } from './express-http.ts';

/**
 * The public URL of the mount path as the request shows it. Proxy headers count exactly when Express's own setting
 * `trust proxy` says so.
 *
 * @throws ScimError 400 when the request names a host that cannot stand in a URL.
 */
export function expressBase(req: ExpressRequest, mountPath: string): string {
  const host = hostWithPort(req) ?? req.hostname ?? 'localhost';
  if (!isHost(host)) throw new ScimError(400, 'The Host header does not hold a host name.');
  return `${req.protocol}://${host}${mountPath}`;
}

/**
 * `req.host` of Express 5. In Express 4 that property lacks the port and warns of its own removal, while the function
 * behind the setting is the same in both.
 */
function hostWithPort(req: ExpressRequest): string | undefined {
  const forwarded = single(req.headers['x-forwarded-host']);
  if (forwarded !== undefined) {
    const trusts = req.app.get('trust proxy fn');
    if (typeof trusts === 'function' && trusts(req.socket.remoteAddress, 0) === true) {
      return forwarded.split(',', 1)[0]?.trim();
    }
  }
  return single(req.headers.host) ?? single(req.headers[':authority']);
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined;
}
