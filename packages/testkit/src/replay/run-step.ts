import { type BuiltRequest, buildRequest } from './build-request.ts';
import { variableNames } from './fill-variables.ts';
import { isUnassigned, type Mismatch } from './match-body.ts';
import { matchResponse, parseBody } from './match-response.ts';
import { readJsonPath } from './read-json-path.ts';
import type { HttpResponse, StepReport } from './report.ts';
import type { ScenarioStep } from './scenario.ts';
import { sendRequest } from './send-request.ts';
import type { Target } from './target.ts';

/** What one run of a scenario carries from step to step. */
export interface Run {
  readonly target: Target;
  readonly timeoutMs: number;
  readonly variables: Map<string, unknown>;
  readonly created: string[];
  /** Set once the server did not answer; no further requests are sent then. */
  unreachable?: string;
}

type Outcome = Pick<StepReport, 'verdict' | 'reason' | 'mismatches' | 'requests' | 'exchange'>;

/**
 * Carries a step out as often as it wants to be repeated, and judges every answer. Ends with the first
 * failure.
 */
export async function runStep(step: ScenarioStep, run: Run): Promise<Outcome> {
  const reason = run.unreachable ?? missingVariables(step, run);
  if (reason !== undefined) return skipped(reason);
  const { var: counter, from, to } = step.repeat ?? { var: undefined, from: 1, to: 1 };
  let outcome = skipped('nothing to do');
  for (let value = from; value <= to; value++) {
    if (counter !== undefined) run.variables.set(counter, value);
    const requests = outcome.requests + 1;
    outcome = { ...(await exchangeOnce(step, run)), requests };
    if (outcome.verdict === 'failed') break;
  }
  return outcome;
}

/** A step that cannot be run; `reason` says why. */
export function skipped(reason: string): Outcome {
  return { verdict: 'skipped', reason, mismatches: [], requests: 0 };
}

async function exchangeOnce(step: ScenarioStep, run: Run): Promise<Outcome> {
  const request = buildRequest(step.request, run.target.baseUrl, run.variables);
  const send = run.target.fetch ?? fetch;
  const { failure, ...exchange } = await sendRequest(request, send, run.timeoutMs);
  const mismatches: Mismatch[] = [];
  if (exchange.response) {
    mismatches.push(...matchResponse(step.expect, exchange.response, run.variables));
    noteCreated(request, exchange.response, run);
    mismatches.push(...saveVariables(step, exchange.response, run));
  } else {
    mismatches.push({ path: 'request', text: failure ?? 'no answer' });
    run.unreachable = `the server did not answer step "${step.name}"`;
  }
  return { verdict: mismatches.length === 0 ? 'passed' : 'failed', mismatches, requests: 1, exchange };
}

function saveVariables(step: ScenarioStep, response: HttpResponse, run: Run): Mismatch[] {
  const expected = [step.expect.status].flat().includes(response.status);
  // A POST that answers 200 in place of 201 is wrong, but its id still lets the rest of the scenario run.
  if (!expected && (response.status < 200 || response.status > 299)) return [];
  const body = parseBody(response.body);
  const mismatches: Mismatch[] = [];
  for (const [name, path] of Object.entries(step.save ?? {})) {
    const value = readJsonPath(body, path);
    if (isUnassigned(value))
      mismatches.push({ path, text: `expected a value to remember as "${name}", got nothing` });
    else run.variables.set(name, value);
  }
  return mismatches;
}

function noteCreated(request: BuiltRequest, response: HttpResponse, run: Run): void {
  const id = readJsonPath(parseBody(response.body), '$.id');
  if (request.method !== 'POST' || response.status !== 201 || typeof id !== 'string') return;
  const { pathname } = new URL(request.url);
  const base = new URL(run.target.baseUrl).pathname.replace(/\/+$/, '');
  run.created.push(`${pathname.slice(base.length).replace(/\/+$/, '')}/${encodeURIComponent(id)}`);
}

function missingVariables(step: ScenarioStep, run: Run): string | undefined {
  const used = variableNames([step.request, step.expect]);
  if (step.request.bodyFrom !== undefined) used.add(step.request.bodyFrom);
  const missing = [...used].filter((name) => !run.variables.has(name) && name !== step.repeat?.var);
  return missing.length === 0 ? undefined : `an earlier step should have saved ${missing.join(', ')}`;
}
