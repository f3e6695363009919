import type { Engine } from '../dialects/dialect.ts';

/** What the user decides about the tables. */
export interface TableOptions {
  /** What the names of tables and indexes begin with. */
  readonly prefix: string;
  /** The schema that they are in, or on MySQL and MariaDB the database; the connection's own without it. */
  readonly schema?: string;
}

/** One step of the schema, as data: it can be run, printed or reviewed. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** The statements, in order, without semicolons. */
  readonly statements: (engine: Engine, options: TableOptions) => readonly string[];
}

/** The name of a table as it stands in a statement. Names were checked when they were given. */
export function quoted(engine: Engine, { prefix, schema }: TableOptions, name: string): string {
  if (schema === undefined) return `${prefix}${name}`;
  const quote = engine === 'mysql' || engine === 'mariadb' ? '`' : '"';
  return `${quote}${schema}${quote}.${prefix}${name}`;
}
