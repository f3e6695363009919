import type { Engine } from '../dialects/dialect.ts';

/** What the user decides about the tables. */
export interface TableOptions {
  /** What the names of tables and indexes begin with. */
  readonly prefix: string;
}

/** One step of the schema, as data: it can be run, printed or reviewed. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** The statements, in order, without semicolons. */
  readonly statements: (engine: Engine, options: TableOptions) => readonly string[];
}
