import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { StatementCache } from './statement-cache.ts';

/** The part of a compiled query that runs. */
export type Query = Pick<CompiledQuery, 'sql' | 'parameters'>;

/** The one connection of a file, which one has at a time: a transaction until its end, a statement for as long as it runs. */
export class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements: StatementCache;
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new StatementCache(database);
  }

  /** Takes the connection; `undefined` when it could be taken at once, otherwise the turn has to be waited for. */
  take(): Promise<void> | undefined {
    if (this.#isTaken) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#isTaken = true;
    return undefined;
  }

  /** Gives it to whoever has waited longest. */
  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#isTaken = false;
    else next();
  }

  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** Runs a statement without parameters or rows. */
  execute(text: string): void {
    this.#statements.prepare(text).statement.run();
  }

  /** Undoes the transaction. */
  rollback(): void {
    // SQLite ends a transaction by itself when the disk fails or is full; there is nothing left to undo then. Node before
    // 22.16 cannot tell, and finds out by an error, which is dropped in favour of the first one.
    if (this.#database.isTransaction !== false) this.execute('rollback');
  }

  /** Runs a statement, at once: `node:sqlite` is synchronous. */
  query<Row>({ sql, parameters }: Query): QueryResult<Row> {
    const { statement, givesRows } = this.#statements.prepare(sql);
    // What cannot be bound makes node:sqlite throw, and the rows are what the statement selects.
    const values = parameters as SQLInputValue[];
    if (givesRows) return { rows: statement.all(...values) as Row[] };
    return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.query<Row>(query);
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    // The store reads in batches; whoever streams gets all rows at once.
    yield this.query<Row>(query);
  }
}
