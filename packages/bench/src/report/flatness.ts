import type { CaseResult } from '../harness/results.ts';
import { median } from '../harness/statistics.ts';
import type { CompetitorName } from '../servers/competitors.ts';

/** Two cases that differ only in how much there is. */
const pairs = [
  ['read-small', 'read-large'],
  ['username-eq-small', 'username-eq-large'],
  ['page-first', 'page-last'],
  ['add-member-small', 'add-member-big'],
] as const;

/**
 * What counts as flat. A hundred times the users do not fit into the processor's caches any more, which the hand-written
 * server feels as well; work that grows with them would show as a factor of a hundred.
 */
export const flatAtMost = 1.5;

export interface Flatness {
  readonly from: string;
  readonly to: string;
  readonly competitor: CompetitorName;
  readonly factor: number;
  /** Only scimkit has a target here. */
  readonly met: boolean | undefined;
}

/** How the cost of an operation grows with the number of users and members. */
export function flatnessOf(results: readonly CaseResult[]): Flatness[] {
  return pairs.flatMap(([from, to]) => {
    const less = results.find(({ name }) => name === from);
    const more = results.find(({ name }) => name === to);
    if (less === undefined || more === undefined) return [];
    return more.measured.flatMap(({ competitor, rounds }) => {
      const base = less.measured.find((measured) => measured.competitor === competitor);
      if (base === undefined || competitor === 'fixed-express') return [];
      const factor = median(rounds) / median(base.rounds);
      const met = competitor.startsWith('scimkit') ? factor <= flatAtMost : undefined;
      return [{ from: less.title, to: more.title, competitor, factor, met }];
    });
  });
}
