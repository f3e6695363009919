import jsonPatch from 'fast-json-patch';
import { describe, expect, it } from 'vitest';
import { ScimError, type ScimType } from '../errors/scim-error.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { deepFreeze } from '../schema/deep-freeze.ts';
import { compilePatch } from './compile-patch.ts';
import type { PatchOperation } from './patch-operation.ts';
import type { PatchOptions } from './patch-options.ts';
import { BASE, EXT, strict, things, tolerant } from './test-fixture.ts';

type Op = PatchOperation['op'];
/** What an attribute is to be afterwards; `undefined` is "no value". */
interface Becomes {
  readonly to: unknown;
}
interface Fails {
  readonly fails: ScimType;
}
type Outcome = Becomes | Fails;
/** `attribute, op, value, before, outcome`: what the operation does to an attribute that has a value or none. */
type Row = readonly [attribute: string, op: Op, value: unknown, before: unknown, outcome: Outcome];

const to = (value: unknown): Outcome => ({ to: value });
const fails = (scimType: ScimType): Outcome => ({ fails: scimType });
const same: unique symbol = Symbol('as it was');
const asItWas: Outcome = { to: same };
const absent = undefined;
const both: readonly Op[] = ['add', 'replace'];
const each = (ops: readonly Op[], rows: (op: Op) => readonly Row[]): readonly Row[] => ops.flatMap(rows);

const a = { value: 'a', type: 'work' };
const b = { value: 'b', type: 'home' };
const main = { ...b, primary: true };

