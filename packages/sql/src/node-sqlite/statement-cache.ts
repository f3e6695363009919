import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A prepared statement, and whether it gives rows. */
export interface Prepared {
  readonly statement: StatementSync;
  readonly givesRows: boolean;
}

/** A statement, and when it was used. */
interface Kept extends Prepared {
  usedAt: number;
}

/** Enough for every statement of the store and the filters of several identity providers. */
const capacity = 256;

const rows = /^\s*(?:select|with|values|pragma|explain)\b|\breturning\b/i;

/** Keeps statements prepared, the least recently used first to go: preparing costs more than running most of them. */
export class StatementCache {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Kept>();
  /** Counts uses, for to be put last in a map at each use costs as much as to be found in it. */
  #uses = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(text: string): Prepared {
    this.#uses += 1;
    const known = this.#statements.get(text);
    if (known !== undefined) {
      known.usedAt = this.#uses;
      return known;
    }
    // Values are parameters in all of the store's statements, so no literal can look like a keyword.
    const prepared = {
      statement: this.#database.prepare(text),
      givesRows: rows.test(text),
      usedAt: this.#uses,
    };
    this.#statements.set(text, prepared);
    if (this.#statements.size > capacity) this.#forgetOldest();
    return prepared;
  }

  #forgetOldest(): void {
    let [oldest, usedAt] = ['', Number.POSITIVE_INFINITY];
    for (const [text, kept] of this.#statements) {
      if (kept.usedAt < usedAt) [oldest, usedAt] = [text, kept.usedAt];
    }
    this.#statements.delete(oldest);
  }
}
