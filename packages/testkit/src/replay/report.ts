import type { BuiltRequest } from './build-request.ts';
import type { Mismatch } from './match-body.ts';
import type { StepRole } from './scenario.ts';

/** A request and its answer, as they went over the wire. The value of `Authorization` is never part of it. */
export interface HttpExchange {
  readonly request: BuiltRequest;
  /** Missing when the server did not answer. */
  readonly response?: HttpResponse;
  readonly durationMs: number;
}

/** An answer, read to its end. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What became of one step. */
export interface StepReport {
  /** Counted from 1. */
  readonly number: number;
  readonly name: string;
  readonly by: StepRole;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** Why the step was skipped. */
  readonly reason?: string;
  readonly mismatches: readonly Mismatch[];
  /** How many requests were sent: more than one for a repeated step, which ends with its first failure. */
  readonly requests: number;
  /** The last exchange of the step. */
  readonly exchange?: HttpExchange;
  readonly source?: string;
  readonly note?: string;
}

/** What became of a scenario. Plain data, free of credentials: it can be printed, stored and sent around. */
export interface ScenarioReport {
  readonly scenario: string;
  readonly title: string;
  /** True when no step failed. */
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly requests: number;
  readonly durationMs: number;
  readonly steps: readonly StepReport[];
  /**
   * Paths of the resources the scenario created, in order, for example `/Users/2819c223`. See
   * {@link removeCreated}.
   */
  readonly created: readonly string[];
}
