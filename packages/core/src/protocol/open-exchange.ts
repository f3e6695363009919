import type { Connection } from '../auth/authenticate.ts';
import { ScimError } from '../errors/scim-error.ts';
import type { Result } from '../operations/context.ts';
import { createUuidV7 } from '../storage/uuid-v7.ts';
import type { Envelope, Outcome } from './envelope.ts';
import type { Exchange } from './exchange.ts';
import type { Service } from './service.ts';

/** A request on its way: what becomes known of it is noted here for the log. */
export interface OpenExchange {
  route: string | undefined;
  connection: Connection | undefined;
  readonly fired: (rewrite: string) => void;
  /** Notes the answer and completes its headers. */
  close(outcome: Outcome, result?: Result): Outcome;
  /** Notes what was thrown and makes the answer: a `ScimError` as it is, anything else a 500 without a word of it. */
  fail(error: unknown, respondError: (error: ScimError) => Outcome): Outcome;
}

/** Begins the note of a request. */
export function openExchange(service: Service, envelope: Envelope): OpenExchange {
  const started = service.clock();
  const id = requestId(envelope.header('x-request-id'));
  const rewrites: string[] = [];

  function note(outcome: Outcome, rest: Pick<Exchange, 'total' | 'scimType' | 'detail'>): Outcome {
    const { exchange: tell } = service.log;
    const { route, connection } = open;
    const userAgent = envelope.header('user-agent');
    try {
      tell?.({
        id,
        method: envelope.method,
        path: envelope.path,
        query: envelope.query,
        params: envelope.params,
        status: outcome.status,
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
    const debug =
      service.debug && rewrites.length > 0 ? { 'x-scim-rewrites': rewrites.join(', ') } : undefined;
    return { ...outcome, headers: { ...outcome.headers, 'x-request-id': id, ...debug } };
  }

  const open: OpenExchange = {
    route: undefined,
    connection: undefined,
    fired: (rewrite) => {
      if (!rewrites.includes(rewrite)) rewrites.push(rewrite);
    },
    close: (outcome, result) => note(outcome, result?.kind === 'list' ? { total: result.total } : {}),
    fail: (thrown, respondError) => {
      const error = thrown instanceof ScimError ? thrown : internalError(id, thrown);
      if (isFault(error)) {
        tellError(service, error.cause ?? error, `${envelope.method} ${open.route ?? 'unknown path'}`, id);
      }
      const { scimType } = error;
      return note(respondError(error), {
        detail: error.message,
        ...(scimType === undefined ? {} : { scimType }),
      });
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