/** Whole attributes and sub-attributes, addressed without a filter. */
const rows: readonly Row[] = [
  // Single simple, each data type.
  ...each(both, (op) => [
    ['text', op, 'x', absent, to('x')],
    ['text', op, 'x', 'y', to('x')],
    ['text', op, 'x', 'x', asItWas],
    ['text', op, '', 'x', to('')],
    ['text', op, null, 'x', to(absent)],
    ['text', op, [], 'x', to(absent)],
    ['text', op, null, absent, asItWas],
    ['text', op, 5, 'x', fails('invalidValue')],
    ['text', op, {}, 'x', fails('invalidValue')],
    ['text', op, ['x'], 'y', fails('invalidValue')],
    ['flag', op, true, false, to(true)],
    ['flag', op, 'True', false, fails('invalidValue')],
    ['flag', op, 1, false, fails('invalidValue')],
    ['count', op, 3, 2, to(3)],
    ['count', op, 1.5, 2, fails('invalidValue')],
    ['count', op, '3', 2, fails('invalidValue')],
    ['ratio', op, 1.5, absent, to(1.5)],
    ['when', op, '2026-01-31T10:00:00Z', absent, to('2026-01-31T10:00:00Z')],
    ['when', op, 'yesterday', absent, fails('invalidValue')],
    ['link', op, 'https://example.com/x', absent, to('https://example.com/x')],
    ['bytes', op, 'AAEC', absent, to('AAEC')],
    ['bytes', op, '###', absent, fails('invalidValue')],
    ['secret', op, 'hush', absent, to('hush')],
    ['externalId', op, 'ext-1', absent, to('ext-1')],
  ]),
  ['text', 'remove', absent, 'x', to(absent)],
  ['text', 'remove', absent, absent, asItWas],
  ['secret', 'remove', absent, absent, asItWas],
  // Required.
  ...each(both, (op) => [
    ['key', op, 'new', 'old', to('new')],
    ['key', op, null, 'old', fails('mutability')],
    ['key', op, '', 'old', fails('invalidValue')],
  ]),
  ['key', 'remove', absent, 'old', fails('mutability')],
  // Immutable and readOnly.
  ...each(both, (op) => [
    ['textFixed', op, 'x', absent, to('x')],
    ['textFixed', op, 'x', 'x', asItWas],
    ['textFixed', op, 'y', 'x', fails('mutability')],
    ['textFixed', op, null, 'x', fails('mutability')],
    ['textFixed', op, null, absent, asItWas],
    ['textServer', op, 'x', absent, fails('mutability')],
    ['textServer', op, null, absent, fails('mutability')],
    ['id', op, 'x', absent, fails('mutability')],
    ['meta', op, {}, absent, fails('mutability')],
    ['wholeServer', op, { one: 'x' }, absent, fails('mutability')],
    ['wordsServer', op, ['x'], absent, fails('mutability')],
    ['itemsServer', op, [a], absent, fails('mutability')],
  ]),
  ['textFixed', 'remove', absent, 'x', fails('mutability')],
  ['textFixed', 'remove', absent, absent, asItWas],
  ...['textServer', 'id', 'meta', 'wholeServer', 'wordsServer', 'itemsServer'].map(
    (name): Row => [name, 'remove', absent, absent, fails('mutability')],
  ),
  // Single complex.
  ...each(both, (op) => [
    ['whole', op, { one: 'x' }, absent, to({ one: 'x' })],
    ['whole', op, { one: 'x' }, { two: 'y' }, to({ one: 'x', two: 'y' })],
    ['whole', op, { one: 'x', two: 'z' }, { one: 'w', flag: true }, to({ one: 'x', two: 'z', flag: true })],
    ['whole', op, { one: 'x' }, { one: 'x', two: 'y' }, asItWas],
    ['whole', op, { ONE: 'x' }, absent, to({ one: 'x' })],
    ['whole', op, { one: null }, { one: 'x', two: 'y' }, to({ two: 'y' })],
    ['whole', op, { one: null }, { one: 'x' }, to(absent)],
    ['whole', op, { one: null, two: 'y' }, { one: 'x' }, to({ two: 'y' })],
    ['whole', op, { one: [], two: null }, { one: 'x', two: 'y' }, to(absent)],
    ['whole', op, { one: null }, absent, asItWas],
    ['whole', op, {}, { one: 'x' }, asItWas],
    ['whole', op, null, { one: 'x' }, to(absent)],
    ['whole', op, [], { one: 'x' }, to(absent)],
    ['whole', op, { server: 'x', one: 'y' }, absent, to({ one: 'y' })],
    ['whole', op, { server: 'x' }, { one: 'y' }, asItWas],
    ['whole', op, { nope: 'x' }, { one: 'y' }, asItWas],
    ['whole', op, { fixed: 'x' }, { one: 'y' }, to({ one: 'y', fixed: 'x' })],
    ['whole', op, { fixed: 'x', one: 'z' }, { one: 'y', fixed: 'x' }, to({ one: 'z', fixed: 'x' })],
    ['whole', op, { fixed: 'z' }, { fixed: 'x' }, fails('mutability')],
    ['whole', op, { fixed: null }, { one: 'y', fixed: 'x' }, fails('mutability')],
    ['whole', op, null, { one: 'y', fixed: 'x' }, fails('mutability')],
    ['whole', op, { flag: 'true' }, absent, fails('invalidValue')],
    ['whole', op, 'x', absent, fails('invalidValue')],
    ['whole', op, [{ one: 'x' }], absent, fails('invalidValue')],
    ['whole', op, { one: 'x', ONE: 'y' }, absent, fails('invalidSyntax')],
    ['wholeNeeding', op, { two: 'x' }, absent, fails('invalidValue')],
    ['wholeNeeding', op, { two: 'x' }, { one: 'y' }, to({ one: 'y', two: 'x' })],
    ['wholeNeeding', op, { one: null }, { one: 'y', two: 'x' }, fails('mutability')],
    ['wholeFixed', op, { one: 'x' }, absent, to({ one: 'x' })],
    ['wholeFixed', op, { one: 'x' }, { one: 'x' }, asItWas],
    ['wholeFixed', op, { two: 'y' }, { one: 'x' }, fails('mutability')],
    ['wholeFixed', op, null, { one: 'x' }, fails('mutability')],
  ]),
  ['whole', 'remove', absent, { one: 'x', two: 'y' }, to(absent)],
  ['whole', 'remove', absent, absent, asItWas],
  ['whole', 'remove', absent, { one: 'x', fixed: 'y' }, fails('mutability')],
  ['wholeNeeding', 'remove', absent, { one: 'x' }, to(absent)],
  ['wholeFixed', 'remove', absent, { one: 'x' }, fails('mutability')],
  ['wholeFixed', 'remove', absent, absent, asItWas],
  // Multi-valued simple.
  ...each(['add'], (op) => [
    ['words', op, ['x', 'y'], absent, to(['x', 'y'])],
    ['words', op, 'x', absent, to(['x'])],
    ['words', op, 'y', ['x'], to(['x', 'y'])],
    ['words', op, ['y', 'x', 'y'], ['x'], to(['x', 'y'])],
    ['words', op, ['X'], ['x'], asItWas],
    ['wordsExact', op, ['X'], ['x'], to(['x', 'X'])],
    ['words', op, [], ['x'], asItWas],
    ['words', op, null, ['x'], asItWas],
    ['words', op, [null, 'y'], ['x'], to(['x', 'y'])],
    ['words', op, [1], ['x'], fails('invalidValue')],
    ['words', op, [['y']], ['x'], fails('invalidValue')],
    ['wordsFixed', op, ['x'], absent, to(['x'])],
    ['wordsFixed', op, 'x', ['x'], asItWas],
    ['wordsFixed', op, 'y', ['x'], fails('mutability')],
  ]),
  ...each(['replace'], (op) => [
    ['words', op, ['x', 'y'], absent, to(['x', 'y'])],
    ['words', op, ['y'], ['x', 'z'], to(['y'])],
    ['words', op, ['x'], ['x'], asItWas],
    ['words', op, ['y', 'y'], ['x'], to(['y'])],
    ['words', op, [], ['x'], to(absent)],
    ['words', op, null, ['x'], to(absent)],
    ['words', op, [1], ['x'], fails('invalidValue')],
    ['wordsFixed', op, ['x'], absent, to(['x'])],
    ['wordsFixed', op, ['x'], ['x'], asItWas],
    ['wordsFixed', op, ['y'], ['x'], fails('mutability')],
    ['wordsFixed', op, [], ['x'], fails('mutability')],
  ]),
  ['words', 'remove', absent, ['x', 'y'], to(absent)],
  ['words', 'remove', absent, absent, asItWas],
  ['wordsFixed', 'remove', absent, ['x'], fails('mutability')],
  // Multi-valued complex.
  ...each(['add'], (op) => [
    ['items', op, a, absent, to([a])],
    ['items', op, [a, b], absent, to([a, b])],
    ['items', op, [b], [a], to([a, b])],
    ['items', op, [a, a], absent, to([a])],
    ['items', op, a, [a], asItWas],
    ['items', op, { VALUE: 'A', Type: 'WORK' }, [a], asItWas],
    ['items', op, { ...a, type: 'home' }, [a], to([a, { ...a, type: 'home' }])],
    ['items', op, { ...a, display: 'A' }, [a], to([{ value: 'a', type: 'work', display: 'A' }])],
    ['items', op, { type: 'work' }, [{ type: 'work' }], asItWas],
    ['items', op, { ...a, tags: ['t'] }, [a], to([a, { ...a, tags: ['t'] }])],
    [
      'items',
      op,
      { ...a, primary: true },
      [main],
      to([
        { ...b, primary: false },
        { ...a, primary: true },
      ]),
    ],
    [
      'items',
      op,
      { ...a, primary: true },
      [a, main],
      to([
        { ...a, primary: true },
        { ...b, primary: false },
      ]),
    ],
    ['items', op, [{ ...a, primary: true }, main], absent, fails('invalidValue')],
    ['items', op, [], [a], asItWas],
    ['items', op, null, [a], asItWas],
    ['items', op, [null, b], [a], to([a, b])],
    ['items', op, {}, [a], asItWas],
    ['items', op, 'a', absent, fails('invalidValue')],
    ['items', op, [{ value: 5 }], absent, fails('invalidValue')],
    ['itemsHard', op, { type: 'x' }, absent, fails('invalidValue')],
    ['itemsHard', op, { value: 'x', server: 'y', fixed: 'z' }, absent, to([{ value: 'x', fixed: 'z' }])],
    ['itemsFixed', op, a, absent, to([a])],
    ['itemsFixed', op, a, [a], asItWas],
    ['itemsFixed', op, b, [a], fails('mutability')],
  ]),
  ...each(['replace'], (op) => [
    ['items', op, [a], absent, to([a])],
    ['items', op, [b], [a], to([b])],
    ['items', op, a, [b, main], to([a])],
    ['items', op, [a, b], [a, b], asItWas],
    ['items', op, [main], [{ ...a, primary: true }], to([main])],
    ['items', op, [{ ...a, primary: true }, main], absent, fails('invalidValue')],
    ['items', op, [], [a], to(absent)],
    ['items', op, null, [a], to(absent)],
    ['items', op, 'a', absent, fails('invalidValue')],
    ['itemsHard', op, [{ value: 'y' }], [{ value: 'x', fixed: 'f' }], to([{ value: 'y' }])],
    ['itemsFixed', op, [a], [a], asItWas],
    ['itemsFixed', op, [b], [a], fails('mutability')],
  ]),
  ['items', 'remove', absent, [a, b], to(absent)],
  ['items', 'remove', absent, absent, asItWas],
  ['itemsFixed', 'remove', absent, [a], fails('mutability')],
];

