import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { compileResourceType } from './compile-resource-type.ts';
import { User } from './definitions/user.ts';
import { interpretJsonSchema } from './interpret-json-schema.ts';
import { toJsonSchema } from './json-schema.ts';
import { validateDocument } from './validate-document.ts';

const definition = {
  name: 'Thing',
  endpoint: '/Things',
  schema: {
    id: 'http://example.com/thing~schema',
    name: 'Thing',
    attributes: {
      text: { required: true },
      keyed: { indexed: true },
      flag: { type: 'boolean' },
      size: { type: 'integer' },
      weight: { type: 'decimal' },
      since: { type: 'dateTime' },
      blob: { type: 'binary' },
      link: { type: 'reference' },
      kind: { canonicalValues: ['a', 'b'], closed: true, caseExact: true },
      tags: { multiValued: true },
      list: {
        type: 'complex',
        multiValued: true,
        subAttributes: { value: { required: true }, flag: { type: 'boolean' } },
      },
    },
  },
} as const;

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    'a',
    'c',
    '\0',
    '\ud800',
    '\u{10ffff}',
    'YQ==',
    '2024-01-01T00:00:00Z',
    '%',
    true,
    5,
    1.5,
    2 ** 53,
    null,
  ),
  fc.string(),
  fc.double(),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.array(fc.dictionary(fc.constantFrom('value', 'flag'), leaf, { noNullPrototype: true }), {
    maxLength: 3,
  }),
);
const documents = fc.dictionary(
  fc.constantFrom(...Object.keys(definition.schema.attributes), 'schemas'),
  value,
  {
    noNullPrototype: true,
  },
);

describe('interpretJsonSchema', () => {
  const model = compileResourceType(definition);
  const interpret = interpretJsonSchema(toJsonSchema(model));

  it('accepts what Ajv accepts, and refuses what it refuses', () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          documents,
          documents.map((some) => ({ schemas: ['x'], text: 'x', ...some })),
        ),
        (document) => {
          const violation = interpret(document);
          expect(violation === undefined).toBe(validateDocument(model, document, 'input') === undefined);
          if (violation === undefined) accepted += 1;
        },
      ),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

describe('validateDocument without code generation', () => {
  const { Function: original } = globalThis;

  afterEach(() => {
    globalThis.Function = original;
  });

  it('works where the runtime forbids it, as Cloudflare Workers do', () => {
    globalThis.Function = new Proxy(original, {
      construct: () => {
        throw new EvalError('Code generation from strings disallowed for this context');
      },
    });
    const model = compileResourceType(User);
    const good = { schemas: ['x'], userName: 'jo', emails: [{ value: 'a' }] };
    expect(validateDocument(model, good, 'input')).toBeUndefined();
    expect(validateDocument(model, { ...good, emails: [{ primary: 'x' }] }, 'input')?.message).toBe(
      'emails[0].primary: expected true or false, but got a string.',
    );
    expect(validateDocument(model, { schemas: ['x'] }, 'input')?.message).toBe(
      'userName: a value is required.',
    );
    expect(validateDocument(model, { ...good, emails: new Array(10_001).fill({}) }, 'input')?.message).toBe(
      'emails: expected at most 10000 values.',
    );
    const things = compileResourceType(definition);
    for (const [part, sentence] of [
      [{ text: '' }, 'text: a value is required, and an empty string is none.'],
      [{ kind: 'c' }, 'kind: expected one of "a", "b", but got "c".'],
      [{ size: 2 ** 53 }, 'size: expected a number between'],
      [{ size: -(2 ** 53) }, 'size: expected a number between'],
      [{ since: 'x' }, 'since: expected a date and time'],
      [{ list: [{ flag: true }] }, 'list[0].value: a value is required.'],
    ] as const) {
      const document = { schemas: ['x'], text: 'x', ...part };
      expect(validateDocument(things, document, 'input')?.message).toContain(sentence);
    }
  });
});
