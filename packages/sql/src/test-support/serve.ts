import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createScimServer,
  type ScimServer,
  type ScimServerOptions,
  tokenAuthentication,
} from '@scimkit/core';
import type { SqlStore } from '../options.ts';

/** A response with its JSON body read. */
export interface Answer {
  readonly status: number;
  readonly version: string;
  readonly retryAfter: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape; a wrong one fails the assertion that reads it.
  readonly body: any;
}

/** Sends a request below the base URL. */
export type Send = (
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** A SCIM service on a store with the organisation `acme`, reached by sockets. The listener serves `/scim/v2/:org`. */
export async function serve(
  listenerOf: (scim: ScimServer) => RequestListener,
  store: SqlStore,
  token: string,
  policies: NonNullable<ScimServerOptions['policies']> = {},
): Promise<{ readonly send: Send; readonly close: () => void }> {
  const scim = createScimServer({
    store,
    policies,
    authenticate: tokenAuthentication({ connections: store }),
  });
  const listening: Server = createServer(listenerOf(scim));
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has a port.
  const base = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/scim/v2/acme`;
  return {
    send: async (method, path, body, headers) => {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/scim+json',
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        version: response.headers.get('etag') ?? '',
        retryAfter: response.headers.get('retry-after'),
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
    close: () => {
      listening.closeAllConnections();
      listening.close();
    },
  };
}
