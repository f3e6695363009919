import { isAttributeName, isAttributePath } from './attribute-path-syntax.ts';
import { compareOps } from './compare-ops.ts';
import type { FilterLimits } from './filter-limits.ts';
import { invalidFilter, invalidFilterAt, quoted } from './invalid-filter.ts';
import { type Literal, readLiteral } from './read-literal.ts';
import { isNot, toWord } from './shape-word.ts';

/** A filter taken apart: what it asks, and with which values. */
export interface Lifted {
  /**
   * The filter without its literals: names as the client spelled them, operators and keywords in lower case, each
   * literal replaced by its number. Filters that differ in literals alone have the same shape. It is text that
   * scim2-parse-filter reads as the grammar means it.
   */
  readonly shape: string;
  /** The literals by number. */
  readonly literals: readonly Literal[];
  /** By number, the text of literals that were written without quotation marks; only when those are tolerated. */
  readonly bare: readonly (string | undefined)[];
}

const none: readonly undefined[] = Object.freeze([]);

/**
 * Takes the literals out of a filter in one pass from left to right, without recursion, holding the text to its limits
 * and to the grammar on the way. What is left has no strings, no escapes, no `$` and no `attr[…].sub`, all of which
 * scim2-parse-filter reads differently from the RFC.
 *
 * `emails[type eq "work"].value eq "a@b.c"`, which Entra sends, becomes `emails[(type eq 0) and value eq 1]`: the last
 * condition is one more about the same element.
 *
 * @param text - The filter as received, percent-decoded.
 * @param limits - Bounds on length, depth and terms.
 * @param tolerateUnquoted - Take `userName eq jsmith` and `userName eq 'jsmith'` (FLT-33).
 * @param valueFilter - The text is what stands between brackets, so it cannot have brackets of its own.
 * @throws ScimError 400 `invalidFilter`, naming the place.
 */
export function liftLiterals(
  text: string,
  limits: FilterLimits,
  tolerateUnquoted = false,
  valueFilter = false,
): Lifted {
  if (text.length > limits.maxLength) {
    throw invalidFilter(
      `The filter is longer than the ${limits.maxLength} characters that this server takes.`,
    );
  }
  return new Lifter(text, limits, tolerateUnquoted, valueFilter).lift();
}

class Lifter {
  private readonly text: string;
  private readonly limits: FilterLimits;
  private readonly tolerant: boolean;
  private readonly literals: Literal[] = [];
  private bare: (string | undefined)[] | undefined;
  /** Where the parentheses and the bracket stand that are open; never longer than `maxDepth`. */
  private readonly open: number[] = [];
  private inBracket: boolean;
  private shape = '';
  private at = 0;
  private terms = 0;

  constructor(text: string, limits: FilterLimits, tolerant: boolean, inBracket: boolean) {
    this.text = text;
    this.limits = limits;
    this.tolerant = tolerant;
    this.inBracket = inBracket;
  }

  lift(): Lifted {
    this.skipBlanks();
    if (this.at === this.text.length) throw invalidFilter('The filter is empty.');
    this.readTerm();
    while (!this.readCloses()) {
      this.readConnective();
      this.readTerm();
    }
    return { shape: this.shape, literals: this.literals, bare: this.bare ?? none };
  }

  /** `*( ["not"] "(" / attrPath "[" ) attrExp` */
  private readTerm(): void {
    for (;;) {
      const start = this.at;
      if (this.next() === '(') {
        this.shape += '(';
        this.enter();
        continue;
      }
      const name = this.readWord();
      if (isNot(name) && this.isFollowedByParenthesis()) {
        this.shape += 'not ';
        continue;
      }
      if (!isAttributePath(name)) throw this.notAName(start, name);
      if (this.next() !== '[') {
        this.readCondition(name);
        return;
      }
      if (this.inBracket) {
        throw invalidFilterAt(this.at, 'a value filter cannot hold another one (RFC 7644 erratum 4690).');
      }
      this.inBracket = true;
      // The parentheses keep what is in the bracket together when `].sub` adds a condition to it.
      this.shape += `${toWord(name)}[(`;
      this.enter();
    }
  }

  /** `SP "pr"` or `SP compareOp SP compValue`, with the attribute already read. */
  private readCondition(name: string): void {
    this.terms += 1;
    if (this.terms > this.limits.maxTerms) {
      throw invalidFilter(
        `The filter has more than the ${this.limits.maxTerms} conditions that this server takes.`,
      );
    }
    const blank = this.skipBlanks();
    const start = this.at;
    const operator = this.readWord();
    const op = operator.toLowerCase();
    if (!blank || operator === '')
      throw invalidFilterAt(start, `an operator is missing after ${quoted(name)}.`);
    if (op === 'pr') {
      this.shape += `${toWord(name)} pr`;
      return;
    }
    if (!compareOps.has(op)) throw unknownOperator(start, name, operator);
    // RFC 7644 section 3.5.2.2 has an example without the blank: `value eq"…"` (FLT-32).
    if (!this.skipBlanks() && this.next() !== '"') {
      throw invalidFilterAt(this.at, `a value is missing after ${quoted(operator)}.`);
    }
    this.shape += `${toWord(name)} ${op} ${this.literals.length}`;
    const { value, end, bare } = readLiteral(this.text, this.at, this.tolerant);
    if (bare !== undefined) {
      this.bare ??= [];
      this.bare[this.literals.length] = bare;
    }
    this.literals.push(value);
    this.at = end;
  }

