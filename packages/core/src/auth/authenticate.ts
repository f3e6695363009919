/** What an authenticator may look at: the request without its body. */
export interface AuthenticationRequest {
  /** Parameters of the mount path, decoded: `{ org: 'acme' }`. */
  readonly params: Readonly<Record<string, string>>;
  /** A request header by its lower-cased name. */
  readonly header: (name: string) => string | undefined;
  /** The client's address, where the transport knows it. */
  readonly remoteAddress?: string;
}

/**
 * One identity provider's link to one tenant: the answer of an authenticator. Everything a request may see and touch
 * follows from it.
 */
export interface Connection {
  /** The tenant whose data the request works on. */
  readonly tenant: string;
  /** Identifies the link, for example the id of its token. */
  readonly id: string;
  /** Who is calling, for hooks and audit. */
  readonly principal: string;
  /** The client profile's name, when this connection differs from the server's default. */
  readonly profile?: string;
  /** What the connection may do; left to `hooks.authorize` to interpret. */
  readonly scopes?: readonly string[];
}

/**
 * Decides who is calling. `undefined` means "nobody we know", which becomes a 401; a thrown `ScimError` is sent as it
 * is. There is no default that lets anyone in.
 *
 * @see RFC 7644 section 2
 */
export type Authenticate = (
  request: AuthenticationRequest,
) => Connection | undefined | Promise<Connection | undefined>;
