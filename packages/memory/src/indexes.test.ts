import { describe, expect, it } from 'vitest';
import { Body } from './body.ts';
import { EqualityIndex } from './equality-index.ts';
import { OrderedSlots } from './ordered-slots.ts';
import { storedOf } from './present.ts';
import type { Slot } from './slot.ts';
import { modelOf } from './test-tenant.ts';
import { TypeTable } from './type-table.ts';

function slotOf(id: string): Slot {
  const body = new Body({});
  const stored = storedOf({ type: 'User', id, version: '1', created: 1, modified: 1 }, body);
  return { type: 'User', id, state: { stored, body, keys: [], display: undefined }, removed: false };
}

describe('OrderedSlots', () => {
  it('keeps the order whatever comes and goes, and finds places in it', () => {
    const order = new OrderedSlots();
    const ids = Array.from({ length: 200 }, (_, index) => String((index * 77) % 200).padStart(3, '0'));
    const slots = ids.map(slotOf);
    for (const slot of slots) order.insert(slot);
    for (const slot of slots.slice(0, 50)) order.delete(slot);
    const left = ids.slice(50).sort();
    expect(order.slice(0, 1000).map(({ id }) => id)).toEqual(left);
    expect(order.size).toBe(150);
    for (const id of ids) {
      expect(order.before(id)).toBe(left.filter((each) => each < id).length);
      expect(order.through(id)).toBe(left.filter((each) => each <= id).length);
    }
    expect([order.before(''), order.through('zzz'), order.at(150), order.at(0)?.id]).toEqual([
      0,
      150,
      undefined,
      left[0],
    ]);
  });
});

describe('EqualityIndex', () => {
  const attribute = modelOf('User').unique[0];
  if (attribute === undefined) throw new TypeError('Users have no unique attribute.');
  const entry = (key: string | number) => ({ attribute, key });
  const [a, b, c] = [slotOf('a'), slotOf('b'), slotOf('c')];
  const idsOf = (index: EqualityIndex, key: string | number) =>
    Array.from(index.find(attribute.id, key) ?? [], ({ id }) => id);

  it('knows who has a key, one or many, and forgets who has it no longer', () => {
    const index = new EqualityIndex();
    expect(index.find(attribute.id, 'x')).toBeUndefined();
    for (const slot of [a, a, b, c]) index.add(slot, entry('x'));
    index.add(a, entry('1'));
    expect([idsOf(index, 'x'), idsOf(index, '1'), idsOf(index, 1), idsOf(index, 'y')]).toEqual([
      ['a', 'b', 'c'],
      ['a'],
      [],
      [],
    ]);
    index.delete(b, entry('x'));
    index.delete(b, entry('1'));
    index.delete(b, entry('never'));
    expect([idsOf(index, 'x'), idsOf(index, '1')]).toEqual([['a', 'c'], ['a']]);
    for (const slot of [a, c]) index.delete(slot, entry('x'));
    expect(idsOf(index, 'x')).toEqual([]);
  });

  it('tells whether somebody else has a key', () => {
    const index = new EqualityIndex();
    expect(index.isTaken(undefined, entry('x'))).toBe(false);
    index.add(a, entry('x'));
    expect([undefined, a, b].map((slot) => index.isTaken(slot, entry('x')))).toEqual([true, false, true]);
    index.add(b, entry('x'));
    expect([undefined, a, b].map((slot) => index.isTaken(slot, entry('x')))).toEqual([true, true, true]);
    index.delete(b, entry('x'));
    expect([undefined, a, b].map((slot) => index.isTaken(slot, entry('x')))).toEqual([true, false, true]);
  });
});

describe('TypeTable', () => {
  const attribute = modelOf('User').unique[0];
  const other = modelOf('User').byName.get('externalid');
  if (attribute === undefined || other === undefined) throw new TypeError('Users have lost an attribute.');
  const keysOf = (...keys: readonly (string | boolean)[]) => keys.map((key) => ({ attribute, key }));

  it.each([
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [
      ['a', 'a'],
      ['a', 'b'],
    ],
    [['a', 'b'], ['b']],
    [['b'], ['a', 'b']],
    [
      ['a', 'a'],
      ['b', 'b'],
    ],
    [[], ['a']],
    [['a'], []],
  ])('finds a resource by what it has after %j became %j, and by nothing else', (from, to) => {
    const table = new TypeTable();
    const slot = slotOf('x');
    slot.state = { ...slot.state, keys: keysOf(...from) };
    table.insert(slot);
    table.rekey(slot, keysOf(...from), [...keysOf(...to), { attribute: other, key: 'a' }]);
    const found = ['a', 'b'].filter((key) => table.index.isTaken(undefined, { attribute, key }));
    expect(found).toEqual([...new Set<string>(to)].sort());
    expect(table.index.isTaken(undefined, { attribute: other, key: 'a' })).toBe(true);
  });

  it('lets a resource keep what is unique, and nobody else take it', () => {
    const table = new TypeTable();
    const [a, b] = [slotOf('a'), slotOf('b')];
    a.state = { ...a.state, keys: keysOf('jo') };
    for (const slot of [a, b]) table.insert(slot);
    table.ensureFree(keysOf('jo'), a);
    for (const slot of [b, undefined]) {
      expect(() => table.ensureFree(keysOf('jo'), slot)).toThrow(
        expect.objectContaining({ code: 'conflict' }),
      );
    }
  });

  it('holds what is true or false to uniqueness as well', () => {
    const table = new TypeTable();
    const slot = slotOf('a');
    slot.state = { ...slot.state, keys: keysOf(true) };
    table.insert(slot);
    expect(() => table.ensureFree(keysOf(true))).toThrow(expect.objectContaining({ code: 'conflict' }));
  });
});
