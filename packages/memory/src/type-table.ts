import { type AttributeRef, type Key, StoreError } from '@scimkit/core';
import { entryOf } from './entry-of.ts';
import { EqualityIndex } from './equality-index.ts';
import { OrderedSlots } from './ordered-slots.ts';
import type { Keyed, Slot } from './slot.ts';

/** The resources of one type in one tenant: their order and their indexes. */
export class TypeTable {
  readonly order = new OrderedSlots();
  readonly index = new EqualityIndex();

  insert(slot: Slot): void {
    this.order.insert(slot);
    for (const entry of slot.state.keys) if (isIndexed(entry)) this.index.add(slot, entry);
  }

  delete(slot: Slot): void {
    this.order.delete(slot);
    for (const entry of slot.state.keys) if (isIndexed(entry)) this.index.delete(slot, entry);
  }

  clear(): void {
    this.order.clear();
    this.index.clear();
  }

  /** Moves a resource from its old keys to its new ones; keys that it keeps are not touched. */
  rekey(slot: Slot, from: readonly Keyed[], to: readonly Keyed[]): void {
    // Most writes change one value or none that has a key, so what stands in the same place is set aside first.
    const [gone, come] = [unlike(from, to), unlike(to, from)];
    for (const entry of without(gone, to)) this.index.delete(slot, entry);
    for (const entry of without(come, from)) this.index.add(slot, entry);
  }

  /**
   * Makes sure that unique values are free.
   *
   * @param slot - Who may have them already.
   * @throws StoreError `conflict`, naming the attribute.
   */
  ensureFree(keys: readonly Keyed[], slot?: Slot): void {
    // What it has it may keep, so that most writes look nothing up.
    for (const entry of slot === undefined ? keys : unlike(keys, slot.state.keys)) {
      if (!isUnique(entry.attribute) || !this.index.isTaken(slot, entry)) continue;
      throw new StoreError('conflict', `The value of ${entry.attribute.path} is taken.`, {
        attribute: entry.attribute,
      });
    }
  }
}

function isUnique(attribute: AttributeRef): boolean {
  return attribute.roles.includes('unique');
}

/**
 * An attribute that is true or false divides all resources in two, so an index on it would save no look and would have to
 * move a resource on every deactivation.
 */
function isIndexed({ attribute, key }: Keyed): boolean {
  return typeof key !== 'boolean' || isUnique(attribute);
}

/** The indexed entries of one list that the other does not have in the same place. */
function unlike(entries: readonly Keyed[], others: readonly Keyed[]): readonly Keyed[] {
  return entries.filter((entry, index) => {
    const other = others[index];
    return (entry.key !== other?.key || entry.attribute !== other.attribute) && isIndexed(entry);
  });
}

/** The entries of one list that are not in the other, wherever. */
function without(entries: readonly Keyed[], others: readonly Keyed[]): readonly Keyed[] {
  if (entries.length === 0 || others.length === 0) return entries;
  const known = new Map<number, Set<Key>>();
  for (const { attribute, key } of others) {
    entryOf(known, attribute.id, () => new Set<Key>()).add(key);
  }
  return entries.filter(({ attribute, key }) => known.get(attribute.id)?.has(key) !== true);
}
