import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ScimError } from '@scimkit/core';
import { errorOutcome } from './error-outcome.ts';

const answers: ReadonlyMap<string, ScimError> = new Map([
  ['HPE_HEADER_OVERFLOW', new ScimError(431, 'The URL and the headers together are too long.')],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', new ScimError(413, 'The chunk extensions of the body are too long.')],
  ['ERR_HTTP_REQUEST_TIMEOUT', new ScimError(408, 'The request was not complete in time.')],
]);
const notHttp = new ScimError(400, 'The request is not valid HTTP.');

/**
 * Answers requests that Node's parser gives up on, such as a URL that is too long, with a SCIM error message. Node's own
 * answer has no body, which Okta shows to an administrator as "Invalid JSON".
 *
 * @param error - The error of the `clientError` event.
 * @param socket - Its socket. It is closed.
 * @see RFC 7644 section 3.12
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { handleClientError } from '@scimkit/node';
 *
 * createServer().on('clientError', handleClientError);
 * ```
 */
export function handleClientError(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET' || hasBegunAnswer(socket)) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = errorOutcome(answers.get(error.code ?? '') ?? notHttp);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `content-type: ${headers['content-type']}`,
    `content-length: ${String(body).length}`,
    'connection: close',
  ];
  // Node keeps the other half open for a client that never closes it.
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** An answer in the middle of another would be taken for a part of it. Node looks at the same field for its own. */
function hasBegunAnswer(
  socket: Duplex & { readonly _httpMessage?: { readonly headersSent: boolean } | null },
): boolean {
  return socket._httpMessage?.headersSent === true;
}
