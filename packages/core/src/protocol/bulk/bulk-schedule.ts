import { referencesIn } from './bulk-references.ts';
import type { BulkOperation } from './parse-bulk.ts';

/** What to do with an operation now. */
export type Turn =
  | { readonly kind: 'run'; readonly index: number }
  /** Another resource has to exist first that waits for this one: create it without its references, complete it later. */
  | { readonly kind: 'runInPart'; readonly index: number }
  /** It refers to something that failed, or that the request does not hold. */
  | { readonly kind: 'unresolved'; readonly index: number; readonly bulkId: string };

/**
 * Decides which operation of a bulk request comes next: the first one, in the order of the request, whose references have
 * ids. One that waits holds up later ones on the same path, so that the outcome is that of the order in which they were
 * sent (BLK-19).
 *
 * References are looked for once. A request of 4 MB can hold a hundred thousand of them, and looking again on every turn
 * kept the process busy for minutes.
 */
export class BulkSchedule {
  readonly #operations: readonly BulkOperation[];
  /** Operations that have not had their turn, in the order of the request. */
  readonly #waiting: Set<number>;
  /** By operation: the bulkIds it refers to that have no id yet. */
  readonly #unmet: readonly Set<string>[];
  /** By bulkId: the operations that refer to it. */
  readonly #dependents = new Map<string, number[]>();
  /** By bulkId: the waiting operation that is to make the resource. */
  readonly #makers = new Map<string, number>();
  /** By operation: a bulkId it refers to that nobody will make. */
  readonly #lost = new Map<number, string>();

  constructor(operations: readonly BulkOperation[]) {
    this.#operations = operations;
    this.#waiting = new Set(operations.keys());
    for (const [index, { method, bulkId }] of operations.entries()) {
      if (method === 'POST' && bulkId !== undefined && !this.#makers.has(bulkId))
        this.#makers.set(bulkId, index);
    }
    this.#unmet = operations.map(({ path, data }) => referencesIn([path, data]));
    for (const [index, unmet] of this.#unmet.entries()) {
      for (const bulkId of unmet) {
        const dependents = this.#dependents.get(bulkId);
        if (dependents === undefined) this.#dependents.set(bulkId, [index]);
        else dependents.push(index);
        if (!this.#makers.has(bulkId)) this.#lose(index, bulkId);
      }
    }
  }

  /** The next turn; `undefined` when all have had theirs. Say what came of it by {@link made} or {@link failed}. */
  next(): Turn | undefined {
    const turn = this.#find();
    if (turn !== undefined) this.#waiting.delete(turn.index);
    return turn;
  }

  /** An operation has been carried out, and what it is to make, if anything, has an id. */
  made(index: number): void {
    const bulkId = this.#retire(index);
    if (bulkId === undefined) return;
    for (const dependent of this.#dependents.get(bulkId) ?? []) this.#unmet[dependent]?.delete(bulkId);
  }

  /** An operation has not been carried out: whoever waits for it waits in vain. */
  failed(index: number): void {
    const bulkId = this.#retire(index);
    if (bulkId === undefined) return;
    for (const dependent of this.#dependents.get(bulkId) ?? []) this.#lose(dependent, bulkId);
  }

  /** The first bulkId that an operation refers to and that has no id; `undefined` when all have one. */
  missing(index: number): string | undefined {
    const [first] = this.#unmet[index] ?? [];
    return first;
  }

  #find(): Turn | undefined {
    const heldUp = new Set<string>();
    for (const index of this.#waiting) {
      const operation = this.#operations[index];
      if (operation === undefined) continue;
      if (operation.fault !== undefined) return { kind: 'run', index };
      const bulkId = this.#lost.get(index);
      if (bulkId !== undefined) return { kind: 'unresolved', index, bulkId };
      if (this.missing(index) === undefined && !heldUp.has(operation.path)) return { kind: 'run', index };
      if (operation.method !== 'POST') heldUp.add(operation.path);
    }
    return this.#onCycle();
  }

  /** Follows the references from the first operation that waits until one comes round again: that one lies on a cycle. */
  #onCycle(): Turn | undefined {
    let [index] = this.#waiting;
    const seen = new Set<number>();
    while (index !== undefined && !seen.has(index)) {
      seen.add(index);
      const bulkId = this.missing(index);
      // Held up by one that waits for it: nobody else would let it go.
      if (bulkId === undefined) return { kind: 'run', index };
      index = this.#makers.get(bulkId);
    }
    return index === undefined ? undefined : { kind: 'runInPart', index };
  }

  /** Takes an operation off the list of makers; gives its bulkId when it was the one to make it. */
  #retire(index: number): string | undefined {
    const bulkId = this.#operations[index]?.bulkId;
    if (bulkId === undefined || this.#makers.get(bulkId) !== index) return undefined;
    this.#makers.delete(bulkId);
    return bulkId;
  }

  #lose(index: number, bulkId: string): void {
    if (!this.#lost.has(index) && this.#unmet[index]?.has(bulkId) === true) this.#lost.set(index, bulkId);
  }
}
