import type { AttributeRef } from '../schema/attribute-ref.ts';
import { toKey } from '../schema/keys.ts';
import type { Key } from './filter-node.ts';

/** Shorter texts are folded faster than looked up. */
const long = 256;
/** What is held at the most, in characters: as much as one document can have. */
const most = 16 * 1024 * 1024;

const keys = new Map<AttributeRef, Map<string, Key | undefined>>();
let held = 0;

/**
 * The key of a value, like {@link toKey}; that of a long text is made once, however many conditions ask for it. Two hundred
 * conditions on a text of a megabyte, folded for each of them, kept a process busy for seconds with a single resource.
 *
 * What is held is forgotten when the work in hand is done: it is personal data, and somebody else's turn.
 */
export function keyOnce(value: unknown, attribute: AttributeRef): Key | undefined {
  if (typeof value !== 'string' || value.length < long) return toKey(value, attribute);
  const known = keys.get(attribute);
  if (known?.has(value) === true) return known.get(value);
  const key = toKey(value, attribute);
  hold(value, attribute, key);
  return key;
}

function hold(text: string, attribute: AttributeRef, key: Key | undefined): void {
  if (held === 0) queueMicrotask(forget);
  held += text.length;
  if (held > most) {
    keys.clear();
    held = text.length;
  }
  const known = keys.get(attribute);
  if (known === undefined) keys.set(attribute, new Map([[text, key]]));
  else known.set(text, key);
}

function forget(): void {
  keys.clear();
  held = 0;
}
