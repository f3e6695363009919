import type { PostgresPoolClient } from 'kysely';
import { isFromServer } from '../dialects/postgres-errors.ts';

/**
 * A client that does not go back to its pool once a statement of it has failed without a word of the server's, as by
 * node-postgres' `query_timeout`. The server may still run that statement, and whoever had the connection next would be
 * inside a transaction that began behind their back: what they are told is written would be lost, or what was refused
 * committed.
 */
export function withAnswers(client: PostgresPoolClient): PostgresPoolClient {
  let isUnanswered = false;
  const query = (...args: unknown[]): unknown => {
    // In whichever form it was called: a text, a named statement, or a cursor, which makes no promise.
    const answer = (client.query as (...args: unknown[]) => unknown).apply(client, args);
    if (!isThenable(answer)) return answer;
    return answer.then(undefined, (error: unknown) => {
      if (!isFromServer(error)) isUnanswered = true;
      throw error;
    });
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => client.release(isUnanswered || destroy),
    ...(client.processID === undefined ? {} : { processID: client.processID }),
  };
}

function isThenable(thing: unknown): thing is PromiseLike<unknown> {
  return typeof thing === 'object' && thing !== null && 'then' in thing && typeof thing.then === 'function';
}
