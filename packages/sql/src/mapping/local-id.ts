import { sql } from 'kysely';
import type { Sql } from '../statements/statement.ts';
import { columnOf, type EngineSql } from './engine-sql.ts';
import { isInteger } from './facts.ts';
import type { MappedType } from './mapped-type.ts';

/** The primary key of a row of the application's. Beyond 2^53 it is a bigint. */
export type LocalId = string | number | bigint;

/**
 * The primary key as it is selected. Whole numbers come as text: beyond 2^53, where other systems' ids begin, mysql2 rounds
 * them and node:sqlite throws.
 */
export function selectedLocal(engine: EngineSql, type: MappedType, alias: string): Sql {
  return selectedAs(engine, type, columnOf(alias, type.mapping.id));
}

/** The same of a column that refers to it. */
export function selectedAs(engine: EngineSql, type: MappedType, column: Sql): Sql {
  return isNumbered(type) ? engine.text(column) : column;
}

/** The same after an `insert`, where the row has no alias. */
export function returnedLocal(engine: EngineSql, type: MappedType): Sql {
  return selectedAs(engine, type, sql.id(type.mapping.id));
}

/** A primary key, from what was selected. A text stays a text, though it may look like a number. */
export function toLocal(type: MappedType, value: unknown): LocalId {
  if (!isNumbered(type))
    return typeof value === 'number' || typeof value === 'bigint' ? value : String(value);
  return toWhole(value);
}

/** A whole number, as a number where it can be one. */
export function toWhole(value: unknown): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(String(value));
}

function isNumbered({ facts, mapping }: MappedType): boolean {
  const fact = facts.get(mapping.id);
  return fact !== undefined && isInteger(fact);
}
