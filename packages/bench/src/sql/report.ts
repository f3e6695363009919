import { median, quantile } from '../harness/statistics.ts';
import { type Column, layOut } from '../report/table.ts';
import type { LineResult, Times } from './measure/measured.ts';

/** What came of an engine. */
export interface EngineResult {
  readonly engine: string;
  readonly about: string;
  /** How it was filled, in words. */
  readonly loaded: string;
  readonly lines: readonly LineResult[];
  readonly profiles: readonly string[];
}

/** How the store compares with what is written by hand. */
export interface Compared {
  /** The median over the rounds; each compares two slices a few milliseconds apart. */
  readonly value: number;
  /** Between which values the middle half of the rounds lies. */
  readonly low: number;
  readonly high: number;
}

export function compare(one: Times, other: Times): Compared {
  const paired = one.rounds.flatMap((p50, round) => {
    const than = other.rounds[round];
    return than === undefined ? [] : [p50 / than];
  });
  return { value: median(paired), low: quantile(paired, 0.25), high: quantile(paired, 0.75) };
}

/** `undefined` where a line has no target. */
export function isMet({ times: { store, hand }, atMost, fullReads }: LineResult): boolean | undefined {
  if (fullReads.length > 0) return false;
  if (atMost === undefined || store === undefined || hand === undefined) return undefined;
  return compare(store, hand).value <= atMost;
}

/** Lines that differ only in how much there is. */
const pairs = [
  ['read-small', 'read-large'],
  ['userName-small', 'userName-large'],
  ['page-first', 'page-deep'],
  ['add-member-small', 'add-member-big'],
  ['remove-member-small', 'remove-member-big'],
] as const;

/**
 * What counts as flat: beyond what the hand-written statement takes longer, because a thousand times the rows do not fit
 * into any cache. Work that grows with users or members would show as a factor of a hundred and more.
 */
const flatAtMost = 1.5;

export interface Growth {
  readonly from: string;
  readonly to: string;
  readonly store: number;
  readonly hand: number;
  readonly met: boolean;
}

/** How the time grows from little to much, for the store and for the hand-written statement. */
export function growthOf(lines: readonly LineResult[]): readonly Growth[] {
  return pairs.flatMap(([less, more]) => {
    const [from, to] = [less, more].map((name) => lines.find((line) => line.name === name));
    const [a, b] = [from?.times, to?.times];
    if (from === undefined || to === undefined || !a?.store || !a.hand || !b?.store || !b.hand) return [];
    const store = b.store.p50 / a.store.p50;
    const hand = b.hand.p50 / a.hand.p50;
    const met = store <= flatAtMost * Math.max(1, hand);
    return [{ from: from.title, to: to.title, store, hand, met }];
  });
}

const left = (heading: string): Column => ({ heading, side: 'left' });
const right = (heading: string): Column => ({ heading, side: 'right' });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** The tables of an engine. */
export function formatEngine({ about, loaded, lines, profiles }: EngineResult): string {
  const columns = [
    left('through the store'),
    right('p50 µs'),
    right('p95'),
    right('by hand p50'),
    right('p95'),
    right('ratio'),
    left('target'),
    left('verdict'),
    left('plans'),
    right('fetch p50'),
    right('/ by hand'),
  ];
  const parts = [about, loaded, layOut(columns, lines.map(rowOf))];
  for (const { title, fullReads } of lines) {
    if (fullReads.length > 0) parts.push(`${title} reads everything:`, ...fullReads);
  }
  const growth = growthOf(lines).map(({ from, to, store, hand, met }) => [
    `${from} → ${to}`,
    store.toFixed(2),
    hand.toFixed(2),
    met ? 'met' : 'MISSED',
  ]);
  if (growth.length > 0) {
    parts.push(
      `How the time grows (flat: the store at most ${flatAtMost}, or ${flatAtMost} times as much as by hand)`,
      layOut([left('from → to'), right('store'), right('by hand'), left('verdict')], growth),
    );
  }
  return [...parts, ...profiles].join('\n\n');
}

function rowOf(line: LineResult): string[] {
  const { title, times, atMost, fullReads, explained } = line;
  const { store, hand, fetch } = times;
  const met = isMet(line);
  return [
    title,
    ...times2(store),
    ...times2(hand),
    store === undefined || hand === undefined ? '' : formatCompared(compare(store, hand)),
    atMost === undefined ? '' : `≤ ${atMost}`,
    met === undefined ? '' : met ? 'met' : 'MISSED',
    fullReads.length > 0 ? 'scan' : `no scan (${explained})`,
    fetch === undefined ? '' : format(fetch.p50),
    fetch === undefined || hand === undefined ? '' : compare(fetch, hand).value.toFixed(2),
  ];
}

function times2(times: Times | undefined): string[] {
  return times === undefined ? ['', ''] : [format(times.p50), format(times.p95)];
}

function format(microseconds: number): string {
  return microseconds < 100 ? microseconds.toFixed(1) : whole.format(microseconds);
}

function formatCompared({ value, low, high }: Compared): string {
  return `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}