/** Sub-attributes by a dotted path. The first three columns of a row and `before` and `outcome` of what it is part of. */
const subRows: readonly Row[] = [
  ...each(both, (op) => [
    ['whole.one', op, 'x', absent, to({ one: 'x' })],
    ['whole.one', op, 'x', { two: 'y' }, to({ one: 'x', two: 'y' })],
    ['whole.one', op, 'x', { one: 'x' }, asItWas],
    ['whole.one', op, null, { one: 'x', two: 'y' }, to({ two: 'y' })],
    ['whole.one', op, null, { one: 'x' }, to(absent)],
    ['whole.one', op, null, absent, asItWas],
    ['whole.one', op, 5, absent, fails('invalidValue')],
    ['whole.flag', op, 'true', absent, fails('invalidValue')],
    ['whole.fixed', op, 'x', { one: 'y' }, to({ one: 'y', fixed: 'x' })],
    ['whole.fixed', op, 'x', { fixed: 'x' }, asItWas],
    ['whole.fixed', op, 'z', { fixed: 'x' }, fails('mutability')],
    ['wholeNeeding.two', op, 'x', absent, fails('invalidValue')],
    ['wholeFixed.one', op, 'x', absent, to({ one: 'x' })],
    ['wholeFixed.two', op, 'x', { one: 'y' }, fails('mutability')],
    [
      'items.type',
      op,
      'x',
      [a, b],
      to([
        { ...a, type: 'x' },
        { ...b, type: 'x' },
      ]),
    ],
    ['items.type', op, 'work', [a], asItWas],
    ['items.type', op, null, [a, { type: 'x' }], to([{ value: 'a' }])],
    ['items.type', op, 'x', absent, fails('noTarget')],
    ['items.primary', op, true, [a], to([{ ...a, primary: true }])],
    ['items.primary', op, true, [a, b], fails('invalidValue')],
    [
      'items.primary',
      op,
      false,
      [a, main],
      to([
        { ...a, primary: false },
        { ...b, primary: false },
      ]),
    ],
    ['itemsHard.fixed', op, 'x', [{ value: 'v' }], to([{ value: 'v', fixed: 'x' }])],
    ['itemsHard.fixed', op, 'y', [{ value: 'v', fixed: 'x' }], fails('mutability')],
    ['itemsHard.value', op, null, [{ value: 'v', type: 't' }], fails('mutability')],
    ['itemsFixed.type', op, 'x', [a], fails('mutability')],
    ['itemsFixed.type', op, 'work', [a], asItWas],
  ]),
  [
    'items.tags',
    'add',
    ['t'],
    [{ ...a, tags: ['s'] }, b],
    to([
      { ...a, tags: ['s', 't'] },
      { ...b, tags: ['t'] },
    ]),
  ],
  ['items.tags', 'replace', ['t'], [{ ...a, tags: ['s'] }], to([{ ...a, tags: ['t'] }])],
  ['items.tags', 'remove', absent, [{ ...a, tags: ['s'] }], to([a])],
  ['whole.one', 'remove', absent, { one: 'x', two: 'y' }, to({ two: 'y' })],
  ['whole.one', 'remove', absent, { one: 'x' }, to(absent)],
  ['whole.one', 'remove', absent, absent, asItWas],
  ['whole.fixed', 'remove', absent, { fixed: 'x' }, fails('mutability')],
  ['whole.fixed', 'remove', absent, { one: 'x' }, asItWas],
  ['wholeNeeding.one', 'remove', absent, { one: 'x', two: 'y' }, fails('mutability')],
  ['wholeNeeding.one', 'remove', absent, { one: 'x' }, to(absent)],
  ['items.type', 'remove', absent, [a, { type: 'x' }, { type: 'y' }], to([{ value: 'a' }])],
  ['items.type', 'remove', absent, [{ type: 'x' }, { type: 'y' }], to(absent)],
  ['items.type', 'remove', absent, absent, asItWas],
  ...(['add', 'remove', 'replace'] as const).flatMap((op): Row[] => [
    ['whole.server', op, op === 'remove' ? absent : 'x', { one: 'y' }, fails('mutability')],
    ['wholeServer.one', op, op === 'remove' ? absent : 'x', absent, fails('mutability')],
    ['itemsHard.server', op, op === 'remove' ? absent : 'x', [{ value: 'v' }], fails('mutability')],
    ['itemsServer.value', op, op === 'remove' ? absent : 'x', absent, fails('mutability')],
    ['meta.created', op, op === 'remove' ? absent : 'x', absent, fails('mutability')],
    ['nope', op, op === 'remove' ? absent : 'x', absent, fails('invalidPath')],
    ['whole.nope', op, op === 'remove' ? absent : 'x', absent, fails('invalidPath')],
    ['text.sub', op, op === 'remove' ? absent : 'x', absent, fails('invalidPath')],
    ['items.nope', op, op === 'remove' ? absent : 'x', absent, fails('invalidPath')],
    ['a..b', op, op === 'remove' ? absent : 'x', absent, fails('invalidPath')],
    ['', op, op === 'remove' ? absent : 'x', absent, fails('invalidPath')],
    ['__proto__', op, op === 'remove' ? absent : 'x', absent, fails('invalidPath')],
    ['constructor.prototype', op, op === 'remove' ? absent : 'x', absent, fails('invalidPath')],
  ]),
];

