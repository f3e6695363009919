import type { Connection } from '../auth/authenticate.ts';
import { ScimError } from '../errors/scim-error.ts';
import type { Result } from '../operations/context.ts';
import { storeOutage } from '../operations/index.ts';
import { createUuidV7 } from '../storage/uuid-v7.ts';
import type { Envelope, Outcome } from './envelope.ts';
import type { Exchange } from './exchange.ts';
import type { Service } from './service.ts';
import { StreamedBody } from './streamed-body.ts';

const byClient = { brokenOffBy: 'client' } as const;

/** A request on its way: what becomes known of it is noted here for the log. */
export interface OpenExchange {
  route: string | undefined;
  connection: Connection | undefined;
  readonly fired: (rewrite: string) => void;
  /** Notes the answer, one that is sent in pieces when it has been sent, and completes its headers. */
  close(outcome: Outcome, result?: Result): Outcome;
  /** Notes what was thrown and makes the answer: a `ScimError` as it is, 503 for a store that is away, or a 500 without a word of it. */
  fail(error: unknown, respondError: (error: ScimError) => Outcome): Outcome;
}

/** Begins the note of a request. */
export function openExchange(service: Service, envelope: Envelope): OpenExchange {
  const started = service.clock();
  const id = requestId(envelope.header('x-request-id'));
  const rewrites: string[] = [];

  function note(
    { status }: Outcome,
    rest: Pick<Exchange, 'total' | 'scimType' | 'detail' | 'brokenOffBy'>,
  ): void {
    const { log } = service;
    const { route, connection } = open;
    const userAgent = envelope.header('user-agent');
    try {
      log.exchange?.({
        id,
        method: envelope.method,
        path: envelope.path,
        query: envelope.query,
        params: envelope.params,
        status,
        rewrites,
        milliseconds: service.clock() - started,
        ...rest,
        ...(route === undefined ? {} : { route }),
        ...(connection === undefined
          ? {}
          : { tenant: connection.tenant, connection: connection.id, principal: connection.principal }),
        ...(envelope.remoteAddress === undefined ? {} : { remoteAddress: envelope.remoteAddress }),
        ...(userAgent === undefined ? {} : { userAgent }),
      });
    } catch {
      // A log that fails must not fail the request, and there is nowhere left to tell it.
    }
  }

  function complete(outcome: Outcome): Outcome {
    const debug =
      service.debug && rewrites.length > 0 ? { 'x-scim-rewrites': rewrites.join(', ') } : undefined;
    return { ...outcome, headers: { ...outcome.headers, 'x-request-id': id, ...debug } };
  }

  /** Notes the answer when it has been sent; what fails on the way is told to the log and ends the sending. */
  function noteAtEnd(outcome: Outcome, body: AsyncIterable<string>, total: Pick<Exchange, 'total'>): Outcome {
    const sent = new StreamedBody(body, (end) => {
      if (end.kind !== 'failed')
        return note(outcome, end.kind === 'sent' ? total : { ...total, ...byClient });
      // A store that stops because the client is gone has not failed.
      if (envelope.signal?.aborted === true) {
        note(outcome, { ...total, ...byClient });
        return new ScimError(400, 'The client left before the answer was complete.', { cause: end.error });
      }
      const error = tellFailure(end.error);
      note(outcome, { ...total, brokenOffBy: 'server' });
      return error;
    });
    return { ...outcome, body: sent };
  }

  /** What the rest of the way gets in place of a failure: nothing that has not been told to the log. */
  function tellFailure(thrown: unknown): ScimError {
    const error = toScimError(id, thrown);
    tellError(service, error.cause ?? error, `${envelope.method} ${open.route ?? 'unknown path'}`, id);
    return error;
  }

  const open: OpenExchange = {
    route: undefined,
    connection: undefined,
    fired: (rewrite) => {
      if (!rewrites.includes(rewrite)) rewrites.push(rewrite);
    },
    close: (outcome, result) => {
      const total = result?.kind === 'list' ? { total: result.total } : {};
      const { body } = outcome;
      if (typeof body === 'object') return complete(noteAtEnd(outcome, body, total));
      note(outcome, total);
      return complete(outcome);
    },
    fail: (thrown, respondError) => {
      const error = toScimError(id, thrown);
      if (isFault(error)) tellFailure(error);
      const { scimType } = error;
      const outcome = respondError(error);
      note(outcome, { detail: error.message, ...(scimType === undefined ? {} : { scimType }) });
      return complete(outcome);
    },
  };
  return open;
}

/** A 501 without a cause is an answer like another: the server was asked for what it does not offer. */
function isFault(error: ScimError): boolean {
  return error.status >= 500 && !(error.status === 501 && error.cause === undefined);
}

function tellError(service: Service, error: unknown, during: string, id: string): void {
  try {
    service.log.error?.(error, during, id);
  } catch {
    // As above: the answer is more important than the note.
  }
}

/** What the client is told. Not all that asks the store knows of SCIM: the authenticator looks for tokens. */
function toScimError(id: string, thrown: unknown): ScimError {
  return thrown instanceof ScimError ? thrown : (storeOutage(thrown) ?? internalError(id, thrown));
}

/** ERR-03: what can be told is where to look for it. */
function internalError(id: string, cause: unknown): ScimError {
  return new ScimError(500, `The server failed on its side; its log has the cause under request ${id}.`, {
    cause,
  });
}

/** An id from outside goes into logs and headers, so only a harmless one is taken. */
function requestId(given: string | undefined): string {
  return given !== undefined && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : createUuidV7();
}
