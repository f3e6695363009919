import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { compilePatch } from './compile-patch.ts';
import type { CurrentMember, MemberDelta } from './member-step.ts';
import type { PatchOperation } from './patch-operation.ts';
import type { PatchOptions } from './patch-options.ts';
import { BASE, strict, things, tolerant } from './test-fixture.ts';

// Thousands of cases each, on machines that have other work as well.
vi.setConfig({ testTimeout: 60_000 });

const add = (value: unknown): PatchOperation => ({ op: 'add', path: 'crowd', value });
const remove = (filter: string): PatchOperation => ({ op: 'remove', path: `crowd[${filter}]` });
const plan = (operations: readonly PatchOperation[], options: PatchOptions = strict) =>
  compilePatch(things, operations, options);

const user = (id: string, display = id): CurrentMember => ({ id, type: 'User', display });

function failureOf(run: () => unknown): ScimError {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('No error was thrown.');
}

describe('a patch of a reference set', () => {
  it.each<[string, readonly PatchOperation[], MemberDelta | undefined]>([
    ['add one', [add({ value: '1' })], { clear: false, add: [{ id: '1' }], remove: [] }],
    [
      'add several, once each',
      [add([{ value: '1', display: 'x' }, { value: '2', type: 'user' }, { value: '1' }])],
      { clear: false, add: [{ id: '1' }, { id: '2', type: 'User' }], remove: [] },
    ],
    [
      'add by $ref',
      [add([{ $ref: 'https://example.com/Users/7' }])],
      { clear: false, add: [{ id: '7' }], remove: [] },
    ],
    [
      'add with nulls',
      [add([{ $ref: null, value: '1', display: null }, null])],
      { clear: false, add: [{ id: '1' }], remove: [] },
    ],
    ['add nobody', [add([])], undefined],
    ['add null', [add(null)], undefined],
    ['remove one', [remove('value eq "1"')], { clear: false, add: [], remove: ['1'] }],
    [
      'remove without a blank, as the RFC shows',
      [remove('value eq"1"')],
      { clear: false, add: [], remove: ['1'] },
    ],
    [
      'remove several by or',
      [remove('value eq "1" or value eq "2" or (VALUE EQ "3")')],
      { clear: false, add: [], remove: ['1', '2', '3'] },
    ],
    ['remove by $ref', [remove('$ref eq "../Users/5"')], { clear: false, add: [], remove: ['5'] }],
    ['remove all', [{ op: 'remove', path: 'crowd' }], { clear: true, add: [], remove: [] }],
    [
      'remove all, with a null for a value',
      [{ op: 'remove', path: 'crowd', value: null }],
      { clear: true, add: [], remove: [] },
    ],
    [
      'replace',
      [{ op: 'replace', path: 'crowd', value: [{ value: '1' }] }],
      { clear: true, add: [{ id: '1' }], remove: [] },
    ],
    [
      'replace by nobody',
      [{ op: 'replace', path: 'crowd', value: [] }],
      { clear: true, add: [], remove: [] },
    ],
    [
      'replace by null',
      [{ op: 'replace', path: 'crowd', value: null }],
      { clear: true, add: [], remove: [] },
    ],
    [
      'add without a path',
      [{ op: 'add', value: { crowd: [{ value: '1' }] } }],
      { clear: false, add: [{ id: '1' }], remove: [] },
    ],
    [
      'replace without a path',
      [{ op: 'replace', value: { CROWD: [{ value: '1' }] } }],
      { clear: true, add: [{ id: '1' }], remove: [] },
    ],
    [
      'by a qualified path',
      [{ op: 'add', path: `${BASE}:crowd`, value: { value: '1' } }],
      { clear: false, add: [{ id: '1' }], remove: [] },
    ],
    [
      'add then remove',
      [add({ value: '1' }), remove('value eq "1"')],
      { clear: false, add: [], remove: ['1'] },
    ],
    [
      'remove then add',
      [remove('value eq "1"'), add({ value: '1' })],
      { clear: false, add: [{ id: '1' }], remove: [] },
    ],
    [
      'clear then add then remove',
      [{ op: 'remove', path: 'crowd' }, add([{ value: '1' }, { value: '2' }]), remove('value eq "1"')],
      { clear: true, add: [{ id: '2' }], remove: [] },
    ],
    [
      'add then clear',
      [add({ value: '1' }), { op: 'remove', path: 'crowd' }],
      { clear: true, add: [], remove: [] },
    ],
    [
      'the type is kept',
      [add({ value: '1', type: 'Group' }), add({ value: '1' })],
      { clear: false, add: [{ id: '1', type: 'Group' }], remove: [] },
    ],
  ])('%s', (_, operations, delta) => {
    const compiled = plan(operations);
    expect(compiled.delta).toEqual(delta);
    expect(compiled.needsMembers).toBe(false);
    expect(compiled.deltaFor([])).toEqual(delta);
    expect(compiled.touchesDocument).toBe(false);
  });

  it('stands beside changes of the document', () => {
    const compiled = plan([add({ value: '1' }), { op: 'replace', path: 'text', value: 'x' }]);
    expect(compiled.delta?.add).toEqual([{ id: '1' }]);
    expect(compiled.touchesDocument).toBe(true);
    const { document, assigned } = compiled.apply({ schemas: [BASE], key: 'k' });
    expect(document).toEqual({ schemas: [BASE], key: 'k', text: 'x' });
    expect([...assigned].map(({ path }) => path).sort()).toEqual(['crowd', 'text']);
  });

  it.each<[string, PatchOperation, string]>([
    ['a part of a member', { op: 'replace', path: 'crowd[value eq "1"].value', value: '2' }, 'mutability'],
    ['a part removed', { op: 'remove', path: 'crowd[value eq "1"].type' }, 'mutability'],
    ['a readOnly part', { op: 'add', path: 'crowd[value eq "1"].display', value: 'x' }, 'mutability'],
    ['a part of all members', { op: 'replace', path: 'crowd.value', value: '2' }, 'mutability'],
    ['a member that is a string', add(['1']), 'invalidValue'],
    ['a member without an id', add([{ type: 'User' }]), 'invalidValue'],
    ['a member with an empty id', add([{ value: '' }]), 'invalidValue'],
    ['a member whose id is a number', add([{ value: 5 }]), 'invalidValue'],
    ['an unknown part', { op: 'add', path: 'crowd.nope', value: 'x' }, 'invalidPath'],
    ['a wrong filter', remove('nope eq "1"'), 'invalidFilter'],
    ['a remove with a value', { op: 'remove', path: 'crowd', value: [{ value: '1' }] }, 'invalidValue'],
    ['a remove with an empty list', { op: 'remove', path: 'crowd', value: [] }, 'invalidValue'],
    [
      'a replacement without an id',
      { op: 'replace', path: 'crowd[type eq "User"]', value: { type: 'Group' } },
      'invalidValue',
    ],
  ])('refuses %s', (_, operation, scimType) => {
    expect(failureOf(() => plan([operation])).scimType).toBe(scimType);
  });

  it.each<[string, PatchOperation, MemberDelta | undefined]>([
    [
      'these',
      {
        op: 'remove',
        path: 'crowd',
        value: [
          { $ref: null, value: '1' },
          { value: '2', display: 'x' },
        ],
      },
      { clear: false, add: [], remove: ['1', '2'] },
    ],
    ['one', { op: 'remove', path: 'crowd', value: { value: '1' } }, { clear: false, add: [], remove: ['1'] }],
    ['nobody', { op: 'remove', path: 'crowd', value: [] }, undefined],
  ])('removes %s by a value where that is tolerated, and tells it', (_, operation, delta) => {
    const told: string[] = [];
    expect(plan([operation], { ...tolerant, fired: (name) => told.push(name) }).delta).toEqual(delta);
    expect(told).toEqual(['remove-with-value-array']);
  });

  it('never empties a set by a value that names nobody', () => {
    for (const value of ['', 5, [{}, null], [''], {}, [{ display: 'x' }]]) {
      try {
        expect(plan([{ op: 'remove', path: 'crowd', value }], tolerant).delta?.clear ?? false).toBe(false);
      } catch (error) {
        expect(error).toBeInstanceOf(ScimError);
      }
    }
  });
});

