import { StoreError } from '@scimkit/core';
import { causedBy } from './driver-error.ts';

/** ER_DUP_ENTRY and ER_DUP_ENTRY_WITH_KEY_NAME. */
const duplicate: ReadonlySet<number> = new Set([1062, 1586]);
/** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, and ER_CHECKREAD (MariaDB: the row has changed since the transaction began). */
const retryable: ReadonlySet<number> = new Set([1205, 1213, 1020]);
/** ER_CON_COUNT_ERROR, ER_TOO_MANY_USER_CONNECTIONS. */
const busy: ReadonlySet<number> = new Set([...retryable, 1040, 1203]);
/** ER_DATA_TOO_LONG, ER_TOO_LONG_KEY. */
const tooLong: ReadonlySet<number> = new Set([1406, 1071]);
/** ER_NO_SUCH_TABLE, ER_BAD_DB_ERROR. */
const missing: ReadonlySet<number> = new Set([1146, 1049]);
/** ER_OPTION_PREVENTS_STATEMENT, ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ER_READ_ONLY_MODE. */
const readOnly: ReadonlySet<number> = new Set([1290, 1792, 1836]);

/** The number of an error of the server. https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
function numberOf(error: unknown): number {
  const found = causedBy(error, (each) =>
    'errno' in each && typeof each.errno === 'number' ? each.errno : undefined,
  );
  return found ?? 0;
}

/** True when a unique index refused a row. */
export function isUniqueViolation(error: unknown): boolean {
  return duplicate.has(numberOf(error));
}

/** True when the whole transaction is undone, not the statement alone: ER_LOCK_DEADLOCK. */
export function undoesTransaction(error: unknown): boolean {
  return numberOf(error) === 1213;
}

/** True when the database has given up one of several transactions that were in each other's way. */
export function isRetryable(error: unknown): boolean {
  return retryable.has(numberOf(error));
}

/** The port's error for an error of mysql2. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const number = numberOf(error);
  const because = { cause: error };
  if (busy.has(number))
    return new StoreError('busy', `The database asks to try again. (${message})`, because);
  if (tooLong.has(number))
    return new StoreError('tooMany', `A value is too long for its column. (${message})`, because);
  if (missing.has(number)) {
    return new StoreError(
      'unavailable',
      `The tables are not there. Call \`migrate()\` of the store. (${message})`,
      because,
    );
  }
  if (readOnly.has(number)) {
    const sentence = 'The database can only be read: it is a replica, or set so.';
    return new StoreError('unavailable', `${sentence} (${message})`, because);
  }
  // The numbers of the server begin at 1000; below are those of the operating system, and none.
  const sentence = number < 1000 ? 'The database cannot be reached.' : 'The database refused a statement.';
  return new StoreError('unavailable', `${sentence} (${message})`, because);
}
