import { describe, expect, it } from 'vitest';
import type { LineResult, Times } from './measure/measured.ts';
import { compare, formatEngine, growthOf, isMet } from './report.ts';

function times(...rounds: readonly number[]): Times {
  return { count: 100, p50: rounds[0] ?? 0, p95: 9, rounds };
}

function line(name: string, store: Times, hand: Times, more: Partial<LineResult> = {}): LineResult {
  return { name, title: name, atMost: 1.5, times: { store, hand }, explained: 1, fullReads: [], ...more };
}

describe('compare', () => {
  it('compares the slices of each round', () => {
    expect(compare(times(20, 36, 22), times(10, 12, 11))).toEqual({ value: 2, low: 2, high: 2.5 });
  });
});

describe('isMet', () => {
  it.each([
    [times(15), true],
    [times(16), false],
  ])('holds the store to one and a half times the hand-written statement', (store, met) => {
    expect(isMet(line('read-large', store, times(10)))).toBe(met);
  });

  it('has no verdict without a target', () => {
    const { atMost: _, ...informative } = line('remove', times(90), times(10));
    expect(isMet(informative)).toBeUndefined();
  });

  it('is never met by reading everything, however fast', () => {
    expect(isMet(line('read-large', times(1), times(10), { fullReads: ['select 1\nSCAN r'] }))).toBe(false);
  });
});

describe('growthOf', () => {
  it('compares little with much, for the store and by hand', () => {
    const lines = [line('read-small', times(10), times(5)), line('read-large', times(20), times(6))];
    const slower = [line('read-small', times(10), times(5)), line('read-large', times(20), times(8))];
    expect(growthOf(slower)[0]?.met).toBe(true);
    expect(growthOf(lines)).toEqual([
      { from: 'read-small', to: 'read-large', store: 2, hand: 1.2, met: false },
    ]);
  });
});

describe('formatEngine', () => {
  it('says what was met, what was missed, and what reads everything', () => {
    const lines = [
      line('read-large', times(30), times(10)),
      line('userName-large', times(1), times(10), { fullReads: ['select x\nSCAN scim_resource'] }),
    ];
    const text = formatEngine({
      engine: 'sqlite',
      about: 'SQLite 3',
      loaded: '10 users',
      lines,
      profiles: [],
    });
    expect(text).toMatch(/read-large .* 3\.00 .* MISSED +no scan \(1\)/);
    expect(text).toMatch(/userName-large .* scan/);
    expect(text).toContain('SCAN scim_resource');
  });
});
