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

/** Looks up a table by the name that a mapping gives it, with or without its schema. */
export type FindTable = (table: string) => TableFact | undefined;

/** Asks the database about its tables. */
export async function readFacts(db: Kysely<unknown>): Promise<FindTable> {
  const tables = new Map<string, TableFact>();
  for (const { name, schema, columns } of await db.introspection.getTables()) {
    const fact: TableFact = new Map(
      columns.map((column) => [
        column.name,
        {
          name: column.name,
          dataType: column.dataType.toLowerCase(),
          nullable: column.isNullable,
          filled: column.hasDefaultValue || column.isAutoIncrementing,
        },
      ]),
    );
    // Of two schemas with a table of the name, `public` is meant where none is given.
    if (!tables.has(name) || schema === 'public') tables.set(name, fact);
    if (schema !== undefined) tables.set(`${schema}.${name}`, fact);
  }
  return (table) => tables.get(table);
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
