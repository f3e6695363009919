import { parse } from 'scim2-parse-filter';
import { describe, expect, it } from 'vitest';
import { defaultFilterLimits } from './filter-limits.ts';
import { liftLiterals } from './lift-literals.ts';
import { parseShape, type Shape } from './parse-shape.ts';

const read = (text: string): Shape => parseShape(liftLiterals(text, defaultFilterLimits).shape);

/** A shape in fully parenthesised prefix form, names and numbers only. */
function brief(shape: Shape): string {
  switch (shape.kind) {
    case 'and':
    case 'or':
      return `(${shape.kind} ${shape.of.map(brief).join(' ')})`;
    case 'not':
      return `(not ${brief(shape.of)})`;
    case 'some':
      return `${shape.path}[${brief(shape.of)}]`;
    case 'present':
      return shape.path;
    case 'compare':
      return `${shape.path}=${shape.slot}`;
  }
}

describe('structure', () => {
  it.each([
    ['a eq 1 or b eq 1 and c eq 1', '(or a=0 (and b=1 c=2))'],
    ['a pr and b pr or c pr', '(or (and a b) c)'],
    ['a pr and b pr or c pr and d pr', '(or (and a b) (and c d))'],
    ['a pr or b pr and c pr or d pr', '(or a (and b c) d)'],
    ['(a pr or b pr) and c pr', '(and (or a b) c)'],
    ['a pr and (b pr or c pr)', '(and a (or b c))'],
    ['not (a pr) and b pr', '(and (not a) b)'],
    ['not (a pr) or b pr and not (c pr)', '(or (not a) (and b (not c)))'],
    ['not (a pr and b pr)', '(not (and a b))'],
    ['not (not (a pr))', '(not (not a))'],
    ['a pr and not (b pr or c pr) and d pr', '(and a (not (or b c)) d)'],
    ['a[b pr or c pr and d pr]', 'a[(or b (and c d))]'],
    ['a[not (b pr)].c pr or d pr', '(or a[(and (not b) c)] d)'],
    ['a[b pr or c pr].d pr and e pr', '(and a[(and (or b c) d)] e)'],
    ['members[$ref eq "x"]', 'members[$ref=0]'],
    ['http://a.example/b~c#d:title pr', 'http://a.example/b~c#d:title'],
    ['Not(Not pr)', '(not Not)'],
  ])('%s is %s', (text, expected) => {
    expect(brief(read(text))).toBe(expected);
  });
});

/**
 * Where scim2-parse-filter and the grammar disagree. Should one of these fail after an update of the library, it has been
 * mended there, and the guard in `lift-literals.ts` may have become unnecessary.
 */
describe('why the library does not see the text itself', () => {
  it.each([
    ['a pr not (b pr)', 'takes "not" for a connective'],
    ['a pr constructor b pr', 'looks connectives up on a prototype'],
    ['a pr __proto__ b pr', 'looks connectives up on a prototype'],
    ['not a pr', 'negates without parentheses'],
    ['not not (a pr)', 'negates without parentheses'],
    ['a[b[c pr]]', 'nests value filters'],
    ['emails [type pr]', 'takes a blank before the bracket'],
    ['(a pr)and(b pr)', 'needs no blanks'],
    ['a\u00a0pr', 'takes any blank of Unicode'],
    ['__proto__ eq 1', 'takes names that begin with an underscore'],
    ['a..b pr', 'takes empty names'],
    ['a eq "\\u0000"', 'takes any string'],
  ])('%s: it %s', (text) => {
    expect(() => parse(text)).not.toThrow();
    expect(() => read(text)).toThrow(/filter/);
  });

  it.each([
    ['members.$ref pr', 'it refuses $'],
    ['a eq True', 'it takes keywords in lower case alone'],
    ['a eq "x\\/y"', 'it breaks escapes'],
    ['a eq "\\u0041"', 'it breaks escapes'],
    ['not pr', 'it does not know an attribute called "not"'],
  ])('%s: %s', (text) => {
    const asked = () => parse(text);
    let same = false;
    try {
      same = JSON.stringify(asked()).includes(
        JSON.stringify(liftLiterals(text, defaultFilterLimits).literals[0]),
      );
    } catch {
      // Refused: that is one way to differ.
    }
    expect(same).toBe(false);
    expect(() => read(text)).not.toThrow();
  });

  it('is that it holds `attr[…].sub` to any element', () => {
    expect(parse('emails[type eq "work"].value eq "x"')).toMatchObject({
      op: 'and',
      filters: [{ op: '[]' }, { attrPath: 'emails.value' }],
    });
    expect(read('emails[type eq "work"].value eq "x"')).toMatchObject({ kind: 'some', of: { kind: 'and' } });
  });

  it('is that an unterminated string makes it try 2^n ways', () => {
    const milliseconds = (run: () => unknown) => {
      const start = performance.now();
      expect(run).toThrow();
      return performance.now() - start;
    };
    const ours = milliseconds(() => read(`a eq "${'\n'.repeat(8000)}`));
    expect(milliseconds(() => parse(`a eq "${'\n'.repeat(25)}`))).toBeGreaterThan(ours);
  });
});

it('turns whatever the library throws into 400 invalidFilter', () => {
  expect(() => parseShape('a eq eq')).toThrow(
    expect.objectContaining({ status: 400, scimType: 'invalidFilter' }),
  );
  expect(() => parseShape('a pr constructor b pr')).toThrow(
    expect.objectContaining({ status: 400, scimType: 'invalidFilter' }),
  );
});
