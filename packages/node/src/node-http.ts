import type { Readable, Writable } from 'node:stream';
import type { ScimServer } from '@scimkit/core';

/**
 * What the adapters need of a server. Its `handle` is promised never to reject; should it do so, the client gets a
 * plain 500.
 */
export type ScimHandler = Pick<ScimServer, 'handle'>;

/** The part of a socket that the adapters look at. */
export interface NodeSocket {
  readonly remoteAddress?: string | undefined;
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  /** `true` on a TLS socket. */
  readonly encrypted?: boolean | undefined;
  /** Plain sockets only. */
  resetAndDestroy?(): unknown;
}

/** What `IncomingMessage` of `node:http` and `Http2ServerRequest` of `node:http2` have in common. */
export interface NodeRequest extends Readable {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly rawHeaders: readonly string[];
  readonly httpVersionMajor: number;
  readonly httpVersion?: string;
  /** Whether the whole message has arrived. It may still have to be read. */
  readonly complete: boolean;
  readonly socket: NodeSocket;
  /** HTTP/2 only. */
  readonly stream?: { readonly endAfterHeaders: boolean };
}

/** What `ServerResponse` of `node:http` and `Http2ServerResponse` of `node:http2` have in common. */
export interface NodeResponse extends Writable {
  readonly headersSent: boolean;
  readonly socket: { readonly destroyed: boolean } | null;
  /** HTTP/2 only. */
  readonly stream?: { readonly destroyed: boolean; close(code: number): void };
  writeHead(status: number, headers: Record<string, string | number>): unknown;
  /** HTTP/1 only. */
  flushHeaders?(): void;
  writeContinue(): void;
}

/** How requests are carried, whichever adapter brings them. */
export interface TransportOptions {
  /**
   * How long a client may take to send a request body, in milliseconds. After that it gets a 408 and the
   * connection is closed. Default `60_000`, which is when Okta gives up. Node's own `server.requestTimeout` counts as
   * well; whichever is shorter wins.
   */
  readonly bodyTimeout?: number;
  /**
   * How long a client may leave a streamed answer unread before its connection is cut, in milliseconds.
   * Default `60_000`.
   */
  readonly stallTimeout?: number;
  /**
   * Told of what no client sees: a handler that rejected, a body that broke while it was streamed, unless the server has
   * told its own log, a header that HTTP does not allow. Never called for a client that sent something wrong or went away. It must not throw.
   * Default: `console.error`.
   */
  readonly onError?: (error: unknown) => void;
}
