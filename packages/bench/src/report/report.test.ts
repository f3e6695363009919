import { describe, expect, it } from 'vitest';
import type { CaseResult, Measured } from '../harness/results.ts';
import type { CompetitorName } from '../servers/competitors.ts';
import { flatnessOf } from './flatness.ts';
import { formatSection } from './format-section.ts';
import { layOut } from './table.ts';
import { ratioOf, verdictOf } from './targets.ts';

function measured(competitor: CompetitorName, rounds: readonly number[]): Measured {
  const cpu = rounds.toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
  return { competitor, requests: 1_000, p50: 50, cpu, rounds };
}

function result(name: string, ...all: Measured[]): CaseResult {
  return { name, title: name, measured: all, leftOut: [] };
}

const hand = measured('hand-written', [10, 12, 11]);

describe('ratioOf', () => {
  it('compares servers within each round', () => {
    const ratio = ratioOf(measured('scimkit-node', [20, 36, 22]), hand);
    expect(ratio).toEqual({ value: 2, low: 2, high: 2.5 });
  });

  it('pairs only the rounds that both have had', () => {
    expect(ratioOf(measured('scimmy', [30]), hand)).toMatchObject({ low: 3, high: 3 });
  });
});

describe('verdictOf', () => {
  it.each([
    [[22, 22, 22], true],
    [[23, 23, 23], false],
  ])('holds scimkit at %j to twice the hand-written server', (rounds, met) => {
    const ours = measured('scimkit-node', rounds);
    expect(verdictOf(result('read-large', hand, ours), ours)).toMatchObject({ atMost: 2, met });
  });

  it('has no target for the others, nor without the server to compare with', () => {
    const ours = measured('scimkit-express', [1]);
    expect(verdictOf(result('read-large', hand), hand)).toBeUndefined();
    expect(verdictOf(result('read-large', ours), ours)).toBeUndefined();
  });
});

describe('flatnessOf', () => {
  it('sets more against less', () => {
    const less = result('read-small', hand, measured('scimkit-node', [10]));
    const more = result('read-large', hand, measured('scimkit-node', [16]));
    expect(flatnessOf([less, more])).toEqual([
      { from: 'read-small', to: 'read-large', competitor: 'hand-written', factor: 1, met: undefined },
      { from: 'read-small', to: 'read-large', competitor: 'scimkit-node', factor: 1.6, met: false },
    ]);
  });

  it('says nothing of half a pair', () => {
    expect(flatnessOf([result('read-large', hand)])).toEqual([]);
  });
});

describe('layOut', () => {
  it('aligns columns and draws a line for an empty row', () => {
    const columns = [
      { heading: 'a', side: 'left' },
      { heading: 'long', side: 'right' },
    ] as const;
    const lines = layOut(columns, [['xyz', '1'], [], ['b']]).split('\n');
    expect(lines).toEqual(['a    long', '─────────', 'xyz     1', '─────────', 'b']);
  });
});

describe('formatSection', () => {
  it('says what was met and what was missed', () => {
    const cases = [result('read-large', hand, measured('scimkit-node', [30, 30, 30]))];
    const text = formatSection({ store: 'memory', states: [], cases, handled: [], profiles: [] });
    expect(text).toContain('≤ 2 × hand-written');
    expect(text).toContain('MISSED');
    expect(text).toContain('2.73');
  });

  it('says who was left out', () => {
    const cases = [{ ...result('add-member-big', hand), leftOut: ['scimmy' as const] }];
    const text = formatSection({ store: 'memory', states: [], cases, handled: [], profiles: [] });
    expect(text).toMatch(/scimmy .*--full/);
  });
});