/** The same kinds in an extension. */
const extensionRows: readonly Row[] = [
  ...each(both, (op) => [
    ['note', op, 'x', absent, to('x')],
    ['note', op, 'x', 'y', to('x')],
    ['note', op, 'x', 'x', asItWas],
    ['note', op, null, 'x', to(absent)],
    ['noteFixed', op, 'x', absent, to('x')],
    ['noteFixed', op, 'y', 'x', fails('mutability')],
    ['pair', op, { one: 'x' }, { two: 'y' }, to({ one: 'x', two: 'y' })],
    ['pair', op, { one: null }, { one: 'x' }, to(absent)],
    ['pair', op, 'x', absent, fails('invalidValue')],
  ]),
  ['marks', 'add', 'y', ['x'], to(['x', 'y'])],
  ['marks', 'replace', ['y'], ['x'], to(['y'])],
  ['rows', 'add', b, [a], to([a, b])],
  [
    'rows',
    'add',
    { ...a, primary: true },
    [main],
    to([
      { ...b, primary: false },
      { ...a, primary: true },
    ]),
  ],
  ['rows', 'replace', [b], [a], to([b])],
  ['note', 'remove', absent, 'x', to(absent)],
  ['note', 'remove', absent, absent, asItWas],
  ['noteFixed', 'remove', absent, 'x', fails('mutability')],
  ['pair', 'remove', absent, { one: 'x' }, to(absent)],
  ['marks', 'remove', absent, ['x'], to(absent)],
  ['rows', 'remove', absent, [a], to(absent)],
];

