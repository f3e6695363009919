/** What the database says about a column. */
export interface ColumnFact {
  readonly name: string;
  /** The name of the type as the database has it, in lower case: `integer`, `int4`, `text`, `timestamptz`, `enum`. */
  readonly dataType: string;
  readonly nullable: boolean;
  /** True when the database fills the column in where an insert leaves it out. */
  readonly filled: boolean;
  /** True when it does that with a number of its own: `auto_increment`, `serial`, an identity, the key of SQLite. */
  readonly numbered: boolean;
  /** True when nobody else may write it: `generated always`. */
  readonly computed: boolean;
  /** True when `=` tells apart texts that differ in any byte. */
  readonly exactEquality: boolean;
  /** True when texts are ordered by their bytes, so that they can be asked for as they are. */
  readonly exactOrder: boolean;
  /** The collation of a text, where the database has names for them, and its character set where that is another thing. */
  readonly collation?: string;
  readonly charset?: string;
  /** The type as it is declared. */
  readonly declared?: string;
  /** How many code points a text may have. */
  readonly length?: number;
  /** How many bytes a text may have. */
  readonly size?: number;
  /** The only texts that an enumeration takes. */
  readonly members?: readonly string[];
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

  /** Asks about every table that has been looked for. */
  async load(ask: (table: string) => Promise<readonly ColumnFact[]>): Promise<void> {
    for (const [table, facts] of this.#tables) {
      const columns = await ask(table);
      facts.clear();
      for (const column of columns) facts.set(column.name, column);
    }
  }
}

const integers = /int|serial/;
const numbers = /int|serial|real|double|float|numeric|decimal|number/;
const texts = /char|text|clob|citext|enum|string/;

/** Is it a column of whole numbers? */
export function isInteger({ dataType }: Pick<ColumnFact, 'dataType'>): boolean {
  return integers.test(dataType) && !dataType.includes('interval') && !dataType.includes('point');
}

/** Is it a column of numbers? */
export function isNumeric(fact: Pick<ColumnFact, 'dataType'>): boolean {
  return numbers.test(fact.dataType) && !fact.dataType.includes('interval');
}

/** Is it a column of text? A column of SQLite without a type takes whatever comes. */
export function isTextual({ dataType }: Pick<ColumnFact, 'dataType'>): boolean {
  return dataType === '' || texts.test(dataType);
}
