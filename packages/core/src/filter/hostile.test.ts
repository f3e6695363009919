import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { compileFilter } from './compile-filter.ts';
import { compileValueFilter } from './compile-value-filter.ts';
import type { FilterNode } from './filter-node.ts';
import { matches } from './matches.ts';
import { splitPath } from './split-path.ts';
import { attribute, subject, users } from './test-fixture.ts';

/** Compiles, and allows no failure but the one that has an answer. */
function attempt(text: string): FilterNode | undefined {
  try {
    return compileFilter(users, text, { tolerateUnquoted: text.length % 2 === 0 });
  } catch (error) {
    if (!(error instanceof ScimError) || error.status !== 400 || error.scimType !== 'invalidFilter')
      throw error;
    if (error.message.length > 400) throw new Error(`a sentence of ${error.message.length} characters`);
    return undefined;
  }
}

const wide = { maxLength: 10_000_000, maxDepth: 32, maxTerms: 200 };

/** In milliseconds. Generous, for a busy machine: what is looked for takes minutes. */
const limit = 4000;

describe('hostile filters', () => {
  it.each([
    ['5,000 parentheses', `${'('.repeat(5000)}title pr${')'.repeat(5000)}`],
    ['1,000,000 parentheses', '('.repeat(1_000_000)],
    ['1,000,000 negations', `${'not ('.repeat(200_000)}title pr${')'.repeat(200_000)}`],
    ['1,000,000 words "not"', 'not '.repeat(250_000)],
    ['1,000,000 brackets', 'a['.repeat(500_000)],
    ['a value of 1 MB', `title eq "${'x'.repeat(1_000_000)}"`],
    ['1 MB of escapes', `title eq "${'\\u0041'.repeat(170_000)}"`],
    ['1 MB of backslashes', `title eq "${'\\'.repeat(1_000_001)}"`],
    ['1 MB of line ends, never closed', `title eq "${'\n'.repeat(1_000_000)}`],
    ['1 MB of quotation marks', '"'.repeat(1_000_000)],
    ['a name of 1 MB', `${'a'.repeat(1_000_000)} pr`],
    ['a name of 1 MB of dots', `a${'.a'.repeat(500_000)} pr`],
    ['a URN of 1 MB', `urn${':a'.repeat(500_000)} pr`],
    ['a URN of 1 MB that goes wrong at the end', `urn${':a'.repeat(500_000)}\u00e9 pr`],
    ['a number of 1 MB', `title eq 1${'0'.repeat(1_000_000)}`],
    ['a number of 1 MB with a wrong end', `title eq 1${'0'.repeat(1_000_000)}x`],
    ['1 MB of blanks', `title eq${' '.repeat(1_000_000)}"x"`],
    ['1 MB of conditions', `title pr${' or title pr'.repeat(100_000)}`],
    ['1 MB of mixed conditions', `title pr${' or title pr and title pr'.repeat(50_000)}`],
    ['1 MB of NUL', '\0'.repeat(1_000_000)],
    ['1 MB of surrogates', '\ud800'.repeat(1_000_000)],
    ['__proto__', '__proto__ eq 1'],
    ['constructor', 'constructor.prototype pr'],
    ['a prototype in brackets', 'emails[__proto__ pr]'],
    ['a constructor in brackets', 'emails[constructor pr]'],
    ['a prototype as an operator', 'title __proto__ "x"'],
    ['a constructor as an operator', 'title constructor "x"'],
    ['a constructor as a connective', 'title pr constructor title pr'],
    ['a constructor as a URN', 'urn:ietf:params:scim:schemas:core:2.0:User:constructor pr'],
  ])('%s: 400, at once', (_, text) => {
    const start = performance.now();
    expect(attempt(text)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(limit);
  });

  it.each([
    ['parentheses', '('.repeat(1_000_000)],
    ['negations', 'not('.repeat(250_000)],
    ['line ends in a string', `title eq "${'\n'.repeat(1_000_000)}`],
    ['escapes in a string', `title eq 1 and title eq "${'\\u0041'.repeat(170_000)}`],
    ['a name', `${'a.'.repeat(500_000)} pr`],
    ['a URN', `urn${':a'.repeat(500_000)}\u00e9 pr`],
    ['a number', `title eq 1${'0'.repeat(1_000_000)}`],
    ['conditions', `title pr${' or title pr and title pr'.repeat(50_000)}`],
    ['blanks', `title${' '.repeat(1_000_000)}!`],
  ])('%s: in linear time even where the limit on length is lifted', (_, text) => {
    const start = performance.now();
    expect(() => compileFilter(users, text, { limits: wide })).toThrow(ScimError);
    expect(performance.now() - start).toBeLessThan(limit);
  });

  it('as large as the limits allow are compiled and evaluated quickly', () => {
    const deep = `${'(not '.repeat(15)}(title pr${')'.repeat(16)}`;
    expect(attempt(deep)).toBeDefined();
    const many = Array.from(
      { length: 200 },
      (_, index) => `userName eq "${String(index).padStart(22, '0')}"`,
    ).join(' or ');
    expect(many.length).toBeLessThanOrEqual(8192);
    const start = performance.now();
    const filter = attempt(many);
    expect(performance.now() - start).toBeLessThan(limit);
    expect(filter?.kind === 'or' && filter.of.length).toBe(200);
    expect(filter && matches(filter, subject({ userName: `${'0'.repeat(19)}199` }))).toBe(true);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      'title',
      'userName',
      'emails',
      'type',
      'value',
      'urn:ietf:params:scim:schemas:core:2.0:User:',
      'meta.created',
      '(',
      ')',
      '[',
      ']',
      '.',
      ' ',
      ' ',
      ' ',
      '"',
      '\\',
      "'",
      'not',
      'and',
      'or',
      'pr',
      'eq',
      'ne',
      'co',
      'gt',
      'true',
      'null',
      '1',
      '-1e5',
      '"x"',
      '"\\u0041"',
      '$ref',
      '__proto__',
      'constructor',
      '\t',
      '\0',
      'é',
      '\ud83d',
      '|',
      '_',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const garbage = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
    fc.array(piece, { maxLength: 20 }).map((parts) => parts.join(' ')),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder('latin1').decode(bytes)),
  );

  it('of random pieces and bytes are compiled or refused, never anything else', () => {
    fc.assert(
      fc.property(garbage, (text) => {
        const filter = attempt(text);
        if (filter !== undefined)
          matches(filter, subject({ userName: 'x', emails: [{ type: 'work', value: 'x' }] }));
      }),
      { numRuns: 20_000 },
    );
  });

  it('in PATCH paths neither', () => {
    fc.assert(
      fc.property(garbage, (text) => {
        const allowed = (error: unknown, scimType: string) => {
          if (!(error instanceof ScimError) || error.status !== 400 || error.scimType !== scimType)
            throw error;
        };
        try {
          const { attribute: name, sub } = splitPath(text);
          if (/["[\]\s]/.test(`${name}${sub ?? ''}`)) throw new Error(`split into ${name} and ${sub}`);
        } catch (error) {
          allowed(error, 'invalidPath');
        }
        try {
          compileValueFilter(attribute(users, 'emails'), text);
        } catch (error) {
          allowed(error, 'invalidFilter');
        }
      }),
      { numRuns: 5000 },
    );
  });
});
