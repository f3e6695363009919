import { compareKeys } from '@scimkit/core';
import type { Slot } from './slot.ts';

/**
 * The resources of a type in the order of their ids. Ids of version 7 arrive in order, so that nearly every insertion is
 * an append; any place in the order is found by halving.
 */
export class OrderedSlots {
  readonly #slots: Slot[];

  /** @param slots - What it begins with, in any order. */
  constructor(slots: Iterable<Slot> = []) {
    this.#slots = Array.from(slots).sort((left, right) => compareKeys(left.id, right.id));
  }

  get size(): number {
    return this.#slots.length;
  }

  at(index: number): Slot | undefined {
    return this.#slots[index];
  }

  slice(start: number, end: number): readonly Slot[] {
    return this.#slots.slice(start, end);
  }

  insert(slot: Slot): void {
    this.#slots.splice(this.before(slot.id), 0, slot);
  }

  delete(slot: Slot): void {
    this.#slots.splice(this.before(slot.id), 1);
  }

  clear(): void {
    this.#slots.length = 0;
  }

  /** How many come before this id. */
  before(id: string): number {
    return countWhile(this.#slots.length, (index) => this.#compare(index, id) < 0);
  }

  /** How many come before this id or have it. */
  through(id: string): number {
    return countWhile(this.#slots.length, (index) => this.#compare(index, id) <= 0);
  }

  #compare(index: number, id: string): number {
    return compareKeys(this.#slots[index]?.id ?? '', id);
  }
}

/** Counts, by halving, for how many places from the first on a condition holds; it must hold for none after that. */
export function countWhile(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  // Appending is the common case and needs one look.
  if (length > 0 && holds(length - 1)) return length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
