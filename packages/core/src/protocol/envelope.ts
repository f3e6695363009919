/**
 * A request, free of its transport. Adapters make one; nothing behind it knows whether Express, `node:http` or a
 * web-standard `Request` brought it.
 */
export interface Envelope {
  /** In upper case. */
  readonly method: string;
  /** The absolute URL of the service root, without a trailing slash: `https://app.example/scim/v2/acme`. */
  readonly base: string;
  /** What follows the base, percent-encoded as received: `/Users/2819c223`. Empty for the root. */
  readonly path: string;
  /** The query as received, without `?`. Empty when there is none. */
  readonly query: string;
  /** Parameters of the mount path, decoded: `{ org: 'acme' }`. A null-prototype object or one without inherited keys that matter. */
  readonly params: Readonly<Record<string, string>>;
  /** A request header by its lower-cased name. */
  readonly header: (name: string) => string | undefined;
  /**
   * Reads the body, at most `limit` bytes. Called at most once, and only after the caller has been admitted.
   * Throws a `ScimError`: 413 over the limit, 400 `invalidSyntax` when it is not UTF-8 or the client went away.
   */
  readonly body: (limit: number) => Promise<Body>;
  /** Aborted when the client is gone. */
  readonly signal?: AbortSignal;
  /** The client's address, for the log, where the transport knows it. */
  readonly remoteAddress?: string;
}

/** A request body: its text, or what a body parser that ran before has made of it. */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parsed'; readonly value: unknown };

/** A response, free of its transport. */
export interface Outcome {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Absent on 204 and 304. One text, or pieces of it that are made while they are sent: ask for the next one when the client
   * has taken the last, and either read them to the end or call `return()` of their iterator, once. When they throw, the
   * answer has to be broken off, so that nobody takes what was sent for the whole; the log has been told why.
   */
  readonly body?: string | AsyncIterable<string>;
}
