import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { deepFreeze } from '../schema/deep-freeze.ts';
import { compilePatch } from './compile-patch.ts';
import { parsePatch } from './parse-patch.ts';
import type { PatchOperation } from './patch-operation.ts';
import type { PatchOptions } from './patch-options.ts';
import { BASE, EXT, strict, things, tolerant } from './test-fixture.ts';

// Thousands of cases each, on machines that have other work as well.
vi.setConfig({ testTimeout: 60_000 });

const start = deepFreeze({
  schemas: [BASE, EXT],
  key: 'k',
  whole: { one: '1' },
  words: ['x'],
  items: [{ value: 'a', type: 'work' }],
  [EXT]: { note: 'n' },
});

const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];

/** Runs a body through the room. Returns the error, if it is one that has an answer; anything else is thrown. */
function attempt(body: unknown, options: PatchOptions): ScimError | undefined {
  try {
    const plan = compilePatch(things, parsePatch(body), options);
    plan.deltaFor([{ id: '1', type: 'User' }]);
    plan.apply(start);
    return undefined;
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

const names = [
  'key',
  'whole',
  'whole.one',
  'words',
  'items',
  'items.value',
  'crowd',
  'schemas',
  'id',
  'meta',
  EXT,
  `${EXT}:pair`,
];
const traps = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '__proto__.x',
  'constructor.prototype',
  'items.__proto__',
  'whole.constructor',
];
const filter = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      'v',
      'a',
      'lue',
      ' ',
      'eq',
      'or',
      'not',
      '(',
      ')',
      '"',
      '\\',
      '[',
      ']',
      '.',
      '1',
      'pr',
      '\u0000',
    ),
  }),
  fc.constantFrom('type eq "work"', 'value pr', 'not (value pr)', '__proto__ eq "x"', 'constructor pr'),
);
const path = fc.oneof(
  fc.constantFrom(...names, ...traps),
  fc.string(),
  fc.tuple(fc.constantFrom(...names, ...traps), filter).map(([name, text]) => `${name}[${text}]`),
  fc
    .tuple(fc.constantFrom(...names), filter, fc.constantFrom(...names, ...traps))
    .map(([name, text, sub]) => `${name}[${text}].${sub}`),
);
const key = fc.oneof(fc.constantFrom(...names, ...traps, 'value', 'type', 'primary'), fc.string());
const { tree: value } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, 0, -1.5, '', 'x', '\ud800', '\u0000'),
    fc.array(tie('tree'), { maxLength: 3 }),
    // Own properties with any name, as JSON.parse makes them.
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const operation = fc.record(
  { op: fc.constantFrom('add', 'Replace', 'remove', 'x'), path: fc.oneof(path, value), value },
  { requiredKeys: ['op'] },
);

