import { sql } from 'kysely';
import type { Sql } from '../statements/statement.ts';
import type { EngineSql } from './engine-sql.ts';
import { isInteger, isNumeric } from './facts.ts';
import { type LocalId, toWhole } from './local-id.ts';
import type { Look } from './reference-condition.ts';
import type { Roster } from './roster.ts';

/** A place in the order of members as it travels in JSON. */
export type Place = string | number;

/** Where a page of members begins: in which table of memberships, and after which place; at its beginning without one. */
export interface PageStart {
  readonly look: number;
  readonly after?: Place;
}

/**
 * A place as it is selected. Text says every value as it is, beyond 2^53, too; but a column of SQLite that converts
 * nothing has to be compared with what is in it.
 */
export function selectedPlace(engine: EngineSql, { fact }: Roster, place: Sql): Sql {
  if (!engine.keepsTypes) return engine.text(place);
  return fact !== undefined && isInteger(fact) ? engine.text(place) : sql`${place}`;
}

/** The same as the parameter that the column is compared with. */
export function encodePlace({ fact }: Pick<Roster, 'fact'>, place: Place): LocalId {
  const isWhole = fact !== undefined && isNumeric(fact) && /^-?\d+$/.test(String(place));
  return isWhole ? toWhole(place) : place;
}

/** The mark of a page, as the port hands it around. */
export function markOf(looks: readonly Look[], { look, after }: PageStart): string {
  const type = looks[look]?.target.name;
  return JSON.stringify(after === undefined ? [type] : [type, after]);
}

/** What a mark says; `undefined` when it is none of this mapping's. */
export function readMark(looks: readonly Look[], mark: string): PageStart | undefined {
  const parts = partsOf(mark);
  const look = looks.findIndex(({ target }) => target.name === parts[0]);
  const after = parts[1];
  if (look < 0) return undefined;
  if (after === undefined) return { look };
  return typeof after === 'string' || typeof after === 'number' ? { look, after } : undefined;
}

function partsOf(mark: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(mark);
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
