import type { CaseResult, Measured } from '../harness/results.ts';
import { median, quantile } from '../harness/statistics.ts';
import type { CompetitorName } from '../servers/competitors.ts';

/** At most so many times the CPU time of another server. */
export interface Target {
  readonly of: CompetitorName;
  readonly than: CompetitorName;
  readonly atMost: number;
}

export const targets: readonly Target[] = [
  { of: 'scimkit-node', than: 'hand-written', atMost: 2 },
  { of: 'scimkit-express', than: 'fixed-express', atMost: 1.5 },
  { of: 'scimkit-sqlite', than: 'hand-written-sqlite', atMost: 2 },
];

/** How two servers compare in a case. */
export interface Ratio {
  /** The median over the rounds; each compares two servers a few milliseconds apart. */
  readonly value: number;
  /** Between which values the middle half of the rounds lies. */
  readonly low: number;
  readonly high: number;
}

export function ratioOf(of: Measured, than: Measured): Ratio {
  const paired = of.rounds.flatMap((cpu, round) => {
    const other = than.rounds[round];
    return other === undefined ? [] : [cpu / other];
  });
  return { value: median(paired), low: quantile(paired, 0.25), high: quantile(paired, 0.75) };
}

/** A target with what came of it. */
export interface Verdict extends Target {
  readonly ratio: Ratio;
  readonly met: boolean;
}

/** The target of a server in a case; `undefined` when it has none. */
export function verdictOf(result: CaseResult, measured: Measured): Verdict | undefined {
  const target = targets.find(({ of }) => of === measured.competitor);
  const other = result.measured.find(({ competitor }) => competitor === target?.than);
  if (target === undefined || other === undefined) return undefined;
  const ratio = ratioOf(measured, other);
  return { ...target, ratio, met: ratio.value <= target.atMost };
}
