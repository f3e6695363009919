import { type Body, type Envelope, type Outcome, respondError, ScimError } from '@scimkit/core';

export interface Echo
  extends Pick<Envelope, 'method' | 'base' | 'path' | 'query' | 'params' | 'remoteAddress'> {
  readonly body: Body;
}

/** A server that answers with what reached it, and with the error that reading the body gives. */
export const echo = {
  async handle(envelope: Envelope): Promise<Outcome> {
    const { method, base, path, query, params, remoteAddress } = envelope;
    try {
      const body = await envelope.body(200_000);
      return {
        status: 200,
        headers: { 'content-type': 'application/scim+json' },
        body: JSON.stringify({ method, base, path, query, params, remoteAddress, body }),
      };
    } catch (error) {
      if (error instanceof ScimError) return respondError(error);
      throw error;
    }
  },
};
