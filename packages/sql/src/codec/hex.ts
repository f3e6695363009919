const digits: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/** Bytes as lower-case hexadecimal digits: the form in which they travel inside a JSON parameter. */
export function toHex(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = '';
  for (let at = from; at < to; at += 1) text += digits[bytes[at] ?? 0];
  return text;
}

/** The value of a hexadecimal digit, in either case. Only called with digits. */
function nibble(code: number): number {
  return code < 58 ? code - 48 : (code | 32) - 87;
}

/** Bytes from hexadecimal digits, which the caller has made sure of. */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = (nibble(text.charCodeAt(at * 2)) << 4) | nibble(text.charCodeAt(at * 2 + 1));
  }
  return bytes;
}
