import { type AttributeRef, parseInstant, toKey } from '@scimkit/core';
import type { EngineSql } from './engine-sql.ts';
import { type ColumnFact, isInteger, isNumeric, isTextual } from './facts.ts';
import { type LocalId, toWhole } from './local-id.ts';
import type { AnyCompare } from './mapping.ts';

/** A value of an attribute, from the cell of a column; `undefined` for none. Drivers disagree about types. */
export function decodeCell(cell: unknown, attribute: AttributeRef): unknown {
  if (cell === null || cell === undefined) return undefined;
  switch (attribute.type) {
    case 'boolean':
      return truth(cell);
    case 'integer':
    case 'decimal': {
      const number = Number(cell);
      return Number.isFinite(number) ? number : undefined;
    }
    default:
      return cell instanceof Date ? cell.toISOString() : String(cell);
  }
}

/** Is a cell true? `t` is what PostgreSQL says in text. */
export function truth(cell: unknown): boolean {
  return cell === true || cell === 't' || cell === 'true' || Number(cell) === 1;
}

/** A value as a column takes it. */
export function encodeCell(value: unknown, fact: ColumnFact | undefined, engine: EngineSql): unknown {
  if (value === undefined) return null;
  if (typeof value === 'boolean') {
    if (engine.hasBooleans && fact !== undefined && /bool/.test(fact.dataType)) return value;
    return Number(value);
  }
  if (value instanceof Date) return encodeTime(value.getTime(), fact, 'milliseconds', engine);
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
    return JSON.stringify(value);
  return value;
}

/**
 * The text that a column gets for a value. Where the database compares, values are kept in Unicode form C, and letters
 * that only our folding brings to ASCII (full-width ones, in a `userName`) are folded: the database would not find them.
 */
export function writtenText(
  value: unknown,
  attribute: AttributeRef,
  compare: AnyCompare | undefined,
): unknown {
  if (typeof value !== 'string' || compare === undefined) return value;
  const key = toKey(value, attribute);
  if (compare.kind === 'key') return compare.column === undefined ? key : value;
  const composed = value.normalize('NFC');
  if (compare.kind === 'binary' || isAscii(composed)) return composed;
  return Array.from(composed, (character) => asciiOf(character, attribute)).join('');
}

/** A character, or the ASCII that our folding makes of it. */
function asciiOf(character: string, attribute: AttributeRef): string {
  if (isAscii(character)) return character;
  const key = toKey(character, attribute);
  return typeof key === 'string' && isAscii(key) ? key : character;
}

/** Only then a database can be trusted to fold letters as we do. */
export function isAscii(text: string): boolean {
  return !/[^\0-\u007f]/.test(text);
}

/** What numbers in a column of times are. */
export type TimeUnit = 'milliseconds' | 'seconds';

/** An instant, in epoch milliseconds, from the cell of a column. */
export function decodeTime(cell: unknown, unit: TimeUnit): number | undefined {
  if (cell === null || cell === undefined) return undefined;
  if (cell instanceof Date) return cell.getTime();
  const number = typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell;
  if (typeof number === 'bigint' || (typeof number === 'number' && Number.isFinite(number))) {
    return unit === 'seconds' ? Number(number) * 1000 : Number(number);
  }
  if (typeof cell !== 'string') return undefined;
  // `current_timestamp` of SQLite: UTC, with a blank and without a zone.
  const text = cell.trim().replace(' ', 'T');
  return parseInstant(/(?:z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** An instant as a column takes it. */
export function encodeTime(
  at: number,
  fact: ColumnFact | undefined,
  unit: TimeUnit,
  engine: EngineSql,
): unknown {
  if (fact !== undefined && isNumeric(fact)) return unit === 'seconds' ? Math.floor(at / 1000) : at;
  const instant = new Date(at);
  return !engine.bindsDates || fact === undefined || isTextual(fact) ? instant.toISOString() : instant;
}

const canonicalUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const limits: ReadonlyMap<string, number | bigint> = new Map([
  ['int2', 2 ** 15],
  ['int4', 2 ** 31],
]);
const canonicalInteger = /^(?:0|-?[1-9]\d{0,18})$/;
/** `bigint` of every database ends below this. */
const beyondBigint = 2n ** 63n;

/** A public id as the parameter of a comparison with its column; null, which equals nothing, for what can be none. */
export function encodePublicId(id: string, fact: ColumnFact | undefined): LocalId | null {
  if (id === '' || id.length > 255 || id.includes('\0') || !id.isWellFormed()) return null;
  if (fact === undefined) return id;
  if (isInteger(fact)) {
    if (!canonicalInteger.test(id)) return null;
    const number = toWhole(id);
    // PostgreSQL refuses a comparison with a number that its type cannot hold.
    const beyond = limits.get(fact.dataType) ?? beyondBigint;
    return number >= beyond || number < -beyond ? null : number;
  }
  if (fact.dataType === 'uuid') return canonicalUuid.test(id) ? id : null;
  return id;
}
