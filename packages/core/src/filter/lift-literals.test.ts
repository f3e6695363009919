import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { defaultFilterLimits } from './filter-limits.ts';
import { liftLiterals } from './lift-literals.ts';

const lift = (text: string, tolerant = false) => liftLiterals(text, defaultFilterLimits, tolerant);

/** The sentence of the error that a filter gets. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    expect([error.status, error.scimType]).toEqual([400, 'invalidFilter']);
    return error.message;
  }
  throw new Error('was not refused');
}

describe('the shape', () => {
  it.each([
    ['userName eq "x"', 'userName eq 0'],
    ['userName EQ "x" AND NOT (title Pr)', 'userName eq 0 and not (title pr)'],
    ['not(title pr)', 'not (title pr)'],
    ['nOt  ( title pr )', 'not (title pr)'],
    ['((a pr))', '((a pr))'],
    ['a eq 1 or b eq true and c eq null', 'a eq 0 or b eq 1 and c eq 2'],
    ['  a   eq\t"x"\r\n', 'a eq 0'],
    ['emails[ type eq "work" ]', 'emails[(type eq 0)]'],
    ['emails[type eq "work"].value eq "x"', 'emails[(type eq 0) and value eq 1]'],
    [
      'emails[type eq "work" or primary eq true].value pr',
      'emails[(type eq 0 or primary eq 1) and value pr]',
    ],
    ['(emails[not (type pr)].value pr)', '(emails[(not (type pr)) and value pr])'],
    ['value eq"1"', 'value eq 0'],
    ['members[$ref eq "x"].$ref pr', 'members[(_%24ref eq 0) and _%24ref pr]'],
    [
      'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName pr',
      'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName pr',
    ],
    ['http://a.example/b~c#d:title pr', '_http://a.example/b%7ec%23d:title pr'],
    ['not pr', '_not pr'],
    ['and eq 1 and or pr', 'and eq 0 and or pr'],
  ])('of %s', (text, shape) => {
    expect(lift(text).shape).toBe(shape);
  });

  it('is the same for filters that differ in their literals alone', () => {
    expect(lift('a eq "x" and b eq 1').shape).toBe(lift('a eq "y\\"" and b eq false').shape);
  });
});

describe('literals', () => {
  it.each<[string, unknown]>([
    ['"plain"', 'plain'],
    ['""', ''],
    ['"O\\u0027Malley"', "O'Malley"],
    ['"a\\"b"', 'a"b'],
    ['"\\\\"', '\\'],
    ['"\\/\\b\\f\\n\\r\\t"', '/\b\f\n\r\t'],
    ['"\\ud83d\\ude00"', '\u{1f600}'],
    ['"( ] [ ) and not"', '( ] [ ) and not'],
    ['"\u{1f600}é"', '\u{1f600}é'],
    ['0', 0],
    ['-12.5e-1', -1.25],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992],
    ['1e300', 1e300],
    ['true', true],
    ['False', false],
    ['NULL', null],
  ])('%s', (literal, value) => {
    expect(lift(`a eq ${literal}`).literals).toEqual([value]);
    expect(lift(`(a eq ${literal})`).literals).toEqual([value]);
    expect(lift(`a[b eq ${literal}]`).literals).toEqual([value]);
  });

  it('are taken without quotation marks only where that is tolerated', () => {
    expect(lift('a eq jsmith and (b eq 12) and c eq 2015-10-10T14:38:21.8617979-07:00', true)).toMatchObject({
      literals: ['jsmith', 12, '2015-10-10T14:38:21.8617979-07:00'],
      bare: [undefined, '12'],
    });
    expect(lift(`a sw 'G\\'s "x" \\u0041'`, true).literals).toEqual(['G\'s "x" A']);
    expect(refusal(() => lift('userName sw J'))).toContain('at character 13');
    expect(refusal(() => lift("displayName sw 'G'"))).toContain('double quotation marks');
  });
});

describe('what is refused, and where', () => {
  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['userName', /character 9: an operator is missing after "userName"/],
    ['userName eq', /a value is missing after "eq"/],
    ['userName eq ', /a value is missing/],
    ['userName regex "x"', /character 10: the operator "regex" is not supported/],
    ['userName eq5', /the operator "eq5" is not supported/],
    ['(a pr', /character 1: the "\(" that begins here is never closed/],
    ['a[b pr', /character 2: the "\[" that begins here is never closed/],
    ['a pr)', /character 5: nothing is open/],
    ['(a pr]', /nothing is open that this "\]" could close/],
    ['a[(b pr])', /nothing is open that this "\]"/],
    ['()', /character 2: an attribute's name is expected here, but there is "\)"/],
    ['a pr b pr', /"and", "or" or the end is expected here, not "b"/],
    ['a pr not (b pr)', /not "not"/],
    ['a pr constructor b pr', /not "constructor"/],
    ['a pr __proto__ b pr', /not "__proto__"/],
    ['a pr and', /character 6: a condition is missing after "and"/],
    ['a pr and ', /character 6: a condition is missing after "and"/],
    ['a pr and(b pr)', /a blank is missing after "and"/],
    ['(a pr)and (b pr)', /character 7: a blank is missing before this/],
    ['a eq "x"and b pr', /a blank is missing before this/],
    ['not a pr', /"not" needs parentheses/],
    ['not not (a pr)', /"not" needs parentheses/],
    ['emails [type pr]', /an operator is missing after "emails"/],
    ['a[b[c pr]]', /character 4: a value filter cannot hold another one/],
    ['a[(b[c pr])]', /cannot hold another one/],
    ['a[b pr].c[d pr]', /an operator is missing after "c"/],
    ['a[b pr].c.d pr', /"c\.d" is not the name/],
    ['a[b pr]. pr', /an attribute's name is expected/],
    ['a[b pr]c pr', /a blank is missing before this/],
    ['__proto__ eq 1', /"__proto__" is not the name of an attribute/],
    ['a..b pr', /"a\.\.b" is not the name/],
    ['a.b.c pr', /"a\.b\.c" is not the name/],
    ['.a pr', /is not the name/],
    ['1 eq 1', /"1" is not the name/],
    ['"a" eq 1', /but there is """/],
    ['a eq "x', /character 6: the string that begins here is never closed/],
    ['a eq "x\\"', /never closed/],
    ['a eq "x\\', /not an escape/],
    ['a eq "\\x41"', /character 7: this is not an escape of JSON/],
    ['a eq "\\u00g0"', /not an escape/],
    ['a eq "\\\'"', /not an escape/],
    ['a eq "\n"', /character 7: a control character/],
    ['a eq "\\u0000"', /cannot be searched for/],
    ['a eq "\\ud83d"', /half of a surrogate pair/],
    ['a eq "\udc00"', /half of a surrogate pair/],
    ['a eq "\u{10ffff}"', /cannot be searched for/],
    ['a eq "x"y', /a blank is missing/],
    ['a eq 01', /double quotation marks/],
    ['a eq +1', /double quotation marks/],
    ['a eq 1.', /double quotation marks/],
    ['a eq .5', /double quotation marks/],
    ['a eq NaN', /double quotation marks/],
    ['a eq {}', /double quotation marks/],
    ['a eq ["x"]', /double quotation marks/],
    ['a eq 9007199254740993', /too large to be compared exactly/],
    ['a eq 1e999', /too large/],
    [`a eq 1${'0'.repeat(400)}`, /too large/],
    ['a\u00a0pr', /is not the name/],
    ['a pr\u2028', /is not supported/],
    ['a pr\0', /is not supported/],
    ['a eq 1 | b eq 1', /not "\|"/],
  ])('%j', (text, message) => {
    expect(refusal(() => lift(text))).toMatch(message);
  });

  it('cuts what it repeats to 60 characters and repeats no literal', () => {
    expect(refusal(() => lift(`${'x'.repeat(500)}! eq 1`)).length).toBeLessThan(160);
    expect(refusal(() => lift('userName eq secret'))).not.toContain('secret');
  });
});

describe('limits', () => {
  const limits = { maxLength: 100, maxDepth: 3, maxTerms: 4 };

  it.each([
    ['length', `a eq "${'x'.repeat(93)}"`, `a eq "${'x'.repeat(94)}"`, /longer than the 100 characters/],
    ['depth of parentheses', '(((a pr)))', '((((a pr))))', /deeper than the 3 levels/],
    ['depth with brackets', '((a[b pr]))', '((a[(b pr)]))', /deeper than the 3 levels/],
    [
      'terms',
      'a pr or a pr or a pr or a pr',
      'a pr or a pr or a pr or a pr or a pr',
      /more than the 4 conditions/,
    ],
    [
      'terms with .sub',
      'a[b pr].c pr or a[b pr].c pr',
      'a[b pr].c pr or a[b pr].c pr or d pr',
      /more than the 4/,
    ],
  ])('on %s', (_, within, over, message) => {
    expect(() => liftLiterals(within, limits)).not.toThrow();
    expect(refusal(() => liftLiterals(over, limits))).toMatch(message);
  });
});
