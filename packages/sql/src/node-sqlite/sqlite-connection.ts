import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { StatementCache } from './statement-cache.ts';

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

  /** The rows of a statement, at once: `node:sqlite` is synchronous. */
  all<Row>(text: string, values: readonly unknown[]): Row[] {
    // The rows are what the statement selects.
    return this.#statements.prepare(text).statement.all(...bindable(values)) as Row[];
  }

  /** The first row. */
  first<Row>(text: string, values: readonly unknown[]): Row | undefined {
    return this.#statements.prepare(text).statement.get(...bindable(values)) as Row | undefined; // as above
  }

  /** Runs a statement, and tells how many rows it has changed. */
  run(text: string, values: readonly unknown[]): number {
    return Number(this.#statements.prepare(text).statement.run(...bindable(values)).changes);
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#statements.prepare(sql).givesRows) return { rows: this.all<Row>(sql, parameters) };
    return { rows: [], numAffectedRows: BigInt(this.run(sql, parameters)) };
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    // The store reads in batches; whoever streams gets all rows at once.
    yield this.executeQuery<Row>(query);
  }
}

/** What cannot be bound makes `node:sqlite` throw. */
function bindable(values: readonly unknown[]): readonly SQLInputValue[] {
  return values as readonly SQLInputValue[];
}
