import { StoreError } from '@scimkit/core';
import { causedBy } from './driver-error.ts';

/** invalid_sql_statement_name, duplicate_prepared_statement: a pooler has changed the connection under a named statement. */
const misnamed: ReadonlySet<string> = new Set(['26000', '42P05']);
/** Errors after which the same transaction may succeed: serialization_failure, deadlock_detected, and without names. */
const retryable: ReadonlySet<string> = new Set(['40001', '40P01', ...misnamed]);
/** lock_not_available (a `lock_timeout` is set), too_many_connections. */
const busy: ReadonlySet<string> = new Set([...retryable, '55P03', '53300']);
/** With a digit, unlike `EPIPE`, which is the operating system's. */
const sqlState = /^(?=.*\d)[0-9A-Z]{5}$/;

/** The SQLSTATE of an error, whichever driver threw it. https://www.postgresql.org/docs/current/errcodes-appendix.html */
function stateOf(error: unknown): string {
  const found = causedBy(error, (each) =>
    'code' in each && typeof each.code === 'string' && sqlState.test(each.code) ? each.code : undefined,
  );
  return found ?? '';
}

/** True when the server has said so, and not the driver or the operating system. */
export function isFromServer(error: unknown): boolean {
  return stateOf(error) !== '';
}

/** True when a unique index refused a row. */
export function isUniqueViolation(error: unknown): boolean {
  return stateOf(error) === '23505';
}

/** True when a named statement is not where it was prepared. */
export function isMisnamed(error: unknown): boolean {
  return misnamed.has(stateOf(error));
}

/** True when the database has given up one of several transactions that were in each other's way. */
export function isRetryable(error: unknown): boolean {
  return retryable.has(stateOf(error));
}

/** The port's error for an error of a PostgreSQL driver. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const state = stateOf(error);
  const because = { cause: error };
  if (busy.has(state)) return new StoreError('busy', `PostgreSQL asks to try again. (${message})`, because);
  // character_not_in_repertoire
  if (state === '22021') return new StoreError('unsupported', `A text holds U+0000. (${message})`, because);
  // program_limit_exceeded: a value of hundreds of characters of four bytes each does not go into an index.
  if (state === '54000')
    return new StoreError('tooMany', `A value is too long for an index. (${message})`, because);
  if (state === '3F000') {
    return new StoreError('unavailable', `The schema is not there: make it first. (${message})`, because);
  }
  // read_only_sql_transaction
  if (state === '25006') {
    const sentence = 'PostgreSQL can only be read: it is a standby, or set so.';
    return new StoreError('unavailable', `${sentence} (${message})`, because);
  }
  if (state === '42P01') {
    return new StoreError(
      'unavailable',
      `The tables are not there. Call \`migrate()\` of the store. (${message})`,
      because,
    );
  }
  const sentence =
    state === '' || state.startsWith('08') || state.startsWith('57P')
      ? 'PostgreSQL cannot be reached.'
      : 'PostgreSQL refused a statement.';
  return new StoreError('unavailable', `${sentence} (${message})`, because);
}