/** What follows the name of a multi-valued complex attribute in a path. */
type FilterRow = readonly [rest: string, op: Op, value: unknown, before: unknown, outcome: Outcome];
const filterRows: readonly FilterRow[] = [
  // Elements, with a match: merged by add, replaced as a whole, removed.
  ['[type eq "work"]', 'add', { display: 'A' }, [a, b], to([{ value: 'a', type: 'work', display: 'A' }, b])],
  ['[type eq "WORK"]', 'add', { display: 'A' }, [a], to([{ value: 'a', type: 'work', display: 'A' }])],
  [
    '[value pr]',
    'add',
    { display: 'D' },
    [{ value: 'a' }, { value: 'b' }],
    to([
      { value: 'a', display: 'D' },
      { value: 'b', display: 'D' },
    ]),
  ],
  ['[type eq "work"]', 'add', { value: 'a' }, [a], asItWas],
  ['[type eq "work"]', 'add', { type: null }, [a], to([{ value: 'a' }])],
  ['[type eq "work"]', 'add', { value: null, type: null }, [a, b], to([b])],
  ['[type eq "work"]', 'add', {}, [a], asItWas],
  [
    '[type eq "work"]',
    'add',
    { primary: true },
    [a, main],
    to([
      { ...a, primary: true },
      { ...b, primary: false },
    ]),
  ],
  ['[value pr]', 'add', { primary: true }, [a, b], fails('invalidValue')],
  ['[type eq "work"]', 'add', 'x', [a], fails('invalidValue')],
  ['[type eq "work"]', 'replace', { value: 'n' }, [a, b], to([{ value: 'n' }, b])],
  ['[type eq "work"]', 'replace', { value: 'a', type: 'work' }, [a, b], asItWas],
  [
    '[type eq "work"]',
    'replace',
    { value: 'n', primary: true },
    [a, main],
    to([
      { value: 'n', primary: true },
      { ...b, primary: false },
    ]),
  ],
  ['[value pr]', 'replace', { value: 'n' }, [a, b], to([{ value: 'n' }, { value: 'n' }])],
  ['[type eq "work"]', 'replace', null, [a, b], to([b])],
  ['[type eq "work"]', 'replace', {}, [a, b], to([b])],
  ['[type eq "work"]', 'replace', null, [a], to(absent)],
  ['[type eq "work"]', 'replace', 5, [a], fails('invalidValue')],
  ['[type eq "work"]', 'remove', absent, [a, b], to([b])],
  ['[type eq "work"]', 'remove', absent, [b, a, b, a], to([b, b])],
  ['[type eq "work"]', 'remove', absent, [a], to(absent)],
  ['[type eq "work" and value eq "b"]', 'remove', absent, [a, b], asItWas],
  ['[type eq "work" or value eq "b"]', 'remove', absent, [a, b], to(absent)],
  ['[not (type eq "work")]', 'remove', absent, [a, b], to([a])],
  ['[primary eq false]', 'remove', absent, [a, main], to([main])],
  ['[value ew "A" and type pr]', 'remove', absent, [a, b], to([b])],
  ['[tags eq "t"]', 'remove', absent, [{ ...a, tags: ['s', 't'] }, b], to([b])],
  // Elements, without a match.
  ['[type eq "x"]', 'add', { value: 'n' }, [a], fails('noTarget')],
  ['[type eq "x"]', 'replace', { value: 'n' }, [a], fails('noTarget')],
  ['[type eq "x"]', 'replace', null, [a], fails('noTarget')],
  ['[type eq "x"]', 'replace', { value: 'n' }, absent, fails('noTarget')],
  ['[type eq "x"]', 'remove', absent, [a], asItWas],
  ['[type eq "x"]', 'remove', absent, absent, asItWas],
  // A sub-attribute of elements.
  ...both.flatMap((op): FilterRow[] => [
    ['[type eq "work"].value', op, 'n', [a, b], to([{ value: 'n', type: 'work' }, b])],
    ['[TYPE EQ "work"].VALUE', op, 'n', [a], to([{ value: 'n', type: 'work' }])],
    [
      '[value pr].type',
      op,
      'x',
      [a, b],
      to([
        { ...a, type: 'x' },
        { ...b, type: 'x' },
      ]),
    ],
    ['[type eq "work"].value', op, 'a', [a, b], asItWas],
    ['[type eq "work"].display', op, 'D', [a], to([{ ...a, display: 'D' }])],
    ['[type eq "work"].value', op, null, [a, b], to([{ type: 'work' }, b])],
    ['[type eq "work"].type', op, null, [{ type: 'work' }, b], to([b])],
    [
      '[type eq "work"].primary',
      op,
      true,
      [a, main],
      to([
        { ...a, primary: true },
        { ...b, primary: false },
      ]),
    ],
    ['[type eq "work"].primary', op, true, [{ ...a, primary: true }, b], asItWas],
    ['[value pr].primary', op, true, [a, b], fails('invalidValue')],
    [
      '[value pr].primary',
      op,
      false,
      [a, main],
      to([
        { ...a, primary: false },
        { ...b, primary: false },
      ]),
    ],
    ['[type eq "work"].primary', op, 'true', [a], fails('invalidValue')],
    ['[type eq "work"].value', op, 5, [a], fails('invalidValue')],
    ['[type eq "x"].value', op, 'n', [a], fails('noTarget')],
    ['[type eq "x"].value', op, 'n', absent, fails('noTarget')],
    ['[type eq "x"].value', op, null, [a], fails('noTarget')],
    ['[type eq "work"].tags', op, ['t'], [a], to([{ ...a, tags: ['t'] }])],
    ['[type eq "work"].nope', op, 'n', [a], fails('invalidPath')],
    ['[nope eq "work"].value', op, 'n', [a], fails('invalidFilter')],
    ['[type zz "work"].value', op, 'n', [a], fails('invalidFilter')],
    ['[primary eq "true"].value', op, 'n', [a], fails('invalidFilter')],
    ['[type eq "work"', op, 'n', [a], fails('invalidPath')],
    ['[type eq "work"]value', op, 'n', [a], fails('invalidPath')],
    ['[type eq "work"].value.x', op, 'n', [a], fails('invalidPath')],
    ['[0]', op, { value: 'n' }, [a], fails('invalidPath')],
    ['[0].value', op, 'n', [a], fails('invalidPath')],
    ['[]', op, { value: 'n' }, [a], fails('invalidPath')],
    ['[value[type eq "x"]]', op, { value: 'n' }, [a], fails('invalidPath')],
  ]),
  ['[type eq "work"].value', 'remove', absent, [a, b], to([{ type: 'work' }, b])],
  ['[type pr].type', 'remove', absent, [{ type: 'x' }, a, { type: 'y' }], to([{ value: 'a' }])],
  ['[type eq "work"].type', 'remove', absent, [{ type: 'work' }], to(absent)],
  ['[type eq "work"].display', 'remove', absent, [a], asItWas],
  ['[type eq "x"].value', 'remove', absent, [a], asItWas],
  ['[0]', 'remove', absent, [a], fails('invalidPath')],
];

