import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { base, core, enterprise, group, lenient, strict, user } from './read-document.fixture.ts';
import { type ReadOptions, readDocument } from './read-document.ts';

describe('readDocument: properties', () => {
  const names = [...user.byName.values()].map(({ name }) => name);
  const partNames = [...user.byId.values()].map(({ name }) => name);
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('work', 'True', '2024-01-01T00:00:00Z', core, enterprise, ''),
      fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e300, [], {}),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(
        fc.oneof(
          fc.constantFrom(...partNames, ...names, '__proto__', 'constructor', 'toString', 'VALUE'),
          fc.string({ maxLength: 5 }),
        ),
        tie('any'),
        { maxKeys: 6, noNullPrototype: true },
      ),
    ),
  })).any;
  const bodies = fc
    .tuple(
      fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor', 'USERNAME'), value, {
        noNullPrototype: true,
      }),
      fc.boolean(),
    )
    .map(([body, plausible]) => (plausible ? { ...body, ...base } : body));
  const anyOptions = fc.constantFrom<ReadOptions>(strict, lenient, {
    ...strict,
    unknownAttributes: 'refuse',
  });

  it('throws nothing but ScimError, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(bodies, value),
        anyOptions,
        fc.constantFrom(user, group),
        (body, options, model) => {
          try {
            readDocument(model, body, options);
          } catch (error) {
            expect(error).toBeInstanceOf(ScimError);
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('makes of its own output the same again', () => {
    let compared = 0;
    fc.assert(
      fc.property(bodies, anyOptions, (body, options) => {
        let first: Record<string, unknown>;
        try {
          first = readDocument(user, body, options).document;
        } catch {
          return;
        }
        compared += 1;
        expect(JSON.stringify(readDocument(user, first, options).document)).toBe(JSON.stringify(first));
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});
