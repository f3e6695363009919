import type { SqlStore } from '@scimkit/sql';
import type { TenantName, Tenants } from '../data/load.ts';
import type { SqlSizes } from '../data/sizes.ts';
import type { HandWritten } from '../hand/hand-written.ts';

/** What the lines work on. */
export interface Ground {
  readonly sizes: SqlSizes;
  readonly tenants: Tenants;
  readonly hand: HandWritten;
  /** A word that no other run has used: what is made now must not be there already. */
  readonly run: string;
}

/** Something an application asks a store for, beside what somebody would write by hand. */
export interface Line {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** At most so many times the time of the hand-written statement; absent where it is for information. */
  readonly atMost?: number;
  /** Pages read a type from somewhere on, up to a limit: that is no full read. */
  readonly pages?: boolean;
  /** Asks the store, with a running number. */
  readonly store: (store: SqlStore, number: number) => Promise<unknown>;
  /** The same by hand. */
  readonly hand: (number: number) => unknown;
  /** The same as a request to `server.fetch`. */
  readonly fetch?: (ask: Ask, number: number) => Promise<unknown>;
  /** Does an answer of the store, or of the hand-written statement, show that the work was done? */
  readonly isRight: (answer: unknown, number: number) => boolean;
}

/** A request below the service root of a tenant. */
export interface Asked {
  readonly tenant: TenantName;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** Sends a request, reads the answer to its end, and throws when it is an error. */
export type Ask = (asked: Asked) => Promise<Response>;

/** Lines that are measured together, because one undoes what another has done. They get the same numbers. */
export interface Group {
  readonly lines: readonly Line[];
  /** How many numbers in a row can be used before they are used again; without it, any number of them. */
  readonly supply?: number;
}

export const target = 1.5;
