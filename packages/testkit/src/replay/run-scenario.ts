import { checkScenario } from './check-scenario.ts';
import { redactSecrets } from './redact-secrets.ts';
import type { ScenarioReport, StepReport } from './report.ts';
import { type Run, runStep, skipped } from './run-step.ts';
import type { Scenario, ScenarioStep, StepRole } from './scenario.ts';
import type { Target } from './target.ts';

/** How to run a scenario. */
export interface RunOptions {
  /**
   * Which kinds of steps to run; all by default. Variables that left-out steps would save go into
   * `variables`.
   */
  readonly by?: readonly StepRole[];
  /** Variables that are there from the start, besides `authorization`. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The limit for one request in milliseconds; 30,000 by default. Okta itself gives up after 60,000. */
  readonly timeoutMs?: number;
}

/**
 * Runs a scenario against a server and reports how the server did. Steps that fail do not end the run, so
 * that one report tells everything; a step whose variables could not be saved is skipped, and after a request
 * without an answer no more are sent.
 *
 * Requests go out through `fetch`, so headers are those that `fetch` lets pass. Node's lets all of them pass,
 * but adds `Accept`, `Accept-Language`, `Sec-Fetch-Mode` and `User-Agent` where the scenario names none, and
 * drops a bare `?`.
 *
 * @param scenario what to send and what to expect
 * @param target the server, with an empty tenant behind the credential
 * @returns the report; a server that answers wrongly, or not at all, is reported and never thrown
 * @throws {@link ScenarioError} when the scenario itself is wrong, before anything is sent
 * @example
 * ```ts
 * import { formatReport, okta, runScenario } from '@scimkit/testkit';
 *
 * const authorization = `Bearer ${process.env.SCIM_TOKEN}`;
 * const target = { baseUrl: 'http://127.0.0.1:3000/scim/v2', authorization };
 * for (const scenario of okta) {
 *   const report = await runScenario(scenario, target);
 *   if (!report.ok) console.error(formatReport(report));
 * }
 * ```
 */
export async function runScenario(
  scenario: Scenario,
  target: Target,
  options: RunOptions = {},
): Promise<ScenarioReport> {
  const { by = ['client', 'setup', 'check'], variables = {}, timeoutMs = 30_000 } = options;
  const runs = (step: ScenarioStep) => by.includes(step.by);
  checkScenario(scenario, Object.keys(variables), runs);

  const started = performance.now();
  const known = { ...variables, authorization: target.authorization };
  const run: Run = { target, timeoutMs, variables: new Map(Object.entries(known)), created: [] };
  const steps: StepReport[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    const outcome = runs(step) ? await runStep(step, run) : skipped(`${step.by} steps are left out`);
    const { name, by: role, source, note } = step;
    const words = { ...(source === undefined ? {} : { source }), ...(note === undefined ? {} : { note }) };
    steps.push({ number: index + 1, name, by: role, ...outcome, ...words });
  }
  const count = (verdict: StepReport['verdict']) => steps.filter((step) => step.verdict === verdict).length;
  const report: ScenarioReport = {
    scenario: scenario.name,
    title: scenario.title,
    ok: count('failed') === 0,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    requests: steps.reduce((sum, step) => sum + step.requests, 0),
    durationMs: Math.round(performance.now() - started),
    steps,
    created: run.created,
  };
  return redactSecrets(report, target.authorization);
}
