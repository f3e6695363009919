import { type Body, type Envelope, type Outcome, respondError, ScimError } from '@scimkit/core';
import type { ScimHandler } from '../node-http.ts';

export interface Echo {
  readonly method: string;
  readonly base: string;
  readonly path: string;
  readonly query: string;
  readonly params: Record<string, string>;
  readonly remoteAddress?: string;
  readonly body?: Body;
}

/** A server that answers with what reached it. It reads bodies of POST and PUT, and refuses what core would refuse. */
export function echo({ limit = 1024, admitted = true } = {}): ScimHandler {
  return {
    async handle(envelope: Envelope): Promise<Outcome> {
      const { method, base, path, query, params, remoteAddress } = envelope;
      try {
        // A real server asks its database who this is.
        await new Promise((resolve) => setImmediate(resolve));
        if (!admitted) throw new ScimError(401, 'Who are you?');
        const writes = method === 'POST' || method === 'PUT' || method === 'PATCH';
        const body = writes ? await envelope.body(limit) : undefined;
        return json({ method, base, path, query, params, remoteAddress, body });
      } catch (error) {
        if (error instanceof ScimError) return respondError(error);
        throw error;
      }
    },
  };
}

export function json(value: unknown, status = 200): Outcome {
  return { status, headers: { 'content-type': 'application/scim+json' }, body: JSON.stringify(value) };
}
