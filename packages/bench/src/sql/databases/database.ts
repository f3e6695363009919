import type { SqlStore, StatementRun } from '@scimkit/sql';
import type { Row } from '../data/rows.ts';
import type { HandWritten } from '../hand/hand-written.ts';

export const engines = ['sqlite', 'postgres', 'mariadb', 'mysql'] as const;
export type EngineName = (typeof engines)[number];

/** Where a database is, and what becomes of it. */
export interface Place {
  /** Makes up its name, so that databases of other sizes lie beside it. */
  readonly name: string;
  /** A folder for files. */
  readonly folder: string;
  /** Stays when everything is over, and is used again. */
  readonly keep: boolean;
  /** SQLite waits for the disk at each write. Servers do what they are set to. */
  readonly durable: boolean;
}

/** A database that is measured: the store on it, and what the benchmark itself does with it. */
export interface BenchDatabase {
  readonly engine: EngineName;
  /** Engine, version and what it does about durability, in words. */
  readonly about: string;
  readonly openStore: (log?: (run: StatementRun) => void) => SqlStore;
  /** The statements that somebody would write by hand, on the same connections. */
  readonly hand: HandWritten;
  /** Writes many rows. */
  readonly insert: (table: string, columns: readonly string[], rows: readonly Row[]) => Promise<void>;
  /** Runs a statement with `?` for its parameters, and `@name` for a table. */
  readonly query: (
    text: string,
    values: readonly unknown[],
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Does after loading what the database does by itself sooner or later. */
  readonly settle: () => Promise<void>;
  /** The plan of a statement of the store. */
  readonly explain: (text: string, values: readonly unknown[]) => Promise<string>;
  /** Matches a plan that reads a table, an index or a tenant as a whole. */
  readonly fullRead: RegExp;
  /** Matches, besides, one that reads all resources of a type, unless it does so from a position to a limit. */
  readonly wholeType: RegExp;
  /** Ends it, and removes it unless it is kept. */
  readonly close: () => Promise<void>;
}