describe('a patch that asks who is in the set', () => {
  const current: readonly CurrentMember[] = [user('1', 'Ann'), user('2', 'Bob'), { id: '3', type: 'Group' }];

  it.each<[string, readonly PatchOperation[], MemberDelta | undefined]>([
    ['by display', [remove('display eq "ann"')], { clear: false, add: [], remove: ['1'] }],
    ['by type', [remove('type eq "User"')], { clear: false, add: [], remove: ['1', '2'] }],
    [
      'by value and type',
      [remove('value eq "3" and type eq "Group"')],
      { clear: false, add: [], remove: ['3'] },
    ],
    ['by value and another type', [remove('value eq "3" and type eq "User"')], undefined],
    ['all but one', [remove('not (value eq "2")')], { clear: false, add: [], remove: ['1', '3'] }],
    ['nobody', [remove('display co "zzz"')], undefined],
    [
      'who came in this message',
      [add({ value: '9', type: 'Group' }), remove('type eq "Group"')],
      { clear: false, add: [], remove: ['3', '9'] },
    ],
    [
      'not who left in this message',
      [remove('value eq "3"'), remove('type eq "Group"'), add({ value: '3' })],
      { clear: false, add: [{ id: '3' }], remove: [] },
    ],
    [
      'nobody after a clear',
      [{ op: 'remove', path: 'crowd' }, add({ value: '9' }), remove('value ne "x"')],
      { clear: true, add: [], remove: [] },
    ],
    [
      'a replacement',
      [{ op: 'replace', path: 'crowd[display eq "Bob"]', value: { value: '7', type: 'User' } }],
      { clear: false, add: [{ id: '7', type: 'User' }], remove: ['2'] },
    ],
    [
      'a replacement by itself',
      [{ op: 'replace', path: 'crowd[value eq "2"]', value: { value: '2' } }],
      { clear: false, add: [{ id: '2' }], remove: [] },
    ],
    [
      'a replacement by nobody',
      [{ op: 'replace', path: 'crowd[type eq "User"]', value: null }],
      { clear: false, add: [], remove: ['1', '2'] },
    ],
    [
      'an add that says nothing new',
      [{ op: 'add', path: 'crowd[value eq "2"]', value: { type: 'User', display: 'x' } }],
      undefined,
    ],
  ])('%s', (_, operations, delta) => {
    const compiled = plan(operations);
    expect([compiled.needsMembers, compiled.delta]).toEqual([true, undefined]);
    expect(compiled.deltaFor(current)).toEqual(delta);
    expect(compiled.deltaFor(current)).toEqual(delta);
  });

  it.each<[string, PatchOperation, string]>([
    ['an add to nobody', { op: 'add', path: 'crowd[value eq "9"]', value: { type: 'User' } }, 'noTarget'],
    [
      'a replacement of nobody',
      { op: 'replace', path: 'crowd[value eq "9"]', value: { value: '8' } },
      'noTarget',
    ],
    [
      'an add that changes a member',
      { op: 'add', path: 'crowd[value eq "2"]', value: { type: 'Group' } },
      'mutability',
    ],
    [
      'an add that changes an id',
      { op: 'add', path: 'crowd[value eq "2"]', value: { value: '8' } },
      'mutability',
    ],
  ])('refuses %s', (_, operation, scimType) => {
    const compiled = plan([operation]);
    expect(failureOf(() => compiled.deltaFor(current)).scimType).toBe(scimType);
  });

  it('adds who is missing where that is tolerated', () => {
    const one = plan([{ op: 'add', path: 'crowd[value eq "9" and type eq "User"]', value: {} }], tolerant);
    expect(one.deltaFor(current)).toEqual({ clear: false, add: [{ id: '9', type: 'User' }], remove: [] });
    const other = plan([{ op: 'replace', path: 'crowd[type eq "Device"]', value: { value: '8' } }], tolerant);
    expect(other.deltaFor(current)?.add).toEqual([{ id: '8', type: 'Device' }]);
    const none = plan([{ op: 'add', path: 'crowd[type eq "Device"]', value: {} }], tolerant);
    expect(failureOf(() => none.deltaFor(current)).scimType).toBe('noTarget');
  });

  it('bounds its work', () => {
    const crowd = Array.from({ length: 1000 }, (_, index) => user(String(index)));
    const compiled = plan(Array(100).fill(remove('display eq "nobody"')), { ...strict, maxVisits: 1000 });
    expect(failureOf(() => compiled.deltaFor(crowd)).scimType).toBe('tooMany');
    expect(
      plan(Array(11).fill(remove('display eq "nobody"')), { ...strict, maxVisits: 1000 }).deltaFor(crowd),
    ).toBeUndefined();
  });
});

