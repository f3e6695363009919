import type { Line } from '../lines/line.ts';

export const contenders = ['store', 'hand', 'fetch'] as const;
export type ContenderName = (typeof contenders)[number];

/** What one of them took for a line. */
export interface Times {
  readonly count: number;
  /** In microseconds. */
  readonly p50: number;
  readonly p95: number;
  /** The p50 of each round, in order. */
  readonly rounds: readonly number[];
}

/** What came of a line. */
export interface LineResult extends Pick<Line, 'name' | 'title' | 'atMost'> {
  readonly times: Readonly<Partial<Record<ContenderName, Times>>>;
  /** Plans of the store's statements that read everything, as text; none when all go down to what is asked for. */
  readonly fullReads: readonly string[];
  /** How many statements were looked at. */
  readonly explained: number;
}