/** What compatible clients get instead of `noTarget` (RFC 7644 erratum 8097). */
const createRows: readonly FilterRow[] = [
  ...both.flatMap((op): FilterRow[] => [
    ['[type eq "Work"].value', op, 'n', absent, to([{ value: 'n', type: 'Work' }])],
    ['[type eq "x"].value', op, 'n', [a], to([a, { value: 'n', type: 'x' }])],
    ['[type eq "x"].type', op, 'x', absent, to([{ type: 'x' }])],
    ['[type eq "x"].type', op, 'y', absent, to([{ type: 'y' }])],
    [
      '[type eq "x" and display eq "D\\u0021"].value',
      op,
      'n',
      absent,
      to([{ value: 'n', type: 'x', display: 'D!' }]),
    ],
    [
      '[type eq "x" and (display eq "D" and value eq "v")].primary',
      op,
      true,
      absent,
      to([{ value: 'v', type: 'x', display: 'D', primary: true }]),
    ],
    ['[primary eq true].value', op, 'n', [a], to([a, { value: 'n', primary: true }])],
    [
      '[type eq "x"].primary',
      op,
      true,
      [main],
      to([
        { ...b, primary: false },
        { type: 'x', primary: true },
      ]),
    ],
    ['[type eq "x"]', op, { value: 'n' }, [a], to([a, { value: 'n', type: 'x' }])],
    ['[type eq "x"]', op, { value: 'n', type: 'y' }, absent, to([{ value: 'n', type: 'y' }])],
    ['[type eq "x"].value', op, null, [a], asItWas],
    ['[type eq "x"]', op, null, [a], asItWas],
    ['[type eq "x"].tags', op, ['t'], absent, to([{ type: 'x', tags: ['t'] }])],
    ['[type eq "x" or type eq "y"].value', op, 'n', [a], fails('noTarget')],
    ['[not (type eq "work")].value', op, 'n', [a], fails('noTarget')],
    ['[type co "x"].value', op, 'n', [a], fails('noTarget')],
    ['[value pr].display', op, 'n', absent, fails('noTarget')],
    ['[type eq null and value eq "x"].display', op, 'n', [a], fails('noTarget')],
    ['.type', op, 'n', absent, fails('noTarget')],
  ]),
];

