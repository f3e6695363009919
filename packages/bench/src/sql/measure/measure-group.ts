import type { SqlStore } from '@scimkit/sql';
import { median, quantile } from '../../harness/statistics.ts';
import type { Ask, Group, Line } from '../lines/line.ts';
import { type ContenderName, contenders, type Times } from './measured.ts';

/** How long and how often each has its turn. */
export interface SqlPlan {
  readonly rounds: number;
  /** In milliseconds, for each line and contender. */
  readonly warmup: number;
  /** The same, for each round. */
  readonly slice: number;
}

/** Who takes part, and what they need. */
export interface Arena {
  readonly store: SqlStore;
  readonly ask: Ask;
  readonly plan: SqlPlan;
}

/** Does a line's work once. */
type Run = (line: Line, number: number) => unknown;

interface Turn {
  readonly name: ContenderName;
  readonly run: Run;
  /** How many in a slice. */
  count: number;
  /** Of the last one: the contenders have numbers of their own, so that none finds done what it is asked to do. */
  last: number;
  readonly latencies: number[][];
  readonly rounds: number[][];
}

/** So many, at most, before one undoes what another has done. */
const most = 4_000;

/**
 * Measures lines: the contenders take turns in short slices, so that whatever else the machine does meets all of them
 * alike, and each round begins with another.
 *
 * @returns The times of each line.
 */
export async function measureGroup(
  group: Group,
  { store, ask, plan }: Arena,
): Promise<readonly Partial<Record<ContenderName, Times>>[]> {
  const runs: Record<ContenderName, Run> = {
    store: (line, number) => line.store(store, number),
    hand: (line, number) => line.hand(number),
    fetch: (line, number) => line.fetch?.(ask, number),
  };
  const turns: Turn[] = [];
  for (const [index, name] of contenders.entries()) {
    if (name === 'fetch' && group.lines.some(({ fetch }) => fetch === undefined)) continue;
    const empty = () => group.lines.map((): number[] => []);
    const turn = { name, run: runs[name], count: 1, last: index, latencies: empty(), rounds: empty() };
    turns.push(turn);
    await warmUp(group, turn, plan);
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (let place = 0; place < turns.length; place++) {
      const turn = turns[(place + round) % turns.length];
      if (turn !== undefined) await takeTurn(group, turn);
    }
  }
  return group.lines.map((_, index) =>
    Object.fromEntries(turns.map((turn) => [turn.name, timesOf(turn, index)])),
  );
}

/** Runs until the time is over, and finds out how many fit into a slice. */
async function warmUp(group: Group, turn: Turn, plan: SqlPlan): Promise<void> {
  const until = performance.now() + plan.warmup * group.lines.length;
  const first = await takeNumbers(group, turn, 1);
  for (const [index, line] of group.lines.entries()) {
    if (turn.name !== 'fetch' && first[index]?.right !== true)
      throw new Error(`${line.name}, ${turn.name}: the answer is not what was asked for.`);
  }
  let slowest = Math.max(...first.map(({ times }) => median(times)));
  for (let count = 2; performance.now() < until; count = Math.min(count * 2, limit(group, turn.count, 64))) {
    const taken = await takeNumbers(group, turn, count);
    slowest = Math.max(...taken.map(({ times }) => median(times)));
  }
  turn.count = limit(group, Math.max(3, Math.floor((plan.slice * 1000) / Math.max(slowest, 1))), most);
}

function limit({ supply = most }: Group, wanted: number, atMost: number): number {
  return Math.max(1, Math.min(Math.max(wanted, 1), atMost, Math.floor(supply / contenders.length) - 1));
}

async function takeTurn(group: Group, turn: Turn): Promise<void> {
  for (const [index, { times }] of (await takeNumbers(group, turn, turn.count)).entries()) {
    turn.latencies[index]?.push(...times);
    turn.rounds[index]?.push(median(times));
  }
}

interface Taken {
  readonly times: number[];
  /** Whether the last answer was right. */
  readonly right: boolean;
}

/** Runs each line of a group with the same numbers, one line after the other. */
async function takeNumbers({ lines }: Group, turn: Turn, count: number): Promise<readonly Taken[]> {
  const from = turn.last + contenders.length;
  const taken: Taken[] = [];
  for (const line of lines) {
    const times: number[] = [];
    let right = false;
    for (let index = 0; index < count; index++) {
      const number = from + index * contenders.length;
      const since = performance.now();
      const answer = await turn.run(line, number);
      times.push((performance.now() - since) * 1000);
      if (index === count - 1 && turn.name !== 'fetch') right = line.isRight(answer, number);
    }
    taken.push({ times, right });
  }
  turn.last = from + (count - 1) * contenders.length;
  return taken;
}

function timesOf(turn: Turn, index: number): Times {
  const latencies = turn.latencies[index] ?? [];
  return {
    count: latencies.length,
    p50: median(latencies),
    p95: quantile(latencies, 0.95),
    rounds: turn.rounds[index] ?? [],
  };
}
