import { fromHex, toHex } from './hex.ts';
import { parseUuid } from './parse-uuid.ts';

/** A UUID as its canonical text. Another spelling is another id, for ids are case exact (RFC 7643 section 3.1). */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Stands before ids that are no UUIDs: a byte that UTF-8 never has. */
const marker = 0xff;

const utf8 = new TextEncoder();
const text = new TextDecoder();

/** How long an id may be that the host issues, in bytes of UTF-8: what every database takes into a key. */
const longest = 255;

/**
 * The bytes that stand for a resource's id in every key.
 *
 * A UUID in canonical text is its 16 bytes: less than half of the text, in each of the five keys that hold it. Any
 * other id, which only a host that issues ids itself can bring, is `0xff` and its UTF-8. Length tells the two apart:
 * where that would come to 16 bytes, a NUL follows, which no id may contain. UUIDs sort by their text, other ids after
 * them by code point.
 *
 * @returns The bytes, or `undefined` for what cannot be an id here: empty text, text with NUL or a lone surrogate, and
 *   text longer than 255 bytes. Nothing is stored under it, so nothing can be found under it.
 */
export function encodeId(id: string): Uint8Array | undefined {
  const bytesOfUuid = parseUuid(id);
  if (bytesOfUuid !== undefined) return bytesOfUuid;
  if (id === '' || id.length > longest || id.includes('\0') || !id.isWellFormed()) return undefined;
  const plain = utf8.encode(id);
  if (plain.length > longest) return undefined;
  const bytes = new Uint8Array(plain.length === 15 ? 17 : plain.length + 1);
  bytes[0] = marker;
  bytes.set(plain, 1);
  return bytes;
}

/** {@link encodeId} for a JSON parameter, in hexadecimal digits. */
export function encodeIdAsHex(id: string): string | undefined {
  if (uuid.test(id)) return withoutDashes(id);
  const bytes = encodeId(id);
  return bytes === undefined ? undefined : toHex(bytes);
}

/** Bytes as a driver gives them: as such, as a buffer (libSQL), or as the text that PostgreSQL sends when nothing has parsed it. */
export function bytesOf(value: Uint8Array | ArrayBuffer | string): Uint8Array {
  if (typeof value === 'string') return fromHex(value.slice(2));
  return ArrayBuffer.isView(value) ? value : new Uint8Array(value);
}

/** The id that {@link encodeId} made bytes of. */
export function decodeId(value: Uint8Array | ArrayBuffer | string): string {
  const bytes = bytesOf(value);
  if (bytes.length === 16) {
    return `${toHex(bytes, 0, 4)}-${toHex(bytes, 4, 6)}-${toHex(bytes, 6, 8)}-${toHex(bytes, 8, 10)}-${toHex(bytes, 10, 16)}`;
  }
  return text.decode(bytes.subarray(1, bytes.length === 17 && bytes[16] === 0 ? 16 : undefined));
}

/** {@link decodeId} from hexadecimal digits, of either case. */
export function decodeIdFromHex(hex: string): string {
  return hex.length === 32 ? withDashes(hex.toLowerCase()) : decodeId(fromHex(hex));
}

function withoutDashes(id: string): string {
  return id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24);
}

function withDashes(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
