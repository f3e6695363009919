import { StoreError, type StoreErrorCode } from '@scimkit/core';

const BUSY = 5;
const LOCKED = 6;
const CONSTRAINT = 19;
/** SQLITE_READONLY_DIRECTORY: the files beside the database cannot be made. */
const DIRECTORY = 8 | (6 << 8);

/** Result codes by the names that better-sqlite3 and libSQL give their errors. https://sqlite.org/rescode.html */
const codes: ReadonlyMap<string, number> = new Map([
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', LOCKED],
  ['SQLITE_READONLY', 8],
  ['SQLITE_IOERR', 10],
  ['SQLITE_CORRUPT', 11],
  ['SQLITE_FULL', 13],
  ['SQLITE_CANTOPEN', 14],
  ['SQLITE_CONSTRAINT', CONSTRAINT],
  ['SQLITE_NOTADB', 26],
]);

const words: ReadonlyMap<number, readonly [StoreErrorCode, string]> = new Map<
  number,
  [StoreErrorCode, string]
>([
  [BUSY, ['busy', 'Another connection is writing to the SQLite database.']],
  [LOCKED, ['busy', 'Another statement of this process has locked the SQLite database.']],
  [8, ['unavailable', 'The SQLite database is read-only.']],
  [10, ['unavailable', 'The disk below the SQLite database failed.']],
  [11, ['unavailable', 'The SQLite database file is damaged.']],
  [13, ['unavailable', 'The disk below the SQLite database is full.']],
  [14, ['unavailable', 'The SQLite database file cannot be opened.']],
  [26, ['unavailable', 'The file is not an SQLite database.']],
]);

/** The primary result code of an error, whichever driver threw it; 0 when it is none of SQLite's. */
function resultCode(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 0;
  // node:sqlite gives the extended code as a number, whose low byte is the primary one.
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  if (!('code' in error) || typeof error.code !== 'string') return 0;
  const [, primary = ''] = /^(SQLITE_[A-Z]+)/.exec(error.code) ?? [];
  return codes.get(primary) ?? 0;
}

/** True when a unique index refused a row. */
export function isUniqueViolation(error: unknown): boolean {
  return resultCode(error) === CONSTRAINT && /UNIQUE constraint/i.test(messageOf(error));
}

/** True for SQLITE_BUSY with all its extensions (517, a snapshot that went stale, is one) and SQLITE_LOCKED. */
export function isRetryable(error: unknown): boolean {
  const code = resultCode(error);
  return code === BUSY || code === LOCKED;
}

function isFolderReadOnly(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('errcode' in error) return error.errcode === DIRECTORY;
  return 'code' in error && error.code === 'SQLITE_READONLY_DIRECTORY';
}

/** The port's error for an error of a SQLite driver. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = messageOf(error);
  if (/database (connection )?is (not open|closed)|driver has already been destroyed/i.test(message)) {
    return new StoreError('unavailable', 'The SQLite database has been closed.', { cause: error });
  }
  if (isFolderReadOnly(error)) {
    const sentence =
      'The folder of the SQLite database may not be written to, which a write-ahead log needs even to be read.';
    return new StoreError('unavailable', `${sentence} (${message})`, { cause: error });
  }
  const [code, sentence] = words.get(resultCode(error)) ?? ['unavailable', 'SQLite refused a statement.'];
  return new StoreError(code, `${sentence} (${message})`, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