interface Case {
  readonly name: string;
  readonly operation: PatchOperation;
  readonly attribute: string;
  readonly inExtension: boolean;
  readonly before: unknown;
  readonly outcome: Outcome;
  readonly options: PatchOptions;
}

const top = (path: string): string => path.split(/[.[]/, 1)[0] ?? '';

function* casesOf(row: Row, inExtension: boolean, sub: boolean): Generator<Case> {
  const [path, op, value, before, outcome] = row;
  const common = { attribute: top(path), inExtension, before, outcome, options: strict };
  const given = value === undefined ? {} : { value };
  const paths = inExtension
    ? [`${EXT}:${path}`, `${EXT.toUpperCase()}:${path.toUpperCase()}`, path]
    : [path, path.toUpperCase(), `${BASE}:${path}`, `${BASE.toUpperCase()}:${path}`];
  for (const each of paths) {
    yield { ...common, name: `${op} ${each}`, operation: { op, path: each, ...given } };
  }
  if (op === 'remove' || sub) return;
  const objects = inExtension
    ? [{ [EXT]: { [path]: value } }, { [EXT.toLowerCase()]: { [path.toUpperCase()]: value } }]
    : [{ [path]: value }, { [path.toUpperCase()]: value }];
  for (const object of objects) {
    yield { ...common, name: `${op} without a path`, operation: { op, value: object } };
  }
  if (inExtension) {
    yield { ...common, name: `${op} ${EXT}`, operation: { op, path: EXT, value: { [path]: value } } };
    const flat = { [`${EXT}:${path}`]: value };
    yield { ...common, name: `${op} with a path as key`, operation: { op, value: flat }, options: tolerant };
  }
}

function* filterCases(row: FilterRow, options: PatchOptions): Generator<Case> {
  const [rest, op, value, before, outcome] = row;
  const given = value === undefined ? {} : { value };
  const forms: readonly [string, string][] = [
    ['items', `items${rest}`],
    ['items', `ITEMS${rest}`],
    ['items', `${BASE}:items${rest}`],
    ['rows', `${EXT}:rows${rest}`],
  ];
  for (const [attribute, path] of forms) {
    const inExtension = attribute === 'rows';
    const common = { attribute, inExtension, before, outcome, options };
    yield { ...common, name: `${op} ${path}`, operation: { op, path, ...given } };
  }
}

const cases: readonly Case[] = [
  ...rows.flatMap((row) => [...casesOf(row, false, false)]),
  ...subRows.flatMap((row) => [...casesOf(row, false, true)]),
  ...extensionRows.flatMap((row) => [...casesOf(row, true, false)]),
  ...filterRows.flatMap((row) => [...filterCases(row, strict)]),
  ...createRows.flatMap((row) => [...filterCases(row, tolerant)]),
];

function documentWith(name: string, inExtension: boolean, value: unknown): Record<string, unknown> {
  const document: Record<string, unknown> = { schemas: [BASE], key: 'k', text: 'neighbour' };
  const holder: Record<string, unknown> = inExtension ? {} : document;
  if (value === undefined) delete holder[name];
  else holder[name] = value;
  if (inExtension && value !== undefined) {
    document.schemas = [BASE, EXT];
    document[EXT] = holder;
  }
  return inOrder(document, things.attributes) as Record<string, unknown>;
}

/** Keys in the order of the definition, by the slowest and plainest way. */
function inOrder(value: unknown, attributes: readonly AttributeRef[]): unknown {
  if (Array.isArray(value)) return value.map((element) => inOrder(element, attributes));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const place = (name: string): number => attributes.findIndex((attribute) => attribute.name === name);
  entries.sort(([left], [right]) => place(left) - place(right));
  return Object.fromEntries(
    entries.map(([name, part]) => [name, inOrder(part, attributes[place(name)]?.subAttributes ?? [])]),
  );
}

function failureOf(run: () => unknown): ScimError {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('No error was thrown.');
}

describe('the matrix of operation, path form, target kind and mutability', () => {
  it('has the size it is meant to have', () => {
    expect(cases.length).toBeGreaterThan(1200);
  });

  it.each(
    cases.map((each): [string, Case] => [`${each.name} ${JSON.stringify(each.operation.value)}`, each]),
  )('%s', (_, { operation, attribute, inExtension, before, outcome, options }) => {
    const document = deepFreeze(documentWith(attribute, inExtension, before));
    const text = JSON.stringify(document);
    const run = () => compilePatch(things, [operation], options).apply(document);
    if ('fails' in outcome) {
      const error = failureOf(run);
      expect([error.status, error.scimType, error.message]).toEqual([400, outcome.fails, expect.any(String)]);
      return;
    }
    const result = run();
    const wanted = outcome.to === same ? before : outcome.to;
    const after = documentWith(attribute, inExtension, wanted);
    // One text: the same values, and every key in the order of the definition.
    expect(JSON.stringify(result.document)).toBe(JSON.stringify(after));
    expect(JSON.stringify(document)).toBe(text);
    if (JSON.stringify(after) === text) {
      expect(result.document).toBe(document);
      expect(result.changes).toEqual([]);
      return;
    }
    // The record of changes does the same to the document, but for secrets.
    const replayed = jsonPatch.applyPatch(
      structuredClone(document),
      structuredClone([...result.changes]) as jsonPatch.Operation[],
    );
    const hidden = attribute === 'secret' ? { ...after, secret: null } : after;
    expect(replayed.newDocument).toEqual(hidden);
  });
});
