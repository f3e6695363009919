import type { Outcome } from './envelope.ts';

/** Makes a web-standard response. `HEAD` gets the headers alone (HTTP-23). */
export function toResponse(outcome: Outcome, method: string): Response {
  const body = method === 'HEAD' ? null : bodyOf(outcome.body);
  return new Response(body, { status: outcome.status, headers: { ...outcome.headers } });
}

function bodyOf(body: Outcome['body']): BodyInit | null {
  if (body === undefined || typeof body === 'string') return body ?? null;
  const pieces = body[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = await pieces.next();
      if (piece.done === true) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}
