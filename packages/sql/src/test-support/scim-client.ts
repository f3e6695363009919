import { createScimServer, issueToken, tokenAuthentication } from '@scimkit/core';
import type { SqlStore } from '../options.ts';

/** What a SCIM service answered. */
export interface Reply {
  readonly status: number;
  readonly retryAfter: string | null;
  /** The opaque part of the entity tag. */
  readonly version: string;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape; a wrong one fails the assertion that reads it.
  readonly body: any;
  readonly milliseconds: number;
}

/** Sends a request below the base URL. */
export type Ask = (method: string, path: string, body?: object) => Promise<Reply>;

/** How a service is set up. */
export interface ClientOptions {
  /** How long a token is believed without asking the store. */
  readonly cacheSeconds?: number;
  /** Told what the service logs. */
  readonly report?: (error: unknown) => void;
}

/** A SCIM service on a store, for an organisation that is made here. */
export async function clientOf(store: SqlStore, org: string, options: ClientOptions = {}): Promise<Ask> {
  const { token } = await issueToken(store, { org });
  return askWith(store, org, token, options);
}

/** A SCIM service on a store, for an organisation that has this token already. */
export function askWith(
  store: SqlStore,
  org: string,
  token: string,
  { cacheSeconds = 5, report = () => undefined }: ClientOptions = {},
): Ask {
  const server = createScimServer({
    store,
    authenticate: tokenAuthentication({ connections: store, cacheSeconds }),
    log: { error: report },
  });
  return async (method, path, body) => {
    const since = performance.now();
    const response = await server.fetch(
      new Request(`https://app.example/scim/v2/${org}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      version: /"(.*)"/.exec(response.headers.get('etag') ?? '')?.[1] ?? '',
      text,
      body: text === '' ? undefined : JSON.parse(text),
      milliseconds: performance.now() - since,
    };
  };
}
