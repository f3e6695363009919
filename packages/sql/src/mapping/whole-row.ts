import { sql } from 'kysely';
import { isInteger } from './facts.ts';
import { type LocalId, toWhole } from './local-id.ts';
import type { MappedType } from './mapped-type.ts';
import type { MappedView, Owner } from './mapped-view.ts';
import type { Properties } from './record.ts';
import { all } from './run-sql.ts';
import { ofRow } from './write-row.ts';

/**
 * Every column of a row, as the application's own code would select it. Whole numbers come as text and are numbers then, or
 * bigints beyond 2^53, where mysql2 would round them and node:sqlite throw.
 */
export async function wholeRow(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  local: LocalId,
): Promise<Properties> {
  const { engine } = view.schema;
  const facts = [...type.facts.values()];
  const columns = facts.map((fact) => {
    const column = sql.id(fact.name);
    return isInteger(fact) ? sql`${engine.text(column)} as ${column}` : column;
  });
  const [row = {}] = await all<Properties>(
    view,
    sql`select ${sql.join(columns)} from ${type.table} where ${ofRow(type, local, owner)}`,
  );
  return Object.fromEntries(
    facts.map((fact) => {
      const value = row[fact.name];
      return [fact.name, isInteger(fact) && typeof value === 'string' ? wholeOr(value) : value];
    }),
  );
}

/** A column of whole numbers of SQLite may hold anything else. */
function wholeOr(value: string): unknown {
  return /^-?\d{1,19}$/.test(value) ? toWhole(value) : value;
}
