import type { Key } from '@scimkit/core';
import { entryOf } from './entry-of.ts';
import type { Keyed, Slot } from './slot.ts';

const nobody: ReadonlySet<Slot> = new Set();

/** Who has which key, for every attribute that core makes keys of. Also what keeps unique values unique. */
export class EqualityIndex {
  /** A key that one resource has, which is nearly every key, costs no set. */
  readonly #byAttribute = new Map<number, Map<Key, Slot | Set<Slot>>>();

  add(slot: Slot, { attribute, key }: Keyed): void {
    const byKey = entryOf(this.#byAttribute, attribute.id, () => new Map<Key, Slot | Set<Slot>>());
    const found = byKey.get(key);
    if (found === undefined) byKey.set(key, slot);
    else if (found instanceof Set) found.add(slot);
    else if (found !== slot) byKey.set(key, new Set([found, slot]));
  }

  delete(slot: Slot, { attribute, key }: Keyed): void {
    const byKey = this.#byAttribute.get(attribute.id);
    const found = byKey?.get(key);
    if (found === slot) byKey?.delete(key);
    else if (found instanceof Set) {
      found.delete(slot);
      if (found.size === 0) byKey?.delete(key);
    }
  }

  clear(): void {
    this.#byAttribute.clear();
  }

  /**
   * Who has this key.
   *
   * @returns `undefined` when the attribute has never had a key, so that the index cannot tell whether it is keyed.
   */
  find(attribute: number, key: Key): ReadonlySet<Slot> | undefined {
    const byKey = this.#byAttribute.get(attribute);
    if (byKey === undefined) return undefined;
    const found = byKey.get(key);
    if (found === undefined) return nobody;
    return found instanceof Set ? found : new Set([found]);
  }

  /** True when somebody else has this key. */
  isTaken(slot: Slot | undefined, { attribute, key }: Keyed): boolean {
    const found = this.#byAttribute.get(attribute.id)?.get(key);
    if (found === undefined || found === slot) return false;
    return !(found instanceof Set) || found.size > 1 || slot === undefined || !found.has(slot);
  }
}
