import type { CompetitorName } from '../servers/competitors.ts';
import type { State } from '../servers/messages.ts';

/** What a competitor did in a case. */
export interface Measured {
  readonly competitor: CompetitorName;
  /** Requests that were counted, warm-up left out. */
  readonly requests: number;
  /** Half of the requests took less, in microseconds, with one connection. */
  readonly p50: number;
  /** CPU time of the server process for a request, in microseconds: the median of the rounds. */
  readonly cpu: number;
  /** The same for each round, in order. */
  readonly rounds: readonly number[];
}

export interface CaseResult {
  readonly name: string;
  readonly title: string;
  readonly measured: readonly Measured[];
  /** Servers that only `--full` waits for. */
  readonly leftOut: readonly CompetitorName[];
}

/** What the library itself costs: `server.handle()`, without HTTP. */
export interface HandleResult {
  readonly name: string;
  readonly title: string;
  readonly competitor: CompetitorName;
  /** CPU time of an operation, in microseconds: the median of the rounds. */
  readonly cpu: number;
}

export interface StateResult extends Omit<State, 'port'> {
  readonly competitor: CompetitorName;
  /** Bytes that a user takes on the heap, with its place in indexes and groups. */
  readonly bytesOfUser?: number;
  /** How long filling the server took, in milliseconds. */
  readonly filling: number;
}

export interface SectionResult {
  readonly store: string;
  readonly states: readonly StateResult[];
  readonly cases: readonly CaseResult[];
  readonly handled: readonly HandleResult[];
  /** What costs most, as text, when it was asked for. */
  readonly profiles: readonly string[];
}
