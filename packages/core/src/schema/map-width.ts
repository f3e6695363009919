const WIDE = /[\u3000\uff01-\uffee]/;
const EVERY_WIDE = /[\u3000\uff01-\uffee]/g;

/** Half-width Hangul letters have gaps; each row: first, last, and the full-width letter of the first. */
const hangul: readonly (readonly [number, number, number])[] = [
  [0xffa0, 0xffa0, 0x3164],
  [0xffa1, 0xffbe, 0x3131],
  [0xffc2, 0xffc7, 0x314f],
  [0xffca, 0xffcf, 0x3155],
  [0xffd2, 0xffd7, 0x315b],
  [0xffda, 0xffdc, 0x3161],
];

function mapOne(char: string): string {
  // Its compatibility decomposition goes on to a blank and a combining macron; the width mapping stops at the macron.
  if (char === '\uffe3') return '\u00af';
  const unit = char.charCodeAt(0);
  for (const [first, last, target] of hangul) {
    if (unit >= first && unit <= last) return String.fromCharCode(unit - first + target);
  }
  return char.normalize('NFKC');
}

/**
 * Maps full-width and half-width characters to their plain form, as the `UsernameCaseMapped` profile asks before names
 * are compared: `ｊｏ＠ａ．ｃｏ` becomes `jo@a.co`.
 *
 * @see RFC 8264 section 5.2.1 and RFC 8265 section 3.3.2
 */
export function mapWidth(text: string): string {
  return WIDE.test(text) ? text.replace(EVERY_WIDE, mapOne) : text;
}
