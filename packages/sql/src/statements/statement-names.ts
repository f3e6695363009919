import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';

/** So many statements get a name: every one of the store's own, and the filters of many identity providers. */
const capacity = 400;

/** How often the sizes of tables are looked at, in milliseconds, until all are large. */
const interval = 5000;

/**
 * From so many pages on, a table is large. For smaller ones the best plan is to read them as a whole, and a plan that was
 * made then stays when the table grows: a read took 48 ms with 60,000 users, until the database had analysed the table.
 */
const large = 32;

/** The tables that grow. */
export const growing = ['resource', 'value', 'member'] as const;

/** How many pages a table has. */
export interface TableSize {
  readonly name: string;
  readonly pages: number | string | null;
}

/**
 * Names for statements, by which PostgreSQL plans each once for a connection: planning a look-up by a key takes longer than
 * running it (measured on PostgreSQL 15: 97 µs without a name, 45 µs with one).
 *
 * Only statements whose best plan is the same for all values get one, and only once their tables are {@link large}.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #small = new Set<string>(growing);
  #given: boolean;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param given - False where statements never get a name. */
  constructor(given = true) {
    this.#given = given;
  }

  /** Gives a statement a name. */
  add(text: string): void {
    if (this.#names.size >= capacity || this.#names.has(text)) return;
    // The same name never stands for another text, also where several processes share a connection of the server's.
    this.#names.set(text, `scimkit_${createHash('sha256').update(text).digest('hex').slice(0, 40)}`);
  }

  /** The name of a statement, if it has one. */
  of(text: string): string | undefined {
    if (!this.#given) return undefined;
    for (const table of this.#small) if (text.includes(`${table}"`)) return undefined;
    return this.#names.get(text);
  }

  /** Gives no names any more: there is a pooler in between that hands the next statement to another connection. */
  giveUp(): void {
    this.#given = false;
  }

  /** Is it time to look at the tables? It is not, afterwards, for a while. */
  wantsSizes(): boolean {
    if (!this.#given || this.#small.size === 0) return false;
    const now = performance.now();
    if (now - this.#lookedAt < interval) return false;
    this.#lookedAt = now;
    return true;
  }

  /** Takes in how large the tables are. They are not taken for small again. */
  learn(sizes: readonly TableSize[]): void {
    for (const { name, pages } of sizes) if (Number(pages) >= large) this.#small.delete(name);
  }
}

const names = new WeakMap<Kysely<unknown>, StatementNames>();

/** Lets the statements that are compiled for a database have names. */
export function nameStatements(db: Kysely<unknown>, given: StatementNames): void {
  names.set(db, given);
}

/** Where the names of a database's statements are kept, if they have any. */
export function namesFor(db: Kysely<unknown>): StatementNames | undefined {
  return names.get(db);
}
