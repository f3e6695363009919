import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A prepared statement, and whether it gives rows. */
export interface Prepared {
  readonly statement: StatementSync;
  readonly givesRows: boolean;
}

/** Enough for every statement of the store and the filters of several identity providers. */
const capacity = 256;

const rows = /^\s*(?:select|with|values|pragma|explain)\b|\breturning\b/i;

/** Keeps statements prepared, the least recently used first to go: preparing costs more than running most of them. */
export class StatementCache {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();
  /** The one that was used last is the one that is used again, as often as not. */
  #last: readonly [text: string, prepared: Prepared] | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(text: string): Prepared {
    if (this.#last?.[0] === text) return this.#last[1];
    const known = this.#statements.get(text);
    if (known !== undefined) this.#statements.delete(text);
    // Values are parameters in all of the store's statements, so no literal can look like a keyword.
    const prepared = known ?? { statement: this.#database.prepare(text), givesRows: rows.test(text) };
    this.#statements.set(text, prepared);
    if (this.#statements.size > capacity) this.#forgetOldest();
    this.#last = [text, prepared];
    return prepared;
  }

  #forgetOldest(): void {
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined) this.#statements.delete(oldest);
  }
}
