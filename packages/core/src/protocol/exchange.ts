/**
 * What happened to one request, for a log. It holds no secret and no personal data beyond ids, with the exception of
 * `query`, which may carry a filter: keep that out of logs unless you are looking for a fault (RFC 7644 section 7.5.2).
 */
export interface Exchange {
  /** Identifies the request; sent back as `x-request-id`, and taken from there when the client sent one. */
  readonly id: string;
  readonly method: string;
  /** The path below the base, as received. */
  readonly path: string;
  /** The path with ids left out: `/Users/{id}`. Absent when nothing stands at the path. */
  readonly route?: string;
  /** The query as received. */
  readonly query: string;
  /** Parameters of the mount path: `{ org: 'acme' }`. */
  readonly params: Readonly<Record<string, string>>;
  /** Absent when the caller was not admitted. */
  readonly tenant?: string;
  readonly connection?: string;
  readonly principal?: string;
  readonly remoteAddress?: string;
  readonly userAgent?: string;
  readonly status: number;
  /** The error keyword of the answer. */
  readonly scimType?: string;
  /** The sentence of the error answer. */
  readonly detail?: string;
  /** Names of the client profile's rewrites that were needed: what the client does differently from the RFC. */
  readonly rewrites: readonly string[];
  /** How many resources a list found in all. */
  readonly total?: number;
  /**
   * Who broke off an answer that was sent in pieces, when it did not come to its end: the server, whose log has the cause,
   * or the client, who left or took too long.
   */
  readonly brokenOffBy?: 'server' | 'client';
  /** From the arrival of the headers to the finished answer; of one that is sent in pieces, to the last of them. */
  readonly milliseconds: number;
}

/** Where exchanges and faults are told. Nothing is written anywhere unless a host asks for it. */
export interface Log {
  /** One request was answered. Told once: when the answer is made, or when it has been sent if that is done in pieces. */
  readonly exchange?: (exchange: Exchange) => void;
  /**
   * Something failed that the client is told nothing about: a fault of the host, of a hook or of the database.
   *
   * @param error - The cause, with its own message and stack.
   * @param during - What was being done: a request (`PATCH /Users/{id}`) or a hook (`afterCommit`).
   * @param request - The request's id.
   */
  readonly error?: (error: unknown, during: string, request?: string) => void;
}
