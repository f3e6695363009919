/** When the first resource was made, in epoch milliseconds: 1 March 2025. */
export const epoch = 1_740_787_200_000;

/** A group's id comes after those of all users. */
const firstGroup = 100_000_000;

/**
 * The id of a user of a loaded tenant: a UUID of version 7 as the store makes them, except that its random part comes from
 * its number. So a database that was kept can be used again, and every user found in it, without a list of ids.
 */
export function userIdOf(number: number): string {
  return uuidOf(epoch + number, number);
}

/** The id of a group of a loaded tenant. */
export function groupIdOf(number: number): string {
  return uuidOf(epoch + firstGroup + number, firstGroup + number);
}

function uuidOf(time: number, seed: number): string {
  const clock = time.toString(16).padStart(12, '0');
  const [a, b, c] = [scatter(seed * 3), scatter(seed * 3 + 1), scatter(seed * 3 + 2)];
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7${a.slice(0, 3)}-8${a.slice(3, 6)}-${b}${c.slice(0, 4)}`;
}

/** Eight hexadecimal digits that look like chance: the finalizer of MurmurHash3. */
function scatter(seed: number): string {
  let hash = seed | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0');
}

/** The sixteen bytes of a UUID. */
export function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** The UUID of sixteen bytes. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
