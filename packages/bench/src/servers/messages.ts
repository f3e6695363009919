import type { Profiler } from 'node:inspector';
import type { BenchRequest } from '../cases/case.ts';
import type { Directory } from '../dataset/directory.ts';
import type { Setup } from './competitor.ts';
import type { CompetitorName } from './competitors.ts';

/** The first argument of a server process, as JSON. */
export interface ChildArguments extends Setup {
  readonly competitor: CompetitorName;
}

/** Fixed answers by the name of their case. */
export type Answers = Readonly<Record<string, { readonly status: number; readonly text: string }>>;

/** What the benchmark asks of a server process. Each question has one answer of the same kind. */
export interface Questions {
  /** How long the server took to start, and what memory it takes. */
  readonly state: { readonly ask: object; readonly answer: State };
  readonly fill: { readonly ask: object; readonly answer: { readonly directory: Directory | null } };
  readonly fix: { readonly ask: { readonly answers: Answers }; readonly answer: object };
  /** CPU time of the process so far, user and system, in microseconds. */
  readonly cpu: { readonly ask: object; readonly answer: { readonly microseconds: number } };
  /** Runs requests in the process, without HTTP. */
  readonly handle: {
    readonly ask: { readonly requests: readonly BenchRequest[]; readonly statuses: readonly number[] };
    readonly answer: { readonly microseconds: number };
  };
  /** Begins to record a CPU profile. */
  readonly record: { readonly ask: object; readonly answer: object };
  /** Ends it. */
  readonly recorded: { readonly ask: object; readonly answer: { readonly profile: Profiler.Profile } };
}

export interface State {
  readonly port: number;
  /** From the start of the process until it listened, in milliseconds. */
  readonly startup: number;
  /** What was alive on the heap after a collection, in bytes. */
  readonly heap: number;
  /** What the process held of the machine's memory, in bytes. */
  readonly resident: number;
}

export type Kind = keyof Questions;

/** A question on its way. Only one is open at a time, so that it needs no number. */
export type Asked = { [K in Kind]: { readonly kind: K } & Questions[K]['ask'] }[Kind];

/** What a server process sends: first `ready`, then an answer to each question, or why there is none. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'answer'; readonly answer: Questions[Kind]['answer'] };
