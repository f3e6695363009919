import { describe, expect, it } from 'vitest';
import { Body } from './body.ts';
import { EqualityIndex } from './equality-index.ts';
import { OrderedSlots } from './ordered-slots.ts';
import { storedOf } from './present.ts';
import type { Slot } from './slot.ts';
import { modelOf } from './test-tenant.ts';

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
