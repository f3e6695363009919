/** What {@link uuidV7Source} can be told; tests use it, and hosts with a clock of their own. */
export interface UuidV7Options {
  /** The clock, in epoch milliseconds; `Date.now` by default. */
  readonly now?: () => number;
}

/** The largest instant that fits into 48 bits: the year 10889. */
const lastInstant = 2 ** 48 - 1;
/** Every millisecond starts its counter below half, which leaves room for 2,048 ids at the least. */
const counterSeeds = 0x7ff;
const lastCounter = 0xfff;
/** Random bytes of one id: two seed the counter, eight are its tail. */
const bytesOfOne = 10;
/** One call for random bytes costs as much as ten ids, so they are fetched for this many at once. */
const batch = 256;

const hexOf: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Makes a source of UUIDs of version 7. Ids of one source ascend, also within a millisecond and when the clock goes
 * back: the 12 bits behind the time are a counter with a random start (RFC 9562 section 6.2, method 1). When a
 * millisecond's counter is used up, or the clock is behind, the source runs ahead of the clock.
 *
 * @param options - The clock.
 * @returns A function that makes one id at a call, in lower case with hyphens.
 * @see RFC 9562 section 5.7
 * @example
 * ```ts
 * import { uuidV7Source } from '@scimkit/core';
 *
 * const newId = uuidV7Source({ now: () => Date.UTC(2026, 0, 1) });
 * newId() < newId(); // true
 * ```
 */
export function uuidV7Source(options: UuidV7Options = {}): () => string {
  const { now = Date.now } = options;
  const pool = new Uint8Array(batch * bytesOfOne);
  let used = pool.length;
  let time = -1;
  let counter = 0;
  let head = '';

  const byte = (): number => pool[used++] ?? 0;
  const hex = (value: number): string => hexOf[value] ?? '';

  return () => {
    if (used === pool.length) {
      crypto.getRandomValues(pool);
      used = 0;
    }
    const seed = ((byte() << 8) | byte()) & counterSeeds;
    const clock = instant(now());
    if (clock > time || counter === lastCounter) {
      time = Math.max(clock, time + 1);
      counter = seed;
      const digits = time.toString(16).padStart(12, '0');
      head = `${digits.slice(0, 8)}-${digits.slice(8)}-7`;
    } else {
      counter += 1;
    }
    const low = hex(counter & 0xff);
    const variant = hex((byte() & 0x3f) | 0x80);
    const tail = `${variant}${hex(byte())}-${hex(byte())}${hex(byte())}${hex(byte())}${hex(byte())}${hex(byte())}${hex(byte())}`;
    return `${head}${(counter >> 8).toString(16)}${low}-${tail}`;
  };
}

/** A clock that gives nonsense must not make nonsense ids: what does not fit into 48 bits counts as 0. */
function instant(milliseconds: number): number {
  return milliseconds > 0 && milliseconds <= lastInstant ? Math.floor(milliseconds) : 0;
}

/**
 * Makes one UUID of version 7. Within the process each is greater than the one before.
 *
 * @returns An id such as `01890a5d-ac96-774b-bcce-b302099a8057`.
 * @see RFC 9562 section 5.7
 * @example
 * ```ts
 * import { createUuidV7 } from '@scimkit/core';
 *
 * const id = createUuidV7();
 * ```
 */
export const createUuidV7: () => string = uuidV7Source();
