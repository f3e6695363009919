import type { SqlDialect } from '../dialects/dialect.ts';
import { causedBy } from '../dialects/driver-error.ts';

/** What a database has against a write on the application's tables. */
export interface Refusal {
  /**
   * `unique`: another row has it; `empty`: a column must have a value; `length`, `range`, `value`: a column cannot hold this
   * one; `referred`: other rows refer to the row; `trigger`: code of the application's has refused.
   */
  readonly kind: 'unique' | 'empty' | 'length' | 'range' | 'value' | 'referred' | 'trigger';
  readonly column: string | undefined;
  /** What the database says about columns and constraints, without values. */
  readonly words: string;
}

type Kind = Refusal['kind'];

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const states: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['23502', 'empty'],
  ['22001', 'length'],
  ['22003', 'range'],
  // check_violation, foreign_key_violation (of a row that refers to nothing), invalid_text_representation,
  // invalid_datetime_format, datetime_field_overflow, untranslatable_character
  ['23514', 'value'],
  ['23503', 'value'],
  ['22P02', 'value'],
  ['22007', 'value'],
  ['22008', 'value'],
  ['22P05', 'value'],
  // restrict_violation, raise_exception
  ['23001', 'referred'],
  ['P0001', 'trigger'],
]);

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html and https://mariadb.com/kb/en/mariadb-error-codes/ */
const numbers: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  // ER_BAD_NULL_ERROR, ER_NO_DEFAULT_FOR_FIELD
  [1048, 'empty'],
  [1364, 'empty'],
  // ER_DATA_TOO_LONG, ER_WARN_DATA_OUT_OF_RANGE
  [1406, 'length'],
  [1264, 'range'],
  // WARN_DATA_TRUNCATED (no word of an enumeration), ER_TRUNCATED_WRONG_VALUE, ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, checks
  [1265, 'value'],
  [1292, 'value'],
  [1366, 'value'],
  [3819, 'value'],
  [4025, 'value'],
  // ER_NO_REFERENCED_ROW, ER_NO_REFERENCED_ROW_2, ER_ROW_IS_REFERENCED, ER_ROW_IS_REFERENCED_2
  [1216, 'value'],
  [1452, 'value'],
  [1217, 'referred'],
  [1451, 'referred'],
  // ER_SIGNAL_EXCEPTION
  [1644, 'trigger'],
]);

/** What a driver's error says against a write; `undefined` when it is about something else. */
export function readRefusal({ engine, isUniqueViolation }: SqlDialect, error: unknown): Refusal | undefined {
  const said = wordsOf(error);
  if (isUniqueViolation(error)) return { kind: 'unique', column: undefined, words: said };
  if (engine === 'sqlite') return onSqlite(error, said);
  return engine === 'postgres' ? onPostgres(error) : onMysql(error, said);
}

function onSqlite(error: unknown, said: string): Refusal | undefined {
  const refusal = (kind: Kind, column?: string): Refusal => ({ kind, column, words: said });
  const [, empty] = /NOT NULL constraint failed: (?:\S+\.)?(\S+)/.exec(said) ?? [];
  if (empty !== undefined) return refusal('empty', empty);
  if (/CHECK constraint failed/.test(said)) return refusal('value');
  const [, strict] = /cannot store \w+ value in \w+ column (?:\S+\.)?(\S+)/.exec(said) ?? [];
  if (strict !== undefined) return refusal('value', strict);
  if (/FOREIGN KEY constraint failed/.test(said)) return refusal('referred');
  const isTrigger = causedBy(error, (each) =>
    ('errcode' in each && each.errcode === 1811) ||
    ('code' in each && each.code === 'SQLITE_CONSTRAINT_TRIGGER')
      ? true
      : undefined,
  );
  return isTrigger === true ? refusal('trigger') : undefined;
}

function onPostgres(error: unknown): Refusal | undefined {
  return causedBy(error, (each) => {
    const state = textOf(each, 'code');
    const kind = state === undefined ? undefined : states.get(state);
    if (kind === undefined) return undefined;
    const isReferred = state === '23503' && /^update or delete on table/.test(textOf(each, 'message') ?? '');
    const words = ['constraint', 'column'].map((name) => textOf(each, name) ?? '').join(' ');
    return { kind: isReferred ? 'referred' : kind, column: textOf(each, 'column'), words };
  });
}

function onMysql(error: unknown, said: string): Refusal | undefined {
  return causedBy(error, (each) => {
    const kind = 'errno' in each && typeof each.errno === 'number' ? numbers.get(each.errno) : undefined;
    if (kind === undefined) return undefined;
    const [, column] = /(?:column|field) ['`](?:[^'`]*\.)?([^'`]+)['`]/i.exec(said) ?? [];
    return { kind, column, words: said };
  });
}

/** The message without the values in it: `Key (org_id, email)=(1, a@b)`, `Duplicate entry '1-a@b' for key …`. */
function wordsOf(error: unknown): string {
  const said = causedBy(error, (each) => {
    const parts = ['message', 'detail', 'constraint'].map((name) => textOf(each, name) ?? '');
    return parts.join(' ');
  });
  return (said ?? '').replaceAll(/=\(.*?\) |Duplicate entry '.*' for/gs, ' ');
}

function textOf(error: object, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