  /** Whatever closes after a condition. True at the end of the filter. */
  private readCloses(): boolean {
    for (;;) {
      const blank = this.skipBlanks();
      const next = this.next();
      if (next === '') {
        const unclosed = this.open.at(-1);
        if (unclosed === undefined) return true;
        throw invalidFilterAt(unclosed, `the "${this.text[unclosed]}" that begins here is never closed.`);
      }
      if (next !== ')' && next !== ']') {
        if (blank) return false;
        throw invalidFilterAt(this.at, 'a blank is missing before this.');
      }
      this.leave(next);
      if (next === ')') this.shape += ')';
      else this.readSubAttribute();
    }
  }

  /** What may follow `]`: nothing, or `.sub` with one more condition on the same element. */
  private readSubAttribute(): void {
    this.inBracket = false;
    if (this.next() !== '.') {
      this.shape += ')]';
      return;
    }
    this.at += 1;
    const start = this.at;
    const name = this.readWord();
    if (!isAttributeName(name)) throw this.notAName(start, name);
    this.shape += ') and ';
    this.readCondition(name);
    this.shape += ']';
  }

  /** `SP ( "and" / "or" ) SP`; the blank before has been seen. */
  private readConnective(): void {
    const start = this.at;
    const word = this.readWord();
    const connective = word.toLowerCase();
    if (connective !== 'and' && connective !== 'or') {
      throw invalidFilterAt(
        start,
        `"and", "or" or the end is expected here, not ${quoted(word || this.next())}.`,
      );
    }
    const blank = this.skipBlanks();
    if (this.next() === '') throw invalidFilterAt(start, `a condition is missing after "${connective}".`);
    if (!blank) throw invalidFilterAt(this.at, `a blank is missing after "${connective}".`);
    this.shape += ` ${connective} `;
  }

  private enter(): void {
    if (this.open.length >= this.limits.maxDepth) {
      throw invalidFilter(
        `The filter nests deeper than the ${this.limits.maxDepth} levels that this server takes.`,
      );
    }
    this.open.push(this.at);
    this.at += 1;
    this.skipBlanks();
  }

  private leave(close: ')' | ']'): void {
    const begun = this.open.pop();
    const expected = begun !== undefined && this.text[begun] === '(' ? ')' : ']';
    if (begun === undefined || close !== expected) {
      throw invalidFilterAt(this.at, `nothing is open that this "${close}" could close.`);
    }
    this.at += 1;
  }

  /** Looks past blanks for `(`, and goes there when it is next: `not(…)` and `not (…)` (FLT-05, erratum 7319). */
  private isFollowedByParenthesis(): boolean {
    const start = this.at;
    this.skipBlanks();
    if (this.next() === '(') return true;
    this.at = start;
    return false;
  }

  private notAName(start: number, word: string): Error {
    if (word !== '') return invalidFilterAt(start, `${quoted(word)} is not the name of an attribute.`);
    const next = this.next();
    const found = next === '' ? 'the filter ends' : `there is "${next}"`;
    return invalidFilterAt(start, `an attribute's name is expected here, but ${found}.`);
  }

  /** The next character, or `''` at the end. */
  private next(): string {
    return this.text.charAt(this.at);
  }

  /** Names, operators and keywords: everything up to a blank, a bracket or a quotation mark. */
  private readWord(): string {
    const start = this.at;
    while (this.at < this.text.length && !endsWord(this.text.charCodeAt(this.at))) this.at += 1;
    return this.text.slice(start, this.at);
  }

  /** True when there was a blank. More than one, tabs and line ends are taken for one. */
  private skipBlanks(): boolean {
    const start = this.at;
    while (isBlank(this.text.charCodeAt(this.at))) this.at += 1;
    return this.at > start;
  }
}

function unknownOperator(start: number, name: string, operator: string): Error {
  if (isNot(name)) {
    return invalidFilterAt(start, '"not" needs parentheses around what it negates: not (…).');
  }
  return invalidFilterAt(
    start,
    `the operator ${quoted(operator)} is not supported; use eq, ne, co, sw, ew, gt, ge, lt, le or pr.`,
  );
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d;
}

/** Blank, `(`, `)`, `[`, `]`, `"`. */
function endsWord(unit: number): boolean {
  return isBlank(unit) || unit === 0x28 || unit === 0x29 || unit === 0x5b || unit === 0x5d || unit === 0x22;
}
