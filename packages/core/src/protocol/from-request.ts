import { badRequest } from '../errors/bad-request.ts';
import { ScimError } from '../errors/scim-error.ts';
import type { Body, Envelope } from './envelope.ts';
import type { MountMatch } from './match-mount.ts';

/**
 * Makes an envelope from a web-standard request.
 *
 * @param request - The request.
 * @param url - Its parsed URL.
 * @param mount - Where the service root lies in it.
 * @param base - The absolute URL of the service root.
 */
export function fromRequest(request: Request, url: URL, mount: MountMatch, base: string): Envelope {
  return {
    method: request.method.toUpperCase(),
    base,
    path: mount.path,
    query: url.search.slice(1),
    params: mount.params,
    header: (name) => request.headers.get(name) ?? undefined,
    body: (limit) => readRequestBody(request, limit),
    signal: request.signal,
  };
}

async function readRequestBody(request: Request, limit: number): Promise<Body> {
  if (request.body === null) return { kind: 'none' };
  if (request.bodyUsed)
    throw new TypeError('The body of the request has been read before it reached the SCIM server.');
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limit) throw tooLarge(limit);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = inflated(request, request.body).getReader();
  let text = '';
  let size = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      size += chunk.value.byteLength;
      if (size > limit) throw tooLarge(limit);
      text += decode(decoder, chunk.value);
    }
    text += decode(decoder);
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    if (error instanceof ScimError) throw error;
    throw new ScimError(400, 'The request body could not be read to its end.', {
      scimType: 'invalidSyntax',
      cause: error,
    });
  }
  return text === '' ? { kind: 'none' } : { kind: 'text', text };
}

function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw badRequest('invalidSyntax', 'The request body is not valid UTF-8.');
  }
}

/** The limit is on what comes out, so that a small body cannot inflate to a large one unnoticed. */
function inflated(
  request: Request,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return body;
  if (encoding === 'gzip' || encoding === 'deflate')
    return body.pipeThrough(new DecompressionStream(encoding));
  throw new ScimError(415, 'Send the body plain or with the content encoding gzip or deflate.', {
    headers: { 'accept-encoding': 'gzip, deflate' },
  });
}

/** 413: the body is larger than the server takes; the sentence says how large it may be (BLK-21). */
function tooLarge(limit: number): ScimError {
  return new ScimError(413, `The request body is larger than ${limit} bytes.`);
}
