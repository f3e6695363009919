import type { Kysely } from 'kysely';

/** What the database says about a column. */
export interface ColumnFact {
  readonly name: string;
  /** The name of the type as the database has it, in lower case: `integer`, `int4`, `text`, `timestamptz`. */
  readonly dataType: string;
  readonly nullable: boolean;
  /** True when the database fills the column in where an insert leaves it out. */
  readonly filled: boolean;
}

/** The columns of a table, by name. */
export type TableFact = ReadonlyMap<string, ColumnFact>;

/** The columns of a table by the name that a mapping gives it; none until the database has been asked, or where it is missing. */
export type FindTable = (table: string) => TableFact;

/** What the database says about the tables of a mapping. Filled before the first statement is made. */
export class FactBook {
  readonly #tables = new Map<string, Map<string, ColumnFact>>();

  /** The columns of a table; the same object before and after {@link load}. */
  find(name: string): TableFact {
    const known = this.#tables.get(name) ?? new Map<string, ColumnFact>();
    this.#tables.set(name, known);
    return known;
  }

  /** Asks the database about every table that has been looked for. */
  async load(db: Kysely<unknown>): Promise<void> {
    const tables = await db.introspection.getTables();
    for (const [wanted, facts] of this.#tables) {
      const [name = '', schema] = wanted.split('.').reverse();
      const found = tables.filter((table) => table.name === name);
      // Of two schemas with a table of the name, `public` is meant where none is given.
      const table =
        schema === undefined
          ? (found.find((each) => each.schema === 'public') ?? found[0])
          : found.find((each) => each.schema === schema);
      facts.clear();
      for (const column of table?.columns ?? []) {
        facts.set(column.name, {
          name: column.name,
          dataType: column.dataType.toLowerCase(),
          nullable: column.isNullable,
          filled: column.hasDefaultValue || column.isAutoIncrementing,
        });
      }
    }
  }
}

const integers = /int|serial/;
const numbers = /int|serial|real|double|float|numeric|decimal|number/;
const texts = /char|text|clob|citext|enum|string/;

/** Is it a column of whole numbers? */
export function isInteger({ dataType }: ColumnFact): boolean {
  return integers.test(dataType) && !dataType.includes('interval') && !dataType.includes('point');
}

/** Is it a column of numbers? */
export function isNumeric(fact: ColumnFact): boolean {
  return numbers.test(fact.dataType) && !fact.dataType.includes('interval');
}

/** Is it a column of text? A column of SQLite without a type takes whatever comes. */
export function isTextual({ dataType }: ColumnFact): boolean {
  return dataType === '' || texts.test(dataType);
}
