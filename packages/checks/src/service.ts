import {
  createScimServer,
  issueToken,
  type ScimServer,
  type ScimServerOptions,
  tokenAuthentication,
} from '@scimkit/core';
import { stores } from './stores.ts';

/** A response with its JSON body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into bodies of every shape; a wrong shape fails the assertion that reads it.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly body: any;
  readonly text: string;
}

/** A SCIM service with one organisation, reached through `fetch` without a socket. */
export interface TestService {
  readonly server: ScimServer;
  readonly base: string;
  readonly token: string;
  /** Sends a request below the base URL as the organisation `acme`. A string body is sent as it is. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** A token for another organisation. */
  tokenFor(org: string): Promise<string>;
  /** The id of the tenant `acme`. */
  tenant(): Promise<string>;
  close(): Promise<void>;
}

/** Starts a service on a fresh store. */
export async function startService(
  store: string,
  options: Partial<ScimServerOptions> = {},
): Promise<TestService> {
  const open = stores[store];
  if (open === undefined) throw new Error(`There is no store "${store}".`);
  const opened = await open();
  let server: ScimServer;
  try {
    server = createScimServer({
      store: opened.store,
      authenticate: tokenAuthentication({ connections: opened.store }),
      ...options,
    });
  } catch (error) {
    // Tests also give options that are refused.
    await opened.close();
    throw error;
  }
  const base = 'https://app.example/scim/v2/acme';
  const { token } = await issueToken(opened.store, { org: 'acme' });
  return {
    server,
    base,
    token,
    send: async (method, path, body, headers) => {
      const response = await server.fetch(
        new Request(`${base}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
    tokenFor: async (org) => (await issueToken(opened.store, { org })).token,
    tenant: async () => (await opened.store.tenantBySlug('acme'))?.id ?? '',
    close: opened.close,
  };
}

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const searchSchema = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
export const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** A user body as a client sends it. */
export function user(
  userName: string,
  rest: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return { schemas: [userSchema], userName, ...rest };
}

/** A PATCH message. */
export function patch(...Operations: readonly object[]): object {
  return { schemas: [patchSchema], Operations };
}

/** `path` with a filter as its query. */
export function filtered(path: string, filter: string): string {
  return `${path}?filter=${encodeURIComponent(filter)}`;
}
