import { type Sql, slot } from './statement.ts';

/** Planners that know a function's rows by its name alone take a hundred. */
const enough = 100;

/**
 * A parameter with the JSON of a list of rows, and one with the number of its rows, at most a hundred: what a planner has
 * to know to look each of a few rows up by an index.
 */
export function jsonSlot<Args>(read: (args: Args) => string): { readonly json: Sql; readonly rows: Sql } {
  return { json: slot(read), rows: slot((args: Args) => countRows(read(args))) };
}

/** Rows of a list of lists, as `JSON.stringify` writes it. Texts that look like the end of a row only make it more. */
export function countRows(json: string): number {
  if (json === '[]') return 0;
  let count = 1;
  for (let at = json.indexOf('],['); at !== -1 && count < enough; at = json.indexOf('],[', at + 3))
    count += 1;
  return count;
}
