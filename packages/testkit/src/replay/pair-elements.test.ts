import { describe, expect, it } from 'vitest';
import { pairElements } from './pair-elements.ts';

describe('pairElements', () => {
  it('moves pairs already made, through a whole chain', () => {
    const fits = [[0, 1], [0, 2], [0]];
    expect(pairElements(3, 3, (one, other) => fits[one]?.includes(other) ?? false)).toEqual([1, 2, 0]);
  });

  it('leaves over what cannot be placed', () => {
    expect(pairElements(3, 3, (_, other) => other === 1).filter((partner) => partner === -1)).toHaveLength(2);
  });

  it('never gives one element to two', () => {
    const partners = pairElements(50, 50, (one, other) => (one + other) % 3 !== 0 || one === other);
    expect(new Set(partners).size).toBe(50);
  });
});
