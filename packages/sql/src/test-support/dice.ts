/** What trips databases, folding, patterns and orders up. The long ones are as long as a key may be, with a number after them. */
export const strings: readonly string[] = [
  ...'%_\\![*?^"\'',
  '50%',
  '_a_',
  'a%b_c\\d!e',
  ' ',
  ' a',
  'a ',
  '\t',
  'a\t',
  '',
  'a',
  'A',
  'ab',
  'abc',
  'b',
  'e',
  '\u00e9',
  'e\u0301',
  '\u00c9',
  'a\u0323\u0307',
  'a\u0307\u0323',
  '\u00df',
  '\u1e9e',
  'SS',
  'ss',
  '\u0130',
  'i\u0307',
  'i',
  'I',
  '\u0131',
  '\u03a3',
  '\u03c3',
  '\u03c2',
  '\u0391\u03a3',
  '\u03b1\u03c2',
  '\u01c4',
  '\u01c5',
  '\u01c6',
  '\uff21\uff42',
  '\u212a',
  'k',
  '\u2126',
  '\u212b',
  '\u00e5',
  '\ufb01',
  'a\u00adb',
  '\ufffd',
  '\u{1f600}',
  '\u{1f600}a',
  'b\u{1f600}',
  'a\u{1f600}b',
  '\u{10400}',
  '\u{10428}',
  '9',
  '10',
  '1e2',
  'true',
  'null',
  'work',
  'Work',
  'home',
  "'); drop table scim_resource; --",
];

/** Nearly as long as a key may be, so that there is room for a number; they differ at the end. */
const long: readonly string[] = ['x'.repeat(396), `${'x'.repeat(395)}y`, '\u{1f600}'.repeat(396)];

/** Whole numbers around zero, as texts have them, and at the end of what is exact. */
export const integers: readonly number[] = [0, 1, -1, 9, 10, 100, 2 ** 31, 2 ** 53 - 1, 1 - 2 ** 53];
export const decimals: readonly number[] = [...integers, 0.5, -0.5, 1.25, 1e-9, 1e21];
/** The same instants in several forms, their neighbours, and some from before 1970. */
export const instants: readonly string[] = [
  '2024-01-01T00:00:00Z',
  '2024-01-01T00:00:00.000Z',
  '2024-01-01T02:00:00+02:00',
  '2024-01-01T00:00:00.0000001Z',
  '2024-01-01T00:00:00.001Z',
  '2023-12-31T23:59:59.999Z',
  '1969-12-31T23:59:59Z',
  '1969-12-31T23:59:59.5Z',
  '1970-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
];

/** Chance that is the same for the same seed (mulberry32). */
export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  chance(probability: number): boolean {
    return this.#random() < probability;
  }
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
  of<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new TypeError('There is nothing to choose from.');
    return item;
  }
  /** A text that is short. */
  word(): string {
    return this.chance(0.7) ? this.of(strings) : this.of(strings) + this.of(strings);
  }
  text(): string {
    return this.chance(0.01) ? this.of(long) : this.word();
  }
  maybe<Value>(name: string, value: () => Value, probability = 0.6): Record<string, Value> {
    return this.chance(probability) ? { [name]: value() } : {};
  }
}
