import { Buffer } from 'node:buffer';
import { bodyTooLarge, bodyTooSlow, clientGone } from './body-errors.ts';
import type { NodeRequest } from './node-http.ts';

/**
 * Reads a request to its end, or up to the byte that breaks the limit. It then stops reading and leaves the rest in
 * the stream: the answer goes first, and whoever writes it decides what becomes of the rest.
 *
 * Plain events, because an async iterator destroys the request when it is left early, and the socket with it, before
 * the 413 is out.
 *
 * @throws ScimError 413, 408, or 400 `invalidSyntax` when the client went away.
 */
export function collectBytes(req: NodeRequest, limit: number, timeout: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The end of a destroyed stream has been and gone: no event would ever come.
    if (req.destroyed) return reject(clientGone());
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = req.complete ? undefined : setTimeout(() => fail(bodyTooSlow(timeout)), timeout);

    const detach = (): void => {
      clearTimeout(timer);
      req.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
    };
    const fail = (error: Error): void => {
      detach();
      req.pause();
      reject(error);
    };
    const onData = (chunk: Buffer | string): void => {
      // A host that called `setEncoding` gets strings; Node then names the encoding.
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, req.readableEncoding ?? 'utf8') : chunk;
      size += bytes.length;
      if (size > limit) fail(bodyTooLarge(limit));
      else chunks.push(bytes);
    };
    const onEnd = (): void => {
      detach();
      const [first] = chunks;
      resolve(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, size));
    };
    const onClose = (): void => fail(clientGone());

    req.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}