describe('the folded change', () => {
  /** What the operations do to a set, one by one. */
  type Move =
    | { readonly kind: 'add' | 'remove' | 'replace'; readonly ids: readonly string[] }
    | { readonly kind: 'clear' | 'removeUsers' | 'removeOthers' };

  const ids = fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5', '6'), { maxLength: 4 });
  const exact: fc.Arbitrary<Move> = fc.oneof(
    fc.record({ kind: fc.constantFrom('add', 'remove', 'replace'), ids }),
    fc.constant({ kind: 'clear' } as const),
  );
  const asking: fc.Arbitrary<Move> = fc.oneof(
    { weight: 3, arbitrary: exact },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('removeUsers', 'removeOthers') }) },
  );
  /** Odd ids are users, even ones groups. */
  const typeOf = (id: string): string => (Number(id) % 2 === 1 ? 'User' : 'Group');

  function toOperation(move: Move): PatchOperation {
    switch (move.kind) {
      case 'add':
      case 'replace':
        return {
          op: move.kind,
          path: 'crowd',
          value: move.ids.map((id) => ({ value: id, type: typeOf(id) })),
        };
      case 'remove':
        return move.ids.length === 0
          ? { op: 'remove', path: 'crowd', value: [] }
          : remove(move.ids.map((id) => `value eq "${id}"`).join(' or '));
      case 'clear':
        return { op: 'remove', path: 'crowd' };
      case 'removeUsers':
        return remove('type eq "User"');
      case 'removeOthers':
        return remove('not (value eq "1" or value eq "2")');
    }
  }

  function step(set: Set<string>, move: Move): Set<string> {
    switch (move.kind) {
      case 'add':
        return new Set([...set, ...move.ids]);
      case 'replace':
        return new Set(move.ids);
      case 'remove':
        return new Set([...set].filter((id) => !move.ids.includes(id)));
      case 'clear':
        return new Set();
      case 'removeUsers':
        return new Set([...set].filter((id) => typeOf(id) !== 'User'));
      case 'removeOthers':
        return new Set([...set].filter((id) => id === '1' || id === '2'));
    }
  }

  function applied(start: readonly string[], delta: MemberDelta | undefined): Set<string> {
    const set = new Set(delta?.clear ? [] : start);
    for (const { id } of delta?.add ?? []) set.add(id);
    for (const id of delta?.remove ?? []) set.delete(id);
    return set;
  }

  it.each([
    ['from the message alone', exact],
    ['with the members at hand', asking],
  ])('does what the steps do one by one, %s', (_, move) => {
    fc.assert(
      fc.property(ids, fc.array(move, { minLength: 1, maxLength: 8 }), (start, moves) => {
        const compiled = plan(moves.map(toOperation), tolerant);
        const current = start.map((id) => ({ id, type: typeOf(id) }));
        const delta = compiled.needsMembers ? compiled.deltaFor(current) : compiled.delta;
        const added = delta?.add.map(({ id }) => id) ?? [];
        expect(added.filter((id) => delta?.remove.includes(id))).toEqual([]);
        expect(delta?.clear === true && delta.remove.length > 0).toBe(false);
        const wanted = moves.reduce(step, new Set(start));
        expect([...applied(start, delta)].sort()).toEqual([...wanted].sort());
      }),
      { numRuns: 2000 },
    );
  });

  it('takes large sets in one go', () => {
    const everybody = Array.from({ length: 100_000 }, (_, index) => ({ value: `user-${index}` }));
    const { delta } = plan([{ op: 'replace', path: 'crowd', value: everybody }]);
    expect(delta?.add).toHaveLength(100_000);
  });
});