describe('hostile input', () => {
  it.each([
    ['by the letter', strict],
    ['tolerated', tolerant],
  ])('gets an answer in words, %s', (_, options) => {
    const body = fc.oneof(
      { weight: 1, arbitrary: fc.jsonValue() },
      {
        weight: 4,
        arbitrary: fc
          .array(operation, { maxLength: 4 })
          .map((operations) => ({ schemas, Operations: operations })),
      },
    );
    const text = JSON.stringify(start);
    fc.assert(
      fc.property(body, (each) => {
        const error = attempt(each, options);
        if (error !== undefined) {
          expect(error.status).toBe(400);
          expect(error.scimType).toBeTypeOf('string');
          expect(error.message.length).toBeLessThan(600);
        }
        expect(JSON.stringify(start)).toBe(text);
      }),
      { numRuns: 3000 },
    );
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each(traps)('takes %s for a name like any other', (trap) => {
    const bodies = [
      `{"op":"add","path":"${trap}","value":{"polluted":1}}`,
      `{"op":"add","value":{"${trap}":{"polluted":1}}}`,
      `{"op":"add","path":"whole","value":{"${trap}":{"polluted":1}}}`,
      `{"op":"add","path":"items","value":[{"${trap}":{"polluted":1},"value":"x"}]}`,
      `{"op":"add","path":"items[${trap} eq 1].value","value":"x"}`,
      `{"op":"add","path":"items[type eq \\"new\\"].${trap}","value":"x"}`,
      `{"op":"add","path":"${EXT}","value":{"${trap}":{"polluted":1}}}`,
    ];
    for (const each of bodies) {
      const body = { schemas, Operations: [JSON.parse(each) as unknown] };
      for (const options of [strict, tolerant]) attempt(body, options);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('echoes little of long input, and never a password', () => {
    const long = 'x'.repeat(5000);
    const operations: readonly PatchOperation[] = [
      { op: 'add', path: long, value: 1 },
      { op: 'add', path: `items[value eq "${long}"`, value: 1 },
      { op: 'add', path: `whole.${long}`, value: 1 },
      { op: 'add', path: 'whole', value: { one: 'a', [long]: 1, ONE: 'b' } },
      { op: 'add', value: { [long]: 1, [long.toUpperCase()]: 2 } },
      { op: 'add', path: 'flag', value: long },
      { op: 'add', path: 'secret', value: ['An0ther-Passw0rd!'] },
      { op: 'add', path: 'secret', value: { hash: 'An0ther-Passw0rd!' } },
    ];
    for (const each of operations) {
      const error = attempt({ schemas, Operations: [each] }, strict);
      expect(error?.message.length ?? 1000).toBeLessThan(400);
      expect(error?.message).not.toContain('Passw0rd');
    }
  });

  const elapsed = (run: () => unknown): number => {
    const begin = performance.now();
    run();
    return performance.now() - begin;
  };
  /** Generous: what is looked for takes minutes. */
  const LIMIT = 4000;

  it.each<[string, readonly PatchOperation[]]>([
    [
      '10,000 removes by id',
      Array.from({ length: 10_000 }, (_, id) => ({ op: 'remove', path: `crowd[value eq "${id}"]` })),
    ],
    [
      '10,000 additions to a list',
      Array.from({ length: 10_000 }, (_, id) => ({ op: 'add', path: 'items', value: { value: `v${id}` } })),
    ],
    [
      '10,000 elements one by one',
      Array.from({ length: 10_000 }, (_, id) => ({
        op: 'add',
        path: `items[value eq "v${id}"].type`,
        value: 't',
      })),
    ],
    [
      'a long list, then 9,999 looks at all of it',
      [
        { op: 'add', path: 'items', value: Array.from({ length: 9_000 }, (_, id) => ({ value: `v${id}` })) },
        ...Array.from(
          { length: 9_999 },
          (_, id): PatchOperation => ({ op: 'replace', path: 'items[value pr].type', value: `t${id}` }),
        ),
      ],
    ],
    [
      'a long list and as long a selection',
      [
        { op: 'add', path: 'items', value: Array.from({ length: 9_000 }, (_, id) => ({ value: `v${id}` })) },
        {
          op: 'remove',
          path: 'items',
          value: Array.from({ length: 9_000 }, (_, id) => ({ value: `w${id}` })),
        },
      ],
    ],
    [
      'one list of 100,000',
      [
        {
          op: 'add',
          path: 'items',
          value: Array.from({ length: 100_000 }, (_, id) => ({ value: `v${id}` })),
        },
      ],
    ],
    [
      'an attribute set 10,000 times',
      Array.from({ length: 10_000 }, (_, id) => ({ op: 'replace', path: 'text', value: `v${id}` })),
    ],
    [
      'an extension that comes and goes',
      Array.from({ length: 10_000 }, (_, id) =>
        id % 2 === 0 ? { op: 'remove', path: EXT } : { op: 'add', path: `${EXT}:note`, value: 'x' },
      ),
    ],
    ['deep parentheses', [{ op: 'remove', path: `items[${'('.repeat(4000)}value pr${')'.repeat(4000)}]` }]],
    ['many conditions', [{ op: 'remove', path: `items[${Array(500).fill('value pr').join(' or ')}]` }]],
    ['a very long path', [{ op: 'remove', path: `items[value eq "${'\\\\'.repeat(500_000)}"]` }]],
  ])('is bounded: %s', (_, operations) => {
    let error: ScimError | undefined;
    const time = elapsed(() => {
      error = attempt({ schemas, Operations: operations }, tolerant);
    });
    expect(time).toBeLessThan(LIMIT);
    if (error !== undefined) expect(error.status).toBe(400);
  });

  it('is bounded: a value that nests 100,000 levels', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 100_000; level += 1)
      deep = level % 2 === 0 ? [deep] : { one: deep, value: deep };
    for (const each of [deep, [deep]]) {
      for (const name of ['whole', 'words', 'items', 'crowd', 'text', EXT]) {
        attempt({ schemas, Operations: [{ op: 'add', path: name, value: each }] }, tolerant);
        attempt({ schemas, Operations: [{ op: 'remove', path: name, value: each }] }, tolerant);
      }
      attempt({ schemas, Operations: [{ op: 'add', value: each }] }, tolerant);
      expect(attempt(each, tolerant)?.scimType).toBe('invalidSyntax');
    }
    expect(
      attempt({ schemas, Operations: [{ op: 'add', path: 'whole', value: deep }] }, tolerant)?.scimType,
    ).toBe('invalidValue');
  });

  it('refuses 100,000 operations at once', () => {
    const many = Array.from({ length: 100_000 }, () => ({ op: 'remove', path: 'text' }));
    expect(() => parsePatch({ schemas, Operations: many })).toThrow(ScimError);
  });
});
